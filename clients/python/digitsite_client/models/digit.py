from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Digit")


@_attrs_define
class Digit:
    """One digit that was read."""

    label: int
    """ Which digit it is. """
    confidence: float
    """ Calibrated probability of the label; lower than its entry in `probabilities` by the probability that this is
    no digit at all. """
    probabilities: list[float]
    """ One for each label, from 0 to 9; their sum is 1. """
    box: list[int]
    """ Left, top, right, bottom in pixels of the upright photo; right and bottom are exclusive. """
    line: int
    """ Line of the page, counted from 0. """
    seen: str | Unset = UNSET
    """ With `explain`: the 28x28 pixels that the network saw, as a data URL of a PNG; white is ink. """
    heat: str | Unset = UNSET
    """ With `explain`: the saliency of these pixels, in the same form; white mattered most. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        confidence = self.confidence

        probabilities = self.probabilities

        box = self.box

        line = self.line

        seen = self.seen

        heat = self.heat

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "label": label,
                "confidence": confidence,
                "probabilities": probabilities,
                "box": box,
                "line": line,
            }
        )
        if seen is not UNSET:
            field_dict["seen"] = seen
        if heat is not UNSET:
            field_dict["heat"] = heat

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        confidence = d.pop("confidence")

        probabilities = cast(list[float], d.pop("probabilities"))

        box = cast(list[int], d.pop("box"))

        line = d.pop("line")

        seen = d.pop("seen", UNSET)

        heat = d.pop("heat", UNSET)

        digit = cls(
            label=label,
            confidence=confidence,
            probabilities=probabilities,
            box=box,
            line=line,
            seen=seen,
            heat=heat,
        )

        digit.additional_properties = d
        return digit

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
