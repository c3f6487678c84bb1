"""The metadata blocks of a PNG, in front of its pixels and behind them."""

import re
from collections.abc import Iterator
from itertools import groupby, islice
from operator import attrgetter

from recognizer.intake.containers.compression import inflate
from recognizer.intake.containers.parts import MAX_PARTS, Part, iter_png_chunks
from recognizer.intake.metadata.blocks import (
    APPLICATION_DATA,
    CREDENTIALS,
    EXIF,
    ICC_PROFILE,
    IPTC,
    TEXT,
    TIME,
    XMP,
    Block,
    PixelRun,
)
from recognizer.intake.metadata.trailing import iter_trailing_blocks

NAMES = {
    b"eXIf": EXIF,
    b"tIME": TIME,
    b"caBX": CREDENTIALS,
}
TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")
PIXEL_KINDS = (b"IDAT", b"fdAT")
# They say how to show the picture, in so many bytes at most; the last is Apple's, for
# decoding in parallel.
DISPLAY_BYTES = {
    **{b"IHDR": 13, b"PLTE": 768, b"IEND": 0, b"tRNS": 256, b"gAMA": 4, b"cHRM": 32},
    **{b"sRGB": 1, b"bKGD": 6, b"pHYs": 9, b"sBIT": 4, b"hIST": 512, b"sTER": 1},
    **{b"oFFs": 9, b"acTL": 8, b"fcTL": 26, b"cICP": 4, b"mDCV": 24, b"cLLI": 8},
    b"iDOT": 28,
}
XMP_KEYWORD = b"XML:com.adobe.xmp"
# ImageMagick writes blocks of other formats as text: lines of hexadecimal digits.
PROFILE_KEYWORD = b"Raw profile type "
PROFILE_NAMES = {
    b"exif": EXIF,
    b"APP1": EXIF,
    b"xmp": XMP,
    b"iptc": IPTC,
    b"8bim": IPTC,
    b"icc": ICC_PROFILE,
    b"icm": ICC_PROFILE,
}
PROFILE_HEAD = re.compile(rb"\s*\w+\s+\d+\s")
MAX_END_BYTES = 64 * 1024  # of pixels in which more is searched
MAX_TEXT_BYTES = 2 * 1024 * 1024  # of all texts and profiles of a file


def iter_png_blocks(data: bytes) -> Iterator[Block | PixelRun]:
    """Yield the metadata of a PNG, its pixels, and what lies behind it."""
    end, left = len(data), MAX_TEXT_BYTES
    chunks = list(islice(iter_png_chunks(data), MAX_PARTS))
    yield from iter_pixel_runs(chunks)
    for chunk in chunks:
        content = data[chunk.body : chunk.end]
        if chunk.kind in TEXT_KINDS:
            block, length = to_text_block(chunk, content, left)
            left = max(0, left - length)
            yield block
        elif chunk.kind == b"iCCP":
            profile = inflate(content.partition(b"\0")[2][1:], left)
            left = max(0, left - len(profile))
            yield Block(ICC_PROFILE, profile, is_decoded=True)
        elif not is_needed(chunk):
            yield Block(NAMES.get(chunk.kind, APPLICATION_DATA), content)
        if chunk.kind == b"IEND":
            end = chunk.end + 4
            break
    yield from iter_trailing_blocks(data, end)


def is_needed(chunk: Part) -> bool:
    """Return whether nothing in a chunk is needed but to show the picture."""
    length = chunk.end - chunk.body
    return chunk.kind in PIXEL_KINDS or length <= DISPLAY_BYTES.get(chunk.kind, -1)


def iter_pixel_runs(chunks: list[Part]) -> Iterator[PixelRun]:
    """Yield the pixels in chunks in a row, without the end: more may stand behind."""
    for kind, run in groupby(chunks, key=attrgetter("kind")):
        if kind == b"IDAT":
            first, *others = run
            end = (others[-1] if others else first).end - MAX_END_BYTES
            if first.body < end:
                yield PixelRun(first.body, end)


def to_text_block(chunk: Part, content: bytes, limit: int) -> tuple[Block, int]:
    """Return the block of a text chunk: XMP, a block of another format, or text.

    Returns:
        The block, and how many bytes its text has, which are at most the limit.
    """
    keyword, _, text = content.partition(b"\0")
    text = decompress(chunk.kind, text, limit)
    if keyword == XMP_KEYWORD:
        block = Block(XMP, text, is_decoded=True)
    elif keyword.startswith(PROFILE_KEYWORD):
        name = PROFILE_NAMES.get(keyword.removeprefix(PROFILE_KEYWORD), TEXT)
        content = from_hex(text).removeprefix(b"Exif\0\0")
        block = Block(name, content, is_decoded=True)
    else:
        block = Block(TEXT, keyword + b"\0" + text, is_decoded=True)
    return block, len(text)


def decompress(kind: bytes, text: bytes, limit: int) -> bytes:
    """Return the text of a chunk behind its keyword, up to a limit."""
    if kind == b"iTXt":
        is_compressed, text = text[:1] == b"\1", text[2:]
        # The language, and the keyword in it.
        text = text.split(b"\0", 2)[-1]
    else:
        is_compressed, text = kind == b"zTXt", text.removeprefix(b"\0")
    return inflate(text, limit) if is_compressed else text[:limit]


def from_hex(text: bytes) -> bytes:
    """Return the block that is written as hexadecimal digits; b"" of other text."""
    digits = PROFILE_HEAD.sub(b"", text, count=1)
    try:
        return bytes.fromhex(digits.decode("ascii", "replace"))
    except ValueError:
        return b""
