from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import UNSET, File, FileTypes, Unset

T = TypeVar("T", bound="CreateJobFilesBody")


@_attrs_define
class CreateJobFilesBody:
    archive: File | Unset = UNSET
    """ A ZIP file of pictures. """
    images: list[File] | Unset = UNSET
    """ The pictures; the field is repeated for each. """
    webhook: str | Unset = UNSET
    """ URL that is called once the job has ended. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        archive: FileTypes | Unset = UNSET
        if not isinstance(self.archive, Unset):
            archive = self.archive.to_tuple()

        images: list[FileTypes] | Unset = UNSET
        if not isinstance(self.images, Unset):
            images = []
            for images_item_data in self.images:
                images_item = images_item_data.to_tuple()

                images.append(images_item)

        webhook = self.webhook

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if archive is not UNSET:
            field_dict["archive"] = archive
        if images is not UNSET:
            field_dict["images"] = images
        if webhook is not UNSET:
            field_dict["webhook"] = webhook

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        if not isinstance(self.archive, Unset):
            files.append(("archive", self.archive.to_tuple()))

        if not isinstance(self.images, Unset):
            for images_item_element in self.images:
                files.append(("images", images_item_element.to_tuple()))

        if not isinstance(self.webhook, Unset):
            files.append(("webhook", (None, str(self.webhook).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _archive = d.pop("archive", UNSET)
        archive: File | Unset
        if isinstance(_archive, Unset):
            archive = UNSET
        else:
            archive = File(payload=BytesIO(_archive))

        _images = d.pop("images", UNSET)
        images: list[File] | Unset = UNSET
        if _images is not UNSET:
            images = []
            for images_item_data in _images:
                images_item = File(payload=BytesIO(images_item_data))

                images.append(images_item)

        webhook = d.pop("webhook", UNSET)

        create_job_files_body = cls(
            archive=archive,
            images=images,
            webhook=webhook,
        )

        create_job_files_body.additional_properties = d
        return create_job_files_body

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
