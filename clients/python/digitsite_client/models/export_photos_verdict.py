from typing import Literal

ExportPhotosVerdict = Literal["nothing", "read", "unsure"]

EXPORT_PHOTOS_VERDICT_VALUES: set[ExportPhotosVerdict] = {
    "nothing",
    "read",
    "unsure",
}


def check_export_photos_verdict(value: str) -> ExportPhotosVerdict:
    if value in EXPORT_PHOTOS_VERDICT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {EXPORT_PHOTOS_VERDICT_VALUES!r}"
    )
