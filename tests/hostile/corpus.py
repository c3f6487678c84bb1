"""The corpus of bad pictures: more than two thousand, the same in every run."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.hostile import markers
from tests.hostile.bombs import iter_bombs
from tests.hostile.files.seeds import get_seeds
from tests.hostile.mutations import iter_mutations

NO_PICTURES = {
    "empty": b"",
    "one byte": b"\0",
    "text": b"this is no picture" * 9,
    "zeros": bytes(4096),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nquit",
    "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(99),
    "icon": b"\0\0\1\0\1\0\x10\x10" + bytes(99),
    "flash": b"FWS\x09" + bytes(99),
    "program": b"\x7fELF\2\1\1" + bytes(99),
}


class Case(NamedTuple):
    """A bad or an odd picture, and whether nothing is wrong with it."""

    name: str
    data: bytes
    is_intact: bool = False


def iter_corpus() -> Iterator[Case]:
    """Yield every case; each data differs from all others."""
    seen = set()
    for case in iter_cases():
        if case.data not in seen:
            seen.add(case.data)
            yield case


def iter_cases() -> Iterator[Case]:
    for seed, data in get_seeds().items():
        for name, damaged in iter_mutations(seed, data):
            yield Case(f"{seed}: {name}", damaged, name == "intact")
    for name, data in iter_bombs():
        yield Case(f"bomb: {name}", data)
    for name, data in NO_PICTURES.items():
        yield Case(f"no picture: {name}", data)
    for form, place, data, *_ in markers.iter_planted():
        yield Case(f"marker: {form} {place}", data)
