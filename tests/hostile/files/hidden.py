"""Pictures with bytes where decoders skip them, one function for each place."""

import struct
from collections.abc import Callable

from tests.hostile.files.carriers import PAGE, exif, gif, jpeg, png, segment
from tests.hostile.files.tiffs import Tiff, bytes_entry, number_entry
from tests.support.drawing import encoded
from tests.support.hostile import png_chunk

SPREAD_BYTES = 60_000  # of one segment of what is spread over several


def hide_in_exif(tag: int) -> Callable[[bytes], bytes]:
    """Return how to hide in a tag of the EXIF of a JPEG."""
    return lambda content: jpeg(
        segment(0xE1, b"Exif\0\0" + exif(sub=[bytes_entry(tag, content)]))
    )


def hide_in_thumbnail(content: bytes) -> bytes:
    thumbnail = jpeg(segment(0xE1, content))
    return jpeg(segment(0xE1, b"Exif\0\0" + exif(thumbnail=thumbnail)))


def hide_in_the_last_exif(content: bytes) -> bytes:
    blocks = segment(0xE1, b"Exif\0\0" + exif()) * 40
    return jpeg(blocks + segment(0xE1, b"Exif\0\0" + content))


def hide_behind_coded_pixels(content: bytes) -> bytes:
    """Hide where decoders skip bytes: in front of the end, without any marker."""
    return jpeg()[:-2] + content.replace(b"\xff", b"\xff\0") + b"\xff\xd9"


def hide_between_scans(content: bytes) -> bytes:
    data = encoded(PAGE, "JPEG", progressive=True)
    at = data.rindex(b"\xff\xda")
    return data[:at] + segment(0xEA, content) + data[at:]


def hide_in_a_spread_profile(content: bytes) -> bytes:
    """Hide in an ICC profile so that two segments of a JPEG share the content."""
    profile = bytes(SPREAD_BYTES - 30) + content
    pieces = profile[:SPREAD_BYTES], profile[SPREAD_BYTES:]
    return jpeg(
        b"".join(
            segment(0xE2, b"ICC_PROFILE\0%c\2" % number + piece)
            for number, piece in enumerate(pieces, 1)
        )
    )


def hide_in_spread_exif(content: bytes) -> bytes:
    block = exif(bytes_entry(0x927C, bytes(SPREAD_BYTES) + content))
    head = b"Exif\0\0"
    cut = SPREAD_BYTES + 60
    return jpeg(segment(0xE1, head + block[:cut]) + segment(0xE1, head + block[cut:]))


def extended_xmp(*pieces: tuple[int, bytes]) -> bytes:
    """Return a JPEG with segments of extended XMP, each with its position."""
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"E" * 32
    return jpeg(
        b"".join(
            segment(0xE1, head + struct.pack(">II", 500_000, position) + content)
            for position, content in pieces
        )
    )


def hide_in_swapped_xmp(content: bytes) -> bytes:
    half = len(content) // 2
    return extended_xmp((half, content[half:]), (0, content[:half]))


def hide_behind_compressed_pixels(content: bytes) -> bytes:
    """Hide in the last chunk of pixels of a PNG, behind the end of their stream."""
    data = png()
    start = data.index(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", data, start)
    pixels = data[start + 8 : start + 8 + length]
    return (
        data[:start]
        + png_chunk(b"IDAT", pixels + content)
        + data[start + 12 + length :]
    )


def hide_behind_webp_pixels(content: bytes) -> bytes:
    data = encoded(PAGE, "WEBP")
    (length,) = struct.unpack_from("<I", data, 16)
    grown = data[20 : 20 + length] + content
    chunk = (
        data[12:16] + struct.pack("<I", len(grown)) + grown + b"\0" * (len(grown) % 2)
    )
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def chain(content: bytes) -> list[bytes]:
    """Return content in the blocks of a GIF."""
    return [content[at : at + 255] for at in range(0, len(content), 255)]


def hide_behind_gif_pixels(content: bytes) -> bytes:
    """Hide in blocks of a frame behind the end of its codes."""
    data = gif()
    blocks = b"".join(bytes([len(block)]) + block for block in chain(content))
    return data[:-2] + blocks + b"\0;"


def hide_in_a_gap_of_a_bmp(content: bytes) -> bytes:
    data = encoded(PAGE, "BMP")
    (pixels,) = struct.unpack_from("<I", data, 10)
    moved = struct.pack("<I", pixels + len(content))
    return data[:10] + moved + data[14:pixels] + content + data[pixels:]


def hide_in_an_old_bmp(content: bytes) -> bytes:
    """Hide behind the pixels of a BMP with the short header of OS/2."""
    pixels = (b"\xff" * 9 + bytes(3)) * 3
    head = struct.pack("<2sIHHIIHHHH", b"BM", 62, 0, 0, 26, 12, 3, 3, 1, 24)
    return head + pixels + content


def hide_in_a_gap_of_a_tiff(content: bytes) -> bytes:
    made = Tiff()
    made.add_bytes(content)
    made.add_gray_page(64, 48)
    return bytes(made.data)


def hide_in_a_tiff_child(content: bytes) -> bytes:
    made = Tiff()
    child = made.add_directory(bytes_entry(0xC123, content))
    made.add_gray_page(64, 48, number_entry(0x014A, child))
    return bytes(made.data)


def hide_behind_tiff_pixels(content: bytes) -> bytes:
    """Hide between the pixels of two pages."""
    made = Tiff()
    made.add_gray_page(64, 48)
    made.add_bytes(content)
    made.add_gray_page(64, 48)
    return bytes(made.data)
