"""The metadata blocks of a JPEG."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from recognizer.intake.containers.iso_media import Box
from recognizer.intake.containers.jpeg import find_end_of, iter_all_segments
from recognizer.intake.containers.tiff import SIGNATURES as TIFF_SIGNATURES
from recognizer.intake.metadata.blocks import (
    APPLICATION_DATA,
    COMMENT,
    CREDENTIALS,
    EMBEDDED_PICTURE,
    EXIF,
    ICC_PROFILE,
    IPTC,
    THUMBNAIL,
    XMP,
    Block,
    PixelRun,
)
from recognizer.intake.metadata.trailing import iter_trailing_blocks

EXIF_HEAD = b"Exif\0\0"
SCAN = b"\xda"
MAX_SEGMENT_BYTES = 64 * 1024
COMMENT_KIND = 0xFE
# Data of programs: what the standard reserves for them, and for extensions.
PROGRAM_KINDS = {*range(0xE0, 0xF0), *range(0xF0, 0xFE)}
# How segments start that are needed to show the picture, and their length; behind it
# stands something else.
NEEDED = ((0xE0, b"JFIF\0", 14), (0xEE, b"Adobe", 12))
# What stands at the start of a segment, and what it is then.
HEADS = {
    0xE0: ((b"JFIF\0", THUMBNAIL), (b"JFXX\0", THUMBNAIL)),
    0xE1: ((b"http://ns.adobe.com/", XMP),),
    0xE2: (
        (b"ICC_PROFILE\0", ICC_PROFILE),
        (b"MPF\0", EMBEDDED_PICTURE),
        (b"urn:iso:std:iso:ts:21496:", EMBEDDED_PICTURE),
    ),
    0xEB: ((b"JP", CREDENTIALS),),
    0xED: ((b"Photoshop 3.0\0", IPTC),),
}


class Spread(NamedTuple):
    """How something is spread over several segments.

    Attributes:
        kind: of the segments.
        head: how each of them starts.
        number_bytes: length of what follows to number them.
        identity: where in that it says what they belong to.
        order: where in that it says which part of it they are.
        name: of the whole.
    """

    kind: bytes
    head: bytes
    number_bytes: int
    identity: slice
    order: slice
    name: str


NOWHERE = slice(0)
SPREADS = (
    Spread(
        *(b"\xe1", b"http://ns.adobe.com/xmp/extension/\0", 40),
        *(slice(32), slice(36, 40), XMP),
    ),
    Spread(b"\xe2", b"ICC_PROFILE\0", 2, NOWHERE, slice(1), ICC_PROFILE),
    Spread(b"\xeb", b"JP", 14, slice(2), slice(2, 6), CREDENTIALS),
    Spread(b"\xed", b"Photoshop 3.0\0", 0, NOWHERE, NOWHERE, IPTC),
)


def iter_jpeg_blocks(data: bytes) -> Iterator[Block | PixelRun]:
    """Yield the metadata of a JPEG, its pixels, and what lies behind it."""
    segments = list(iter_all_segments(data))
    yield from iter_pixel_runs(segments)
    yield from iter_segment_blocks(data, segments)
    yield from iter_joined_blocks(data, segments)
    yield from iter_trailing_blocks(data, find_end_of(data, segments))


def iter_pixel_runs(segments: list[Box]) -> Iterator[PixelRun]:
    """Yield the pixels of each scan, without the end: more may stand behind them."""
    for scan, following in pairwise(segments):
        end = following.body - MAX_SEGMENT_BYTES
        if scan.kind == SCAN and scan.end < end:
            yield PixelRun(scan.end, end)


def iter_segment_blocks(data: bytes, segments: Iterable[Box]) -> Iterator[Block]:
    """Yield the metadata of one picture; a long EXIF block has several segments."""
    exif: list[bytes] = []
    for segment in segments:
        content = data[segment.body : segment.end]
        if segment.kind == b"\xe1" and content.startswith(EXIF_HEAD):
            content = content.removeprefix(EXIF_HEAD)
            if exif and content.startswith(TIFF_SIGNATURES):
                yield Block(EXIF, b"".join(exif), len(exif) > 1)
                exif = []
            exif.append(content)
        elif name := name_segment(segment, content):
            yield Block(name, content)
    if exif:
        yield Block(EXIF, b"".join(exif), len(exif) > 1)


def iter_joined_blocks(data: bytes, segments: Iterable[Box]) -> Iterator[Block]:
    """Yield what is spread over several segments, in one piece again.

    What is missing is left out.
    """
    pieces: dict[tuple[str, bytes], list[tuple[int, bytes]]] = {}
    for segment in segments:
        spread = find_spread(data, segment)
        if spread is not None:
            start = segment.body + len(spread.head)
            numbers = data[start : start + spread.number_bytes]
            order = int.from_bytes(numbers[spread.order], "big")
            content = data[start + spread.number_bytes : segment.end]
            key = spread.name, numbers[spread.identity]
            pieces.setdefault(key, []).append((order, content))
    for (name, _), parts in pieces.items():
        if len(parts) > 1:
            parts.sort(key=itemgetter(0))
            yield Block(name, b"".join(content for _, content in parts), True)


def find_spread(data: bytes, segment: Box) -> Spread | None:
    """Return how something is spread of which a segment is one part."""
    matching = (
        spread
        for spread in SPREADS
        if segment.kind == spread.kind and data.startswith(spread.head, segment.body)
    )
    return next(matching, None)


def name_segment(segment: Box, content: bytes) -> str:
    """Return the name of a segment; "" where it is needed to show the picture."""
    [kind] = segment.kind
    if kind == COMMENT_KIND:
        return COMMENT
    for needed, head, length in NEEDED:
        if kind == needed and content.startswith(head) and len(content) <= length:
            return ""
    for head, name in HEADS.get(kind, ()):
        if content.startswith(head):
            return name
    return APPLICATION_DATA if kind in PROGRAM_KINDS and content else ""
