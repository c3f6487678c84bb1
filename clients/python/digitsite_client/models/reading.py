from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.verdict_enum import VerdictEnum, check_verdict_enum

if TYPE_CHECKING:
    from ..models.digit import Digit
    from ..models.metadata import Metadata
    from ..models.model_name import ModelName
    from ..models.number import Number
    from ..models.upright import Upright


T = TypeVar("T", bound="Reading")


@_attrs_define
class Reading:
    """The result of reading one photo."""

    text: str
    """ The digits from left to right, lines from top to bottom joined by newlines; empty if nothing was read. """
    verdict: VerdictEnum
    """ * `read` - read
    * `unsure` - unsure
    * `nothing` - nothing """
    confidence: float
    """ Calibrated probability that the whole text is right; 0 with `nothing`. """
    digits: list[Digit]
    """ In the order of the text. """
    numbers: list[Number]
    """ The digits grouped into numbers, in the order of the text; every digit belongs to one. """
    photo: Upright
    """ The uploaded photo, turned upright. """
    metadata: Metadata
    """ The metadata that was removed: names, never values. """
    model: ModelName
    """ The model that has read the photo. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        verdict: str = self.verdict

        confidence = self.confidence

        digits = []
        for digits_item_data in self.digits:
            digits_item = digits_item_data.to_dict()
            digits.append(digits_item)

        numbers = []
        for numbers_item_data in self.numbers:
            numbers_item = numbers_item_data.to_dict()
            numbers.append(numbers_item)

        photo = self.photo.to_dict()

        metadata = self.metadata.to_dict()

        model = self.model.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "text": text,
                "verdict": verdict,
                "confidence": confidence,
                "digits": digits,
                "numbers": numbers,
                "photo": photo,
                "metadata": metadata,
                "model": model,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.digit import Digit  # noqa: PLC0415
        from ..models.metadata import Metadata  # noqa: PLC0415
        from ..models.model_name import ModelName  # noqa: PLC0415
        from ..models.number import Number  # noqa: PLC0415
        from ..models.upright import Upright  # noqa: PLC0415

        d = dict(src_dict)
        text = d.pop("text")

        verdict = check_verdict_enum(d.pop("verdict"))

        confidence = d.pop("confidence")

        digits = []
        _digits = d.pop("digits")
        for digits_item_data in _digits:
            digits_item = Digit.from_dict(digits_item_data)

            digits.append(digits_item)

        numbers = []
        _numbers = d.pop("numbers")
        for numbers_item_data in _numbers:
            numbers_item = Number.from_dict(numbers_item_data)

            numbers.append(numbers_item)

        photo = Upright.from_dict(d.pop("photo"))

        metadata = Metadata.from_dict(d.pop("metadata"))

        model = ModelName.from_dict(d.pop("model"))

        reading = cls(
            text=text,
            verdict=verdict,
            confidence=confidence,
            digits=digits,
            numbers=numbers,
            photo=photo,
            metadata=metadata,
            model=model,
        )

        reading.additional_properties = d
        return reading

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
