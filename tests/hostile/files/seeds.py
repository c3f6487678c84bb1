"""One good picture of each kind that devices and programs write, all of a written 7."""

import struct
from collections.abc import Iterator
from functools import cache

import numpy as np
from PIL import Image, ImageOps

from tests.hostile.files import boxes, carriers
from tests.hostile.files.animations import frames_of
from tests.hostile.files.carriers import PAGE
from tests.hostile.files.tiffs import Tiff, number_entry
from tests.support.drawing import encoded, paper
from tests.support.hostile import png_chunk

GRAY = PAGE.convert("L")
BILEVEL = GRAY.point(lambda value: 255 * (value > 128), "1")
BLANK = paper(*PAGE.size).convert("RGB")


@cache
def get_seeds() -> dict[str, bytes]:
    """Return a file of each kind, by name."""
    groups = (iter_jpegs, iter_pngs, iter_webps, iter_gifs, iter_bmps, iter_tiffs)
    seeds = dict(pair for group in groups for pair in group())
    return seeds | dict(iter_heifs())


def iter_jpegs() -> Iterator[tuple[str, bytes]]:
    exif = carriers.segment(0xE1, b"Exif\0\0" + carriers.exif(place=True))
    baseline = encoded(PAGE, "JPEG")
    yield "jpeg", baseline
    yield "jpeg-gray", encoded(GRAY, "JPEG")
    yield "jpeg-progressive", encoded(PAGE, "JPEG", progressive=True)
    yield "jpeg-444", encoded(PAGE, "JPEG", subsampling=0)
    yield "jpeg-restarts", encoded(PAGE, "JPEG", restart_marker_rows=1)
    yield "jpeg-cmyk", encoded(PAGE.convert("CMYK"), "JPEG")
    yield "jpeg-ycck", ycck_jpeg()
    yield "jpeg-exif", baseline[:2] + exif + baseline[2:]
    yield "jpeg-motion", baseline + boxes.video()
    yield "jpeg-gain-map", baseline + encoded(GRAY.reduce(4), "JPEG")
    yield "jpeg-mpo", encoded(PAGE, "MPO", save_all=True, append_images=[PAGE])


def ycck_jpeg() -> bytes:
    """Return a CMYK JPEG whose colors are coded as those of RGB are."""
    bands = ImageOps.invert(PAGE).convert("YCbCr").split()
    black = Image.new("L", PAGE.size, 0)
    # Pillow writes the opposite of each value.
    inks = Image.merge("CMYK", [*map(ImageOps.invert, bands), black])
    data = encoded(inks, "JPEG", subsampling=0)
    at = data.index(b"Adobe") + 11
    return data[:at] + b"\x02" + data[at + 1 :]


def iter_pngs() -> Iterator[tuple[str, bytes]]:
    deep = np.asarray(GRAY, np.uint16) * 257
    yield "png", encoded(PAGE, "PNG")
    yield "png-gray", encoded(GRAY, "PNG")
    yield "png-bilevel", encoded(BILEVEL, "PNG")
    yield "png-palette", encoded(PAGE.quantize(16), "PNG", bits=4)
    yield "png-16-bit", encoded(Image.fromarray(deep), "PNG")
    yield "png-alpha", encoded(PAGE.convert("RGBA"), "PNG")
    yield "png-la", encoded(PAGE.convert("LA"), "PNG")
    yield "apng", frames_of("PNG", BLANK, PAGE)
    yield "png-exif", carriers.png(before=exif_chunk())
    yield "png-exif-behind", carriers.png(behind=exif_chunk())


def exif_chunk() -> bytes:
    return png_chunk(b"eXIf", carriers.exif(place=True))


def iter_webps() -> Iterator[tuple[str, bytes]]:
    yield "webp", encoded(PAGE, "WEBP")
    yield "webp-lossless", encoded(PAGE, "WEBP", lossless=True)
    yield "webp-alpha", encoded(PAGE.convert("RGBA"), "WEBP")
    yield "webp-animated", frames_of("WEBP", BLANK, PAGE)
    yield "webp-exif", carriers.webp((b"EXIF", carriers.exif(place=True)))


def iter_gifs() -> Iterator[tuple[str, bytes]]:
    yield "gif", encoded(PAGE, "GIF")
    yield "gif-interlaced", encoded(PAGE, "GIF", interlace=1)
    yield "gif-animated", frames_of("GIF", BLANK, PAGE)
    yield "gif-comment", carriers.gif(carriers.extension(0xFE, b"Elm"))


