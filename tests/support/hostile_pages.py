"""Pages that cost a reader most, and hold few digits or none."""

import numpy as np
from PIL import Image

from tests.support.drawing import page_of, paper, write


def draw_specks(count=2000, side=1000) -> Image.Image:
    """Return white paper with specks of 4 pixels."""
    gray = np.full((side, side), 255, np.uint8)
    for x, y in np.random.default_rng(1).integers(2, side - 6, (count, 2)):
        gray[y : y + 4, x : x + 4] = 0
    return Image.fromarray(gray)


def draw_barcode() -> Image.Image:
    bars = np.random.default_rng(1).integers(0, 2, 160, np.uint8).repeat(5) * 255
    return Image.fromarray(np.tile(bars, (500, 1)))


def draw_chessboard(side=1000, square=50) -> Image.Image:
    squares = (np.indices((side, side)) // square).sum(0) % 2 * 255
    return Image.fromarray(squares.astype(np.uint8))


def draw_noise(side=1000) -> Image.Image:
    noise = np.random.default_rng(1).integers(0, 256, (side, side), np.uint8)
    return Image.fromarray(noise)


def draw_strip(width: int, height: int, text: str, size: int) -> Image.Image:
    """Return a long strip with digits spread over its length."""
    page, is_wide = paper(width, height), width > height
    for i, digit in enumerate(text):
        along = round((i + 0.3) * max(width, height) / len(text))
        across = (min(width, height) - size) // 2
        at = (along, across) if is_wide else (across, along)
        write(page, digit, at=at, size=size, pen=max(size // 10, 2))
    return page


TALL, WIDE = "3141592653589793", "27182818284590452353602874"
# Each page, and its digits; None where a guess is allowed.
PAGES = {
    "one pixel": (lambda: paper(1, 1, 90), ""),
    "blank": (lambda: paper(1000, 1000), ""),
    "black": (lambda: paper(1000, 1000, 0), ""),
    "specks": (draw_specks, None),
    "barcode": (draw_barcode, None),
    "chessboard": (draw_chessboard, None),
    "noise": (draw_noise, None),
    "400 digits": (
        lambda: page_of(*["01234567890123456789"] * 20, size=44, pen=4),
        None,
    ),
    "tall strip": (lambda: paper(760, 13_000), ""),
    "wide strip": (lambda: paper(14_000, 420), ""),
    "tall strip of digits": (
        lambda: draw_strip(760, 13_000, TALL, 120),
        "\n".join(TALL),
    ),
    "wide strip of digits": (lambda: draw_strip(14_000, 420, WIDE, 110), WIDE),
    "line of one pixel": (lambda: paper(20_000, 1), ""),
}
