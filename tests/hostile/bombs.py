"""Small files that would cost much, and files whose parts lead nowhere."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.hostile.files import animations, carriers
from tests.hostile.files.carriers import PAGE
from tests.hostile.files.tiffs import Tiff, bytes_entry, number_entry
from tests.support import hostile
from tests.support.drawing import encoded
from tests.support.hostile import png_chunk

MANY = 60_000


def deflated(length: int, byte: bytes = b"A") -> bytes:
    """Return so many equal bytes, compressed."""
    packer = zlib.compressobj(9)
    block = byte * 65_536
    parts = [packer.compress(block) for _ in range(length // len(block))]
    return b"".join(parts) + packer.flush()


def iter_inflations() -> Iterator[tuple[str, bytes]]:
    """Yield PNG files whose chunks grow a thousandfold."""
    bomb = deflated(64 * 1024 * 1024)
    texts = {
        "zTXt": b"Comment\0\0" + bomb,
        "iTXt": b"Comment\0\1\0\0\0" + bomb,
        "iCCP": b"profile\0\0" + bomb,
    }
    for kind, body in texts.items():
        chunk = png_chunk(kind.encode(), body)
        yield f"{kind} bomb", carriers.png(before=chunk)
        yield f"{kind} bomb behind", carriers.png(behind=chunk)
    profile = b"Raw profile type exif\0\0" + bomb
    yield "profile bomb", carriers.png(before=png_chunk(b"zTXt", profile))
    header = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", bomb) + png_chunk(b"IEND")
    yield "pixel bomb", b"\x89PNG\r\n\x1a\n" + chunks


def iter_dimensions() -> Iterator[tuple[str, bytes]]:
    """Yield small files of more pixels than may be decoded."""
    yield "png 30000", hostile.png(30_000, 30_000)
    yield "png one-bit", hostile.png(19_000, 19_000, bits=1, color=0, rows=19_000)
    yield "png long", hostile.png(20_001, 1, rows=1)
    yield "webp", hostile.webp(16_000, 11_125)
    yield "webp long", hostile.webp(16_384, 1_600)
    fax = Image.new("1", (19_000, 19_000))
    yield "fax", encoded(fax, "TIFF", compression="group4")
    yield "gif", animations.gif_with_large_frame(65_535, 65_535)
    yield "interlaced", interlaced_png(4_500, 4_500)[:5_000]


def interlaced_png(width: int, height: int) -> bytes:
    """Return the head of an interlaced PNG."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    pixels = png_chunk(b"IDAT", deflated(4 * 1024 * 1024, b"\0"))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + pixels


def iter_crowds() -> Iterator[tuple[str, bytes]]:
    """Yield files of very many parts."""
    yield "scans", hostile.progressive_jpeg(2_000)
    yield "comments", carriers.jpeg(carriers.segment(0xFE, b"a") * MANY)
    yield "fill bytes", carriers.jpeg(b"\xff" * 1_000_000)
    yield (
        "tables",
        carriers.jpeg(carriers.segment(0xDB, b"\0" + bytes([1]) * 64) * 9_000),
    )
    yield "chunks", carriers.png(before=png_chunk(b"prVt") * MANY)
    yield "texts", carriers.png(before=png_chunk(b"tEXt", b"a\0b") * 9_000)
    yield "pixel chunks", crowded_png(MANY)
    yield "blocks", b"GIF89a\1\0\1\0\0\0\0!\xfe" + b"\1a" * 400_000 + b"\0;"
    yield "gif frames", hostile.gif(frames=2_000)
    yield "apng frames", animations.frames_of("PNG", *shades(300))
    yield "webp frames", animations.frames_of("WEBP", *shades(200))
    yield "webp chunks", carriers.webp(*[(b"ELMS", b"")] * MANY)
    yield "exif entries", hostile.jpeg_with_exif(hostile.crowded_exif(5_000))
    yield "exif in png", encoded(PAGE, "PNG", exif=hostile.crowded_exif(65_535))
    yield "exif in rounds", encoded(PAGE, "PNG", exif=hostile.crowded_exif(300, 400))
    yield "boxes", encoded(PAGE, "AVIF") + struct.pack(">I4s", 8, b"free") * MANY


def shades(count: int) -> list[Image.Image]:
    return [Image.new("RGB", (48, 48), (n % 256, n // 256, 9)) for n in range(count)]


def crowded_png(count: int) -> bytes:
    """Return a PNG whose pixels come byte by byte."""
    data = encoded(PAGE, "PNG")
    start, end = data.index(b"IDAT") + 4, data.index(b"IEND") - 8
    parts = b"".join(png_chunk(b"IDAT", data[i : i + 1]) for i in range(start, end))
    return data[: start - 8] + png_chunk(b"IDAT") * count + parts + data[end + 4 :]


def iter_tiffs() -> Iterator[tuple[str, bytes]]:
    """Yield TIFF files whose directories loop, crowd, or point anywhere."""
    loop = Tiff()
    loop.link_to(loop.add_gray_page(30, 20))
    yield "loop of one", bytes(loop.data)
    child = Tiff()
    child.add_gray_page(30, 20, number_entry(0x8769, 8), number_entry(0x014A, 8, 8))
    yield "its own child", bytes(child.data)
    crowd = Tiff()
    crowd.add_page(*[number_entry(0x8000 + n, n) for n in range(30_000)])
    yield "many tags", bytes(crowd.data)
    pages = Tiff()
    for _ in range(3_000):
        pages.add_page(number_entry(0x0100, 1))
    yield "many pages", bytes(pages.data)
    for count in (0, 1, 2**31 - 1, 2**32 - 1):
        for tag in (0x0111, 0x0117, 0x0102, 0x0140, 0x0116, 0x0103):
            yield f"tag {tag} of {count} values", tiff_with_count(tag, count)
    for value in (0, 1, 7, 33, 65_535):
        for tag in (0x0102, 0x0103, 0x0106, 0x0115, 0x011C, 0x013D, 0x0153):
            yield f"tag {tag} is {value}", carriers_tiff(number_entry(tag, value))
    yield "strips behind the end", carriers_tiff(number_entry(0x0111, 2**32 - 9))
    yield "tables of jpeg", carriers_tiff(bytes_entry(0x015B, b"\xff\xd8" * 99))


def carriers_tiff(entry) -> bytes:
    """Return a page of which one tag is replaced."""
    made = Tiff()
    kept = [old for old in made.describe_gray(64, 48) if old.tag != entry.tag]
    made.add_page(*kept, entry)
    return bytes(made.data)


def tiff_with_count(tag: int, count: int) -> bytes:
    """Return a page of which one tag claims another number of values."""
    entry = number_entry(tag, 8)
    return carriers_tiff(entry._replace(count=count))


def iter_bombs() -> Iterator[tuple[str, bytes]]:
    """Yield all of them, each with its name."""
    yield from iter_inflations()
    yield from iter_dimensions()
    yield from iter_crowds()
    yield from iter_tiffs()
    for name, block in hostile.MALFORMED_EXIF.items():
        yield f"exif: {name}", hostile.jpeg_with_exif(block)
        yield f"exif in webp: {name}", carriers.webp((b"EXIF", block))
