"""Files that attack a reader, built in memory; most never meet a real decoder."""

import io
import struct
import zlib

from PIL import Image

from tests.support.drawing import encoded, page_of


def png_chunk(kind: bytes, body: bytes = b"") -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + checksum


def png(width, height, *, bits=8, color=2, rows=0, extra=b"") -> bytes:
    """Return a PNG that promises so many pixels and holds so many rows of zeros."""
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0)
    row = b"\0" * (1 + (width * bits * (3 if color == 2 else 1) + 7) // 8)
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    chunks = png_chunk(b"IHDR", header) + extra + png_chunk(b"IDAT", pixels)
    return b"\x89PNG\r\n\x1a\n" + chunks + png_chunk(b"IEND")


def jpeg(**options) -> bytes:
    return encoded(page_of("7").convert("RGB"), "JPEG", **options)


def progressive_jpeg(scans=2000) -> bytes:
    """Return a JPEG whose last scan comes again and again."""
    data = jpeg(progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


def webp(width, height) -> bytes:
    """Return a lossless WebP of one color whose header was made to claim more."""
    data = bytearray(encoded(Image.new("RGB", (16, 16)), "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9
    data[at : at + 4] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return bytes(data)


def gif(frames=500) -> bytes:
    first, *others = (Image.new("L", (64, 64), n % 256) for n in range(frames))
    return encoded(first, "GIF", save_all=True, append_images=others)


def jpeg_with_exif(block: bytes) -> bytes:
    """Return a good JPEG with whatever bytes as its EXIF block."""
    data = jpeg()
    body = b"Exif\0\0" + block
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return data[:2] + segment + data[2:]


def crowded_exif(entries=65_535, rounds=1) -> bytes:
    """Return EXIF that names the maker in each of its entries, over and over."""
    entry = struct.pack("<HHI4s", 0x010F, 2, 4, b"Elm\0")
    length = 2 + 12 * entries + 4
    starts = [8 + length * n for n in range(rounds)]
    directories = (
        struct.pack("<H", entries) + entry * entries + struct.pack("<I", following)
        for following in [*starts[1:], 0]
    )
    return b"II*\0\x08\0\0\0" + b"".join(directories)


MALFORMED_EXIF = {
    "no header": b"garbage that is no TIFF header",
    "cut short": b"II*\0\x08\0\0\0\x05\0\x12\x01",
    "far away": b"MM\0*\xff\xff\xff\xf0",
    "loop": b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0",
    "text orientation": b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x02\0\0\0a\0\0\0\0\0\0\0",
    "empty": b"",
}


def with_exif(form="JPEG", orientation=1, **options) -> bytes:
    """Return a picture that tells camera, time and place, lying as it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Elm Cameras"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:21 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    return encoded(corner(orientation), form, exif=exif.tobytes(), **options)


def corner(orientation=1) -> Image.Image:
    """Return a picture whose upright form has its dark corner at the top left.

    The upright picture is 96 wide and 64 high.
    """
    upright = Image.new("RGB", (96, 64), "white")
    upright.paste("black", (0, 0, 32, 32))
    inverse = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return upright.transpose(inverse[orientation]) if orientation > 1 else upright


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
