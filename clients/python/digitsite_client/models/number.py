from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Number")


@_attrs_define
class Number:
    """Digits that belong together, with the signs between them."""

    text: str
    """ The number as written, with the signs `. , - + / :` inside it, such as `10/24`, `3.14` or `-17`. """
    digits: list[int]
    """ Its digits, as indices of the list `digits` of the reading. """
    box: list[int]
    """ Left, top, right, bottom in pixels of the upright photo; right and bottom are exclusive. """
    confidence: float
    """ Product of the confidences of its digits. """
    line: int
    """ Line of the page, counted from 0. """
    row: int | None
    """ Row in a grid or table, counted from 0; null elsewhere. """
    column: int | None
    """ Column in a grid or table, counted from 0; null elsewhere. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        digits = self.digits

        box = self.box

        confidence = self.confidence

        line = self.line

        row: int | None
        row = self.row

        column: int | None
        column = self.column

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "text": text,
                "digits": digits,
                "box": box,
                "confidence": confidence,
                "line": line,
                "row": row,
                "column": column,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        digits = cast(list[int], d.pop("digits"))

        box = cast(list[int], d.pop("box"))

        confidence = d.pop("confidence")

        line = d.pop("line")

        def _parse_row(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        row = _parse_row(d.pop("row"))

        def _parse_column(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        column = _parse_column(d.pop("column"))

        number = cls(
            text=text,
            digits=digits,
            box=box,
            confidence=confidence,
            line=line,
            row=row,
            column=column,
        )

        number.additional_properties = d
        return number

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
