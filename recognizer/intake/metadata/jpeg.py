"""The metadata blocks of a JPEG."""

from collections.abc import Iterable, Iterator

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
)
from recognizer.intake.metadata.trailing import iter_trailing_blocks

EXIF_HEAD = b"Exif\0\0"
COMMENT_KIND = 0xFE
# Data of programs: what the standard reserves for them, and for extensions.
PROGRAM_KINDS = {*range(0xE0, 0xF0), *range(0xF0, 0xFE)}
# What stands at the start of a segment, and what it is then; "" of no metadata.
HEADS = {
    0xE0: ((b"JFIF\0", ""), (b"JFXX\0", THUMBNAIL)),
    0xE1: ((b"http://ns.adobe.com/", XMP),),
    0xE2: (
        (b"ICC_PROFILE\0", ICC_PROFILE),
        (b"MPF\0", EMBEDDED_PICTURE),
        (b"urn:iso:std:iso:ts:21496:", EMBEDDED_PICTURE),
    ),
    0xEB: ((b"JP", CREDENTIALS),),
    0xED: ((b"Photoshop 3.0\0", IPTC),),
    0xEE: ((b"Adobe", ""),),
}


def iter_jpeg_blocks(data: bytes) -> Iterator[Block]:
    """Yield the metadata of a JPEG, and what lies behind it."""
    segments = list(iter_all_segments(data))
    yield from iter_segment_blocks(data, segments)
    for block in iter_trailing_blocks(data, find_end_of(data, segments)):
        yield block
        if block.name == EMBEDDED_PICTURE:
            own = iter_all_segments(block.content)
            yield from iter_segment_blocks(block.content, own)


def iter_segment_blocks(data: bytes, segments: Iterable[Box]) -> Iterator[Block]:
    """Yield the metadata of one picture; a long EXIF block has several segments."""
    exif = b""
    for segment in segments:
        content = data[segment.body : segment.end]
        if segment.kind == b"\xe1" and content.startswith(EXIF_HEAD):
            content = content.removeprefix(EXIF_HEAD)
            if exif and content.startswith(TIFF_SIGNATURES):
                yield Block(EXIF, exif)
                exif = b""
            exif += content
        elif name := name_segment(segment, content):
            yield Block(name, content)
    if exif:
        yield Block(EXIF, exif)


def name_segment(segment: Box, content: bytes) -> str:
    """Return the name of a segment; "" where it is needed to show the picture."""
    [kind] = segment.kind
    if kind == COMMENT_KIND:
        return COMMENT
    for head, name in HEADS.get(kind, ()):
        if content.startswith(head):
            return name
    return APPLICATION_DATA if kind in PROGRAM_KINDS and content else ""
