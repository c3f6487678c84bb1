"""The limit of every reading: decoding the file at the least scale that is enough."""

import io

from PIL import Image

ENOUGH_PX = 1024  # long side, at most; a JPEG decodes at 1/2, 1/4 or 1/8


def decode_bare(data: bytes) -> None:
    """Decode a JPEG at reduced scale, another picture at its own."""
    image = Image.open(io.BytesIO(data))
    width, height = image.size
    # Pillow chooses a scale that is not below what is asked for.
    share = ENOUGH_PX / 2 / max(width, height)
    image.draft(None, (max(1, int(width * share)), max(1, int(height * share))))
    image.load()
