"""Pictures that benchmarks send: drawn in memory, always the same."""

import io
from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

INK, PAPER = 30, 235
ORIENTATION_TAG = 0x0112
TURNED_LEFT = 6  # EXIF: to be turned by a quarter to the right
SENSOR_NOISE = 9.0  # standard deviation of a phone photo indoors, in gray levels
PRINTED_LINE = "The quick brown fox jumps over the lazy dog, and then it rests. "


def draw_picture(
    width: int, height: int, form: str, noise: float = 0.0, is_turned: bool = False
) -> bytes:
    """Draw a 4 in the middle of a page and return it as a file.

    Args:
        width: in pixels, as stored.
        height: in pixels, as stored.
        form: as Pillow names it.
        noise: standard deviation, in gray levels.
        is_turned: whether the camera lay on its side; EXIF says so.
    """
    upright = (height, width) if is_turned else (width, height)
    page = draw_four(*upright)
    if is_turned:
        page = page.transpose(Image.Transpose.ROTATE_90)
    if noise:
        grain = np.random.default_rng(0).normal(scale=noise, size=(height, width))
        page = Image.fromarray(np.clip(page + grain, 0, 255).astype(np.uint8))
    exif = Image.Exif()
    if is_turned:
        exif[ORIENTATION_TAG] = TURNED_LEFT
    file = io.BytesIO()
    page.convert("RGB").save(file, form, quality=92, exif=exif)
    return file.getvalue()


def draw_four(width: int, height: int) -> Image.Image:
    unit = min(width, height) / 10
    page = Image.new("L", (width, height), PAPER)
    left, top = width / 2 - 2 * unit, height / 2 - 3 * unit
    for path in ((2.5, 0, 0, 4, 4, 4), (3, 2, 3, 6)):
        points = [p * unit for p in path]
        shifted = [p + (top if i % 2 else left) for i, p in enumerate(points)]
        width_px = max(round(unit / 2), 2)
        ImageDraw.Draw(page).line(shifted, fill=INK, width=width_px, joint="curve")
    return page


def draw_text(lines: list[str], size: int, pitch: float = 1.5) -> Image.Image:
    """Return a page of printed lines."""
    font = ImageFont.load_default(size)
    width = round(max(font.getlength(line) for line in lines)) + 2 * size
    page = Image.new("L", (width, round((len(lines) + 1) * pitch * size)), PAPER)
    for i, line in enumerate(lines):
        at = (size, round((i + 0.5) * pitch * size))
        ImageDraw.Draw(page).text(at, line, fill=INK, font=font)
    return page


def draw_sudoku(cell: int = 100) -> Image.Image:
    """Return a grid of nine by nine cells; every third one is filled."""
    page = Image.new("L", (11 * cell, 11 * cell), PAPER)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(cell * 0.6)
    for i in range(10):
        width, at = 5 if i % 3 == 0 else 2, (i + 1) * cell
        draw.line((cell, at, 10 * cell, at), INK, width)
        draw.line((at, cell, at, 10 * cell), INK, width)
    for i in range(0, 81, 3):
        row, column = divmod(i, 9)
        middle = (column + 1.5) * cell, (row + 1.5) * cell
        draw.text(middle, str((i * 7 + row) % 9 + 1), INK, font, anchor="mm")
    return page


def draw_noise(side: int = 1000) -> Image.Image:
    noise = np.random.default_rng(1).integers(0, 256, (side, side), np.uint8)
    return Image.fromarray(noise)


def draw_specks(count: int = 2000, side: int = 1000) -> Image.Image:
    gray = np.full((side, side), 255, np.uint8)
    for x, y in np.random.default_rng(1).integers(2, side - 6, (count, 2)):
        gray[y : y + 4, x : x + 4] = 0
    return Image.fromarray(gray)


def draw_chessboard(side: int = 1000, square: int = 50) -> Image.Image:
    squares = (np.indices((side, side)) // square).sum(0) % 2 * 255
    return Image.fromarray(squares.astype(np.uint8))


def draw_digits(rows: int, columns: int, size: int) -> Image.Image:
    """Return lines of digits, each a little apart from the next."""
    lines = [
        " ".join(str((3 * row + 7 * column) % 10) for column in range(columns))
        for row in range(rows)
    ]
    return draw_text(lines, size)


def draw_strip(length: int, height: int, digits: int) -> Image.Image:
    """Return a long strip with digits spread over it."""
    page = Image.new("L", (length, height), PAPER)
    font = ImageFont.load_default(height / 3)
    for i in range(digits):
        at = (i + 0.5) * length / digits, height / 2
        ImageDraw.Draw(page).text(at, str(i % 10), INK, font, anchor="mm")
    return page


def to_png(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


# What people and programs send, and what costs most.
PICTURES: dict[str, Callable[[], bytes]] = {
    "28×28 PNG": lambda: draw_picture(28, 28, "PNG"),
    "280×280 canvas": lambda: draw_picture(280, 280, "PNG"),
    "12 MP JPEG": lambda: draw_picture(4000, 3000, "JPEG", SENSOR_NOISE),
    "12 MP JPEG, turned": lambda: draw_picture(4000, 3000, "JPEG", SENSOR_NOISE, True),
    "sudoku": lambda: to_png(draw_sudoku()),
    "100 digits": lambda: to_png(draw_digits(10, 10, 60)),
    "print": lambda: to_png(draw_text([PRINTED_LINE] * 30, 24)),
    "noise": lambda: to_png(draw_noise()),
}
COSTLY_PAGES: dict[str, Callable[[], bytes]] = {
    "noise": PICTURES["noise"],
    "specks": lambda: to_png(draw_specks()),
    "chessboard": lambda: to_png(draw_chessboard()),
    "print": PICTURES["print"],
    "400 digits": lambda: to_png(draw_digits(20, 20, 36)),
    "1,600 digits": lambda: to_png(draw_digits(40, 40, 16)),
    "strip of digits": lambda: to_png(draw_strip(14_000, 420, 26)),
    "strip of noise": lambda: to_png(draw_noise(1000).resize((14_000, 420))),
}


@cache
def get_picture(name: str) -> bytes:
    """Return one of `PICTURES` or of `COSTLY_PAGES` as a file."""
    return (PICTURES | COSTLY_PAGES)[name]()
