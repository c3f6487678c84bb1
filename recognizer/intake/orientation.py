"""How a picture has to be turned: as browsers show it."""

import struct

from PIL import Image

ORIENTATION_TAG = 0x0112
# What Pillow raises on a malformed EXIF block.
EXIF_ERRORS = (
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)


def get_orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1-8, as read by `decode` or from the image."""
    known: int | None = image.info.get("orientation")
    return known or read_orientation(image)


def read_orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1-8; 1 where there is none.

    Like browsers, and unlike `Image.getexif`, it ignores an orientation in XMP or in
    the text of a PNG. A TIFF is turned by its decoder.

    Args:
        image: opened but not loaded: a PNG may have EXIF behind the pixels.
    """
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif") or b"")
        orientation = exif.get(ORIENTATION_TAG, 1)
    except EXIF_ERRORS:
        return 1
    return int(orientation) if orientation in range(1, 9) else 1
