from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.reading import Reading


T = TypeVar("T", bound="Photo")


@_attrs_define
class Photo:
    """A photo; its URLs are relative to the host."""

    id: UUID
    """ Id of the photo; it never changes. """
    url: str
    """ URL of this object. """
    image: str
    """ URL of the stored picture: a JPEG, or a PNG of a drawing. """
    thumbnail: str
    """ URL of the thumbnail: a WebP of 480 pixels. """
    created: datetime.datetime
    """ When it was stored, in UTC. """
    reading: Reading
    """ The result of reading one photo. """
    correction: None | str
    """ The correct digits, if a person entered them; "" means no digit. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        url = self.url

        image = self.image

        thumbnail = self.thumbnail

        created = self.created.isoformat()

        reading = self.reading.to_dict()

        correction: None | str
        correction = self.correction

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "url": url,
                "image": image,
                "thumbnail": thumbnail,
                "created": created,
                "reading": reading,
                "correction": correction,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reading import Reading  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        url = d.pop("url")

        image = d.pop("image")

        thumbnail = d.pop("thumbnail")

        created = datetime.datetime.fromisoformat(d.pop("created"))

        reading = Reading.from_dict(d.pop("reading"))

        def _parse_correction(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        correction = _parse_correction(d.pop("correction"))

        photo = cls(
            id=id,
            url=url,
            image=image,
            thumbnail=thumbnail,
            created=created,
            reading=reading,
            correction=correction,
        )

        photo.additional_properties = d
        return photo

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
