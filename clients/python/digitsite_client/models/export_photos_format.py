from typing import Literal

ExportPhotosFormat = Literal["csv", "npz", "zip"]

EXPORT_PHOTOS_FORMAT_VALUES: set[ExportPhotosFormat] = {
    "csv",
    "npz",
    "zip",
}


def check_export_photos_format(value: str) -> ExportPhotosFormat:
    if value in EXPORT_PHOTOS_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {EXPORT_PHOTOS_FORMAT_VALUES!r}"
    )
