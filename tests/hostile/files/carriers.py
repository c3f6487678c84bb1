"""Pictures of every format that carry more than pixels, put together part by part."""

import struct
from functools import cache

from tests.hostile.files import boxes
from tests.hostile.files.tiffs import Tiff, ascii_entry, bytes_entry, number_entry
from tests.support.drawing import encoded, page_of

PAGE = page_of("7", size=60).convert("RGB")
EXIF_IFD, GPS_IFD = 0x8769, 0x8825


@cache
def plain(form: str) -> bytes:
    """Return the page in a format, without anything else."""
    return encoded(PAGE, form)


def exif(*tags, place=False, sub=(), thumbnail=b"") -> bytes:
    """Return an EXIF block with the tags that are given."""
    tiff = Tiff()
    entries = list(tags)
    if sub:
        entries.append(number_entry(EXIF_IFD, tiff.add_directory(*sub)))
    if place:
        degrees = struct.pack("<6I", 52, 1, 31, 1, 12, 1)
        latitude = bytes_entry(2, degrees)._replace(kind=5, count=3)
        spot = tiff.add_directory(ascii_entry(1, b"N"), latitude)
        entries.append(number_entry(GPS_IFD, spot))
    tiff.add_page(*entries)
    if thumbnail:
        start = number_entry(0x0201, tiff.add_bytes(thumbnail))
        tiff.add_page(start, number_entry(0x0202, len(thumbnail)))
    return bytes(tiff.data)


def segment(kind: int, body: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body


def iptc(*datasets: tuple[int, bytes]) -> bytes:
    """Return a block of Photoshop with datasets of IPTC."""
    records = b"".join(
        b"\x1c\x02" + struct.pack(">BH", number, len(text)) + text
        for number, text in datasets
    )
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records


def jpeg(head: bytes = b"", tail: bytes = b"") -> bytes:
    """Return a JPEG with more segments, and with bytes behind it."""
    data = plain("JPEG")
    return data[:2] + head + data[2:] + tail


def png(before: bytes = b"", behind: bytes = b"", tail: bytes = b"") -> bytes:
    """Return a PNG with chunks around its pixels, and with bytes behind it."""
    data = plain("PNG")
    start, end = data.index(b"IDAT") - 4, data.index(b"IEND") - 4
    return data[:start] + before + data[start:end] + behind + data[end:] + tail


def webp(*chunks: tuple[bytes, bytes], tail: bytes = b"") -> bytes:
    """Return a WebP with more chunks, and with bytes behind it."""
    # A profile makes it a WebP that may have further chunks.
    data = encoded(PAGE, "WEBP", icc_profile=b"p" * 128)
    for kind, body in chunks:
        data += kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:] + tail


def gif(*extensions: bytes, tail: bytes = b"") -> bytes:
    """Return a GIF with extensions in front of its end, and with bytes behind it."""
    return plain("GIF")[:-1] + b"".join(extensions) + b";" + tail


def extension(label: int, *blocks: bytes) -> bytes:
    """Return an extension of a GIF."""
    chain = b"".join(bytes([len(block)]) + block for block in blocks)
    return b"!" + bytes([label]) + chain + b"\0"


def bmp(profile: bytes) -> bytes:
    """Return a BMP whose header is of the fifth version, with a profile."""
    old = plain("BMP")
    pixels = old[struct.unpack_from("<I", old, 10)[0] :]
    header = old[14:54].replace(b"\x28\0\0\0", b"\x7c\0\0\0", 1).ljust(124, b"\0")
    start = 124 + len(pixels)
    header = header[:56] + b"DEBM" + header[60:112]
    header += struct.pack("<III", start, len(profile), 0)
    size = 14 + len(header) + len(pixels) + len(profile)
    head = b"BM" + struct.pack("<IHHI", size, 0, 0, 14 + len(header))
    return head + header + pixels + profile


def tiff(*entries, pages=1, tail=b"", sub=(), place=False) -> bytes:
    """Return a TIFF with more tags on its last page, and with bytes behind it."""
    made = Tiff()
    more = list(entries)
    if sub:
        more.append(number_entry(EXIF_IFD, made.add_directory(*sub)))
    if place:
        spot = made.add_directory(ascii_entry(1, b"N"), bytes_entry(2, bytes(24)))
        more.append(number_entry(GPS_IFD, spot))
    for page in range(pages):
        made.add_gray_page(64, 48, *(more if page == pages - 1 else []))
    return bytes(made.data) + tail


def heif(form: str, kind: bytes, content: bytes, mime: bytes = b"") -> bytes:
    """Return a HEIC or AVIF with one more item."""
    return boxes.add_item(plain(form), kind, content, mime)
