"""Where anything may be hidden in a GIF."""

from PIL import Image

from tests.hostile.files.animations import frames_of
from tests.hostile.files.carriers import extension, gif

SPLITTING = b"Elm" * 80  # so that the end of a block stands in what follows


def chain(content: bytes) -> list[bytes]:
    """Return content in the blocks of an extension."""
    return [content[at : at + 255] for at in range(0, len(content), 255)]


def in_extension(label: int, head: bytes = b""):
    """Return how to hide in an extension."""
    heads = [head] if head else []
    return lambda content: gif(extension(label, *heads, *chain(content)))


def before_pixels(content: bytes) -> bytes:
    data = gif()
    at = data.index(b",\0\0\0\0")
    return data[:at] + extension(0xFE, *chain(content)) + data[at:]


def between_frames(content: bytes) -> bytes:
    data = frames_of("GIF", Image.new("L", (64, 64)), Image.new("L", (64, 64), 99))
    at = data.rindex(b"!\xf9")
    return data[:at] + extension(0x77, *chain(content)) + data[at:]


def behind_coded_pixels(content: bytes) -> bytes:
    """Hide in blocks of a frame behind the end of its codes."""
    blocks = b"".join(bytes([len(block)]) + block for block in chain(content))
    return gif()[:-2] + blocks + b"\0;"


def as_raw_xmp(content: bytes) -> bytes:
    """Hide as Adobe writes XMP: not in blocks, but with a trailer that ends them."""
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    return gif(b"!\xff\x0bXMP DataXMP" + content + trailer)


PLACES = {
    "comment": in_extension(0xFE),
    "split comment": lambda content: in_extension(0xFE)(SPLITTING + content),
    "text": in_extension(0x01, bytes(12)),
    "application": in_extension(0xFF, b"ELMSTREET10"),
    "animation": in_extension(0xFF, b"NETSCAPE2.0"),
    "control": in_extension(0xF9, bytes(4)),
    "XMP": in_extension(0xFF, b"XMP DataXMP"),
    "XMP of Adobe": as_raw_xmp,
    "profile": in_extension(0xFF, b"ICCRGBG1012"),
    "split profile": lambda content: in_extension(0xFF, b"ICCRGBG1012")(
        SPLITTING + content
    ),
    "unknown extension": in_extension(0x77),
    "before the pixels": before_pixels,
    "between frames": between_frames,
    "behind coded pixels": behind_coded_pixels,
    "split behind coded pixels": lambda content: behind_coded_pixels(
        SPLITTING + content
    ),
    "second end": lambda content: gif(tail=b";" + content),
}
NAMES = {
    "comment": "Comment",
    "split comment": "Comment",
    "before the pixels": "Comment",
    "text": "Text",
    "XMP": "XMP",
    "XMP of Adobe": "XMP",
    "profile": "ICC profile",
    "split profile": "ICC profile",
    "second end": "Trailing data",
}
REFUSED: set[str] = set()
DAMAGING: dict[str, tuple[str, ...]] = {}
