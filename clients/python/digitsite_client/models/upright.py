from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Upright")


@_attrs_define
class Upright:
    """The uploaded photo, turned upright."""

    width: int
    """ In pixels. """
    height: int
    """ In pixels. """
    format_: str
    """ The format detected from the content: `JPEG`, `PNG`, `WEBP`,  `HEIF`, `AVIF`, `GIF`, `BMP` or `TIFF`. """
    frames: int | Unset = UNSET
    """ How many pages or frames of an animation the file has. Missing in photos that an earlier version stored. """
    frame: int | Unset = UNSET
    """ Which of them was read, counted from 0: the first page that is not blank, or the frame with the most
    strokes. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        width = self.width

        height = self.height

        format_ = self.format_

        frames = self.frames

        frame = self.frame

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "width": width,
                "height": height,
                "format": format_,
            }
        )
        if frames is not UNSET:
            field_dict["frames"] = frames
        if frame is not UNSET:
            field_dict["frame"] = frame

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        width = d.pop("width")

        height = d.pop("height")

        format_ = d.pop("format")

        frames = d.pop("frames", UNSET)

        frame = d.pop("frame", UNSET)

        upright = cls(
            width=width,
            height=height,
            format_=format_,
            frames=frames,
            frame=frame,
        )

        upright.additional_properties = d
        return upright

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