def iter_bmps() -> Iterator[tuple[str, bytes]]:
    yield "bmp", encoded(PAGE, "BMP")
    yield "bmp-gray", encoded(GRAY, "BMP")
    yield "bmp-bilevel", encoded(BILEVEL, "BMP")
    yield "bmp-alpha", encoded(PAGE.convert("RGBA"), "BMP")
    yield "bmp-top-down", top_down_bmp()


def top_down_bmp() -> bytes:
    """Return a BMP whose negative height says that its first row is the top one."""
    data = encoded(PAGE.transpose(Image.Transpose.FLIP_TOP_BOTTOM), "BMP")
    return data[:22] + struct.pack("<i", -PAGE.height) + data[26:]


def iter_tiffs() -> Iterator[tuple[str, bytes]]:
    for compression in ("raw", "tiff_lzw", "tiff_deflate", "jpeg", "packbits"):
        yield f"tiff-{compression}", encoded(PAGE, "TIFF", compression=compression)
    yield "tiff-g4", encoded(BILEVEL, "TIFF", compression="group4")
    yield "tiff-16-bit", encoded(Image.fromarray(deep(np.uint16, 257)), "TIFF")
    yield "tiff-32-bit", encoded(Image.fromarray(deep(np.int32, 2**23)), "TIFF")
    yield "tiff-unsigned", unsigned_tiff()
    floats = np.asarray(GRAY, np.float32) / 255
    yield "tiff-float", encoded(Image.fromarray(floats), "TIFF")
    yield "tiff-cmyk", encoded(PAGE.convert("CMYK"), "TIFF")
    yield "tiff-pages", frames_of("TIFF", PAGE, BLANK)
    yield "tiff-big", encoded(PAGE, "TIFF", big_tiff=True)
    yield "tiff-tiled", tiled_tiff()


def deep(kind: type, factor: int) -> np.ndarray:
    return (np.asarray(GRAY, np.int64) * factor).astype(kind)


def unsigned_tiff() -> bytes:
    """Return a TIFF of 32 bits whose light values exceed those with a sign."""
    made = Tiff()
    values = deep(np.uint32, 2**24 + 2**16 + 2**8 + 1)
    start = made.add_bytes(values.astype("<u4").tobytes())
    numbers = {0x0100: GRAY.width, 0x0101: GRAY.height, 0x0102: 32, 0x0103: 1}
    numbers |= {0x0106: 1, 0x0111: start, 0x0115: 1, 0x0117: values.nbytes}
    made.add_page(*(number_entry(tag, number) for tag, number in numbers.items()))
    return bytes(made.data)


def tiled_tiff(side: int = 64) -> bytes:
    """Return a TIFF whose pixels lie in tiles."""
    made, starts = Tiff(), []
    width, height = GRAY.size
    for top in range(0, height, side):
        for left in range(0, width, side):
            tile = GRAY.crop((left, top, left + side, top + side))
            starts.append(made.add_bytes(tile.tobytes()))
    numbers = {0x0100: width, 0x0101: height, 0x0102: 8, 0x0103: 1, 0x0106: 1}
    numbers |= {0x0115: 1, 0x0142: side, 0x0143: side}
    entries = [number_entry(tag, number) for tag, number in numbers.items()]
    lengths = number_entry(0x0145, *[side * side] * len(starts))
    made.add_page(*entries, number_entry(0x0144, *starts), lengths)
    return bytes(made.data)


def iter_heifs() -> Iterator[tuple[str, bytes]]:
    exif = bytes(4) + carriers.exif(place=True)
    for form in ("HEIF", "AVIF"):
        name = form.lower()
        yield name, encoded(PAGE, form)
        yield f"{name}-exif", boxes.add_item(encoded(PAGE, form), b"Exif", exif)
    yield "heif-alpha", encoded(PAGE.convert("RGBA"), "HEIF")
    yield "heif-thumbnail", encoded(PAGE, "HEIF", thumbnails=[64])
    yield "heif-several", frames_of("HEIF", PAGE, BLANK)
    yield "heif-stale-exif", stale_heif()
    yield "avif-animated", frames_of("AVIF", BLANK, PAGE)


def stale_heif() -> bytes:
    """Return a HEIC that stands upright, though its EXIF tells another orientation."""
    exif = carriers.exif(number_entry(0x0112, 6))
    return boxes.add_item(encoded(PAGE, "HEIF"), b"Exif", bytes(4) + exif)
