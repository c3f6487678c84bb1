from typing import Literal

ListPhotosVerdict = Literal["nothing", "read", "unsure"]

LIST_PHOTOS_VERDICT_VALUES: set[ListPhotosVerdict] = {
    "nothing",
    "read",
    "unsure",
}


def check_list_photos_verdict(value: str) -> ListPhotosVerdict:
    if value in LIST_PHOTOS_VERDICT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_PHOTOS_VERDICT_VALUES!r}"
    )
