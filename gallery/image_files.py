"""The files that are kept of a photo."""

import io

from django.conf import settings
from django.core.files.base import ContentFile, File
from PIL import Image

from recognizer.intake.decoding import use_draft_mode

THUMBNAIL_SIDE = 480
SMALL_SIDE = 240
DRAWING_FORMATS = {"PNG", "GIF", "BMP"}
# A drawing with smooth edges has some hundreds of colors; a photo has thousands.
DRAWING_COLORS = 1024


def to_kept_file(image: Image.Image, photo_format: str) -> ContentFile:
    """Encode a clean photo to keep: PNG for a drawing, JPEG for the rest."""
    kept = shrink(image, settings.PHOTO_KEEP_SIDE)
    if photo_format in DRAWING_FORMATS and kept.getcolors(DRAWING_COLORS):
        return encode(kept, "photo.png", "PNG")
    return encode(kept, "photo.jpg", "JPEG", quality=88)


def to_thumbnail(image: Image.Image, side: int = THUMBNAIL_SIDE) -> ContentFile:
    small = shrink(image, side)
    return encode(small, "thumbnail.webp", "WEBP", quality=80)


def open_picture(file: File, side: int) -> Image.Image:
    """Decode a kept file; detail beyond this length of the long side may be missing."""
    with file.open("rb") as data:
        image = Image.open(data, formats=("JPEG", "PNG"))
        use_draft_mode(image, side)
        image.load()
    return image


def shrink(image: Image.Image, side: int) -> Image.Image:
    """Return the image, or a copy of it whose long side is `side`."""
    if max(image.size) <= side:
        return image
    smaller = image.copy()
    smaller.thumbnail((side, side))
    return smaller


def encode(image: Image.Image, name: str, file_format: str, **options) -> ContentFile:
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    file = ContentFile(buffer.getvalue(), name=name)
    file.width, file.height = image.size
    return file
