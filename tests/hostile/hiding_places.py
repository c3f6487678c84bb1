"""Where anything may be hidden in a picture that decoders still read."""

from collections.abc import Callable
from typing import NamedTuple

from tests.hostile.files import boxes
from tests.hostile.files.carriers import PAGE, gif, jpeg, png, tiff, webp
from tests.hostile.hiding import (
    bmps,
    gifs,
    iso_files,
    jpegs,
    pngs,
    tiff_files,
    webps,
)
from tests.support.drawing import encoded


class HidingPlace(NamedTuple):
    """A place in the files of a format.

    Attributes:
        form: the format.
        place: what it is.
        hide: returns a picture with some bytes there.
        name: under which the report names what is there.
        is_refused: whether decoders refuse it, whatever is in it.
        damages: which contents can't be read any more when they are there.
    """

    form: str
    place: str
    hide: Callable[[bytes], bytes]
    name: str
    is_refused: bool = False
    damages: tuple[str, ...] = ()


FORMATS = {
    "JPEG": jpegs,
    "PNG": pngs,
    "WEBP": webps,
    "GIF": gifs,
    "BMP": bmps,
    "TIFF": tiff_files,
}
PLAIN = {
    "JPEG": jpeg(),
    "PNG": png(),
    "WEBP": webp(),
    "HEIF": encoded(PAGE, "HEIF"),
    "AVIF": encoded(PAGE, "AVIF"),
    "GIF": gif(),
    "BMP": encoded(PAGE, "BMP"),
    "TIFF": tiff(),
}
TAILS = {
    "behind": (b"", "Embedded picture"),
    "behind padding": (bytes(4096), "Embedded picture"),
    "behind other bytes": (b"ELM-STREET\0\1", "Trailing data"),
    "behind a picture": (jpeg(), "Embedded picture"),
    "behind a video": (boxes.video().replace(b"\xa9xyz", b"\xa9day"), "Video"),
}
# What most places are named as.
DATA = "Application data"


def list_inner_places() -> list[HidingPlace]:
    """Return every hiding place that is not behind the end of a file."""
    found = [
        HidingPlace(
            *(form, place, hide, each.NAMES.get(place, DATA)),
            is_refused=place in each.REFUSED,
            damages=each.DAMAGING.get(place, ()),
        )
        for form, each in FORMATS.items()
        for place, hide in each.PLACES.items()
    ]
    return found + [
        HidingPlace(
            *(form, place, hide, iso_files.NAMES.get(place, DATA)),
            is_refused=place in iso_files.REFUSED[form],
        )
        for form, places in iso_files.PLACES.items()
        for place, hide in places.items()
    ]


def list_hiding_places() -> list[HidingPlace]:
    """Return every hiding place of every format."""
    return list_inner_places() + [
        HidingPlace(form, place, lambda content, head=data + gap: head + content, name)
        for form, data in PLAIN.items()
        for place, (gap, name) in TAILS.items()
    ]
