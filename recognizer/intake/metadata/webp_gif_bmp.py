"""The metadata blocks of WebP, GIF and BMP."""

from collections.abc import Iterator

from recognizer.intake.containers import bmp, gif, riff
from recognizer.intake.containers.iso_media import Box
from recognizer.intake.metadata.blocks import (
    APPLICATION_DATA,
    COMMENT,
    EXIF,
    ICC_PROFILE,
    TEXT,
    XMP,
    Block,
    PixelRun,
)
from recognizer.intake.metadata.trailing import iter_trailing_blocks

WEBP_NAMES = {b"EXIF": EXIF, b"XMP ": XMP, b"ICCP": ICC_PROFILE}
WEBP_PIXELS = (b"VP8 ", b"VP8L", b"ALPH")
# They say how to show the picture, in so many bytes.
WEBP_DISPLAY_BYTES = {b"VP8X": 10, b"ANIM": 6}
FRAME_KIND, FRAME_HEADER_BYTES = b"ANMF", 16
GIF_COMMENT, GIF_TEXT, GIF_CONTROL, GIF_APPLICATION = 0xFE, 0x01, 0xF9, 0xFF
MAX_CONTROL_BYTES = 32  # of all that is needed for an animation
MAX_END_BLOCKS = 256  # of a frame that are looked into
# Who wrote an extension; "" where it says how often to repeat an animation.
GIF_APPLICATIONS = {
    b"NETSCAPE2.0": "",
    b"ANIMEXTS1.0": "",
    b"XMP DataXMP": XMP,
    b"ICCRGBG1012": ICC_PROFILE,
}


def iter_webp_blocks(data: bytes) -> Iterator[Block]:
    """Yield the metadata of a WebP, and what lies behind it."""
    for chunk in iter_webp_chunks(data):
        length = chunk.end - chunk.body
        is_display = length <= WEBP_DISPLAY_BYTES.get(chunk.kind, -1)
        if chunk.kind not in WEBP_PIXELS and not is_display:
            content = data[chunk.body : chunk.end].removeprefix(b"Exif\0\0")
            yield Block(WEBP_NAMES.get(chunk.kind, APPLICATION_DATA), content)
    yield from iter_trailing_blocks(data, riff.find_riff_end(data))


def iter_webp_chunks(data: bytes) -> Iterator[Box]:
    """Yield the chunks of a WebP; in place of a frame, those in it."""
    for chunk in riff.iter_chunks(data):
        if chunk.kind == FRAME_KIND:
            start = chunk.body + FRAME_HEADER_BYTES
            yield from riff.iter_chunks_in(data, start, chunk.end)
        else:
            yield chunk


def iter_gif_blocks(data: bytes) -> Iterator[Block]:
    """Yield the metadata of a GIF, and what lies behind it."""
    for element in gif.iter_elements(data):
        if isinstance(element, gif.Extension):
            content = gif.join_blocks(data, element.start)
            if name := name_extension(element.label, content):
                yield Block(name, content, is_decoded=True)
        elif isinstance(element, gif.Frame):
            # More may stand behind the pixels.
            content = gif.join_blocks(data, element.start, MAX_END_BLOCKS)
            yield Block("", content, is_decoded=True)
        elif isinstance(element, gif.Trailer):
            yield from iter_trailing_blocks(data, element.end)


def name_extension(label: int, content: bytes) -> str:
    """Return the name of an extension; "" where it is needed for the animation."""
    if label == GIF_APPLICATION:
        name = GIF_APPLICATIONS.get(content[:11], APPLICATION_DATA)
    else:
        names = {GIF_COMMENT: COMMENT, GIF_TEXT: TEXT, GIF_CONTROL: ""}
        name = names.get(label, APPLICATION_DATA)
    is_long = len(content) > MAX_CONTROL_BYTES
    return APPLICATION_DATA if is_long and not name else name


def iter_bmp_blocks(data: bytes) -> Iterator[Block | PixelRun]:
    """Yield the metadata of a BMP, in the gap before its pixels and behind it."""
    layout = bmp.read_layout(data)
    if layout is None:
        return
    end = min(layout.pixels_end, len(data))
    if layout.is_plain and layout.pixels < end:
        yield PixelRun(layout.pixels, end)
    start, end = layout.profile
    if start < end:
        yield Block(ICC_PROFILE, data[start:end])
    gap = data[layout.header_end : layout.pixels]
    if gap.strip(b"\0") and not layout.header_end <= start < layout.pixels:
        yield Block(APPLICATION_DATA, gap)
    yield from iter_trailing_blocks(data, max(layout.pixels_end, end))
