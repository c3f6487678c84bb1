"""Pictures that tests draw in memory: digits by pen strokes, on paper of any kind."""

import io

import numpy as np
from PIL import Image, ImageDraw

from ml.data.drawings.strokes import spline

# Each digit as strokes through knots (x, y) in a square of side 1, y down.
GLYPHS = {
    "0": [[(0.35, 0), (0.05, 0.35), (0.1, 0.8), (0.4, 1), (0.65, 0.6), (0.55, 0.1),
           (0.35, 0)]],
    "1": [[(0.35, 0), (0.35, 1)]],
    "2": [[(0.05, 0.25), (0.3, 0), (0.6, 0.2), (0.4, 0.6), (0.05, 0.98)],
          [(0.05, 0.98), (0.65, 0.98)]],
    "3": [[(0.05, 0.1), (0.35, 0), (0.55, 0.2), (0.25, 0.45)],
          [(0.25, 0.45), (0.6, 0.7), (0.35, 1), (0.0, 0.9)]],
    "4": [[(0.4, 0), (0.0, 0.6)], [(0.0, 0.6), (0.65, 0.6)], [(0.5, 0.3), (0.48, 1)]],
    "5": [[(0.6, 0.0), (0.12, 0.0)], [(0.12, 0.0), (0.1, 0.42)],
          [(0.1, 0.42), (0.5, 0.45), (0.55, 0.8), (0.3, 1), (0.0, 0.92)]],
    "6": [[(0.5, 0), (0.15, 0.4), (0.08, 0.8), (0.3, 1), (0.52, 0.78), (0.35, 0.55),
           (0.1, 0.72)]],
    "7": [[(0.0, 0.02), (0.62, 0.0)], [(0.62, 0.0), (0.25, 1)]],
    "8": [[(0.35, 0.48), (0.1, 0.22), (0.32, 0), (0.55, 0.2), (0.33, 0.48),
           (0.05, 0.78), (0.32, 1), (0.6, 0.78), (0.35, 0.48)]],
    "9": [[(0.55, 0.25), (0.3, 0.5), (0.08, 0.25), (0.3, 0), (0.55, 0.2), (0.5, 0.6),
           (0.4, 1)]],
}  # fmt: skip
SIGNS = {
    "x": [[(0, 0.3), (0.6, 1)], [(0.6, 0.3), (0, 1)]],
    "+": [[(0.3, 0.3), (0.3, 0.9)], [(0.0, 0.6), (0.6, 0.6)]],
    "-": [[(0.0, 0.55), (0.5, 0.55)]],
    "L": [[(0.0, 0.0), (0.0, 1.0)], [(0.0, 1.0), (0.6, 1.0)]],
    "E": [
        [
            (0.6, 0.1),
            (0.3, 0.0),
            (0.05, 0.2),
            (0.35, 0.45),
            (0.0, 0.7),
            (0.2, 1.0),
            (0.65, 0.85),
        ]
    ],
    "A": [[(0.0, 1), (0.35, 0)], [(0.35, 0), (0.7, 1)], [(0.15, 0.6), (0.55, 0.6)]],
}
# Signs of numbers that the networks of the snapshots do not know.
NUMBER_SIGNS = {
    "/": [[(0.5, -0.05), (0.0, 1.08)]],
    ".": [[(0.05, 0.97), (0.07, 0.99)]],
    ",": [[(0.1, 0.93), (0.08, 1.0), (0.0, 1.12)]],
    ":": [[(0.06, 0.35), (0.08, 0.36)], [(0.06, 0.85), (0.08, 0.86)]],
}
ALL = GLYPHS | SIGNS | NUMBER_SIGNS


def paper(width=320, height=320, shade=245) -> Image.Image:
    """Return blank paper, mode L."""
    return Image.new("L", (width, height), shade)


def write(page: Image.Image, text: str, *, at=(60, 60), size=200, pen=16, ink=25):
    """Write a line of digits or signs on the page and return it."""
    draw, (left, top) = ImageDraw.Draw(page), at
    for character in text:
        for knots in ALL.get(character, []):
            points = np.array(knots, float)
            path = (spline(points) if len(points) > 2 else points) * size + (left, top)
            trace(draw, path, pen, ink)
        left += round(0.62 * size + 2 * pen + 0.14 * size)
    return page


def trace(draw: ImageDraw.ImageDraw, path: np.ndarray, pen: float, ink) -> None:
    """Draw one stroke with a round pen."""
    points = [tuple(point) for point in path]
    draw.line(points, fill=ink, width=round(pen), joint="curve")
    for x, y in points:
        draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=ink)


def page_of(*lines: str, size=90, pen=8, ink=25, shade=245) -> Image.Image:
    """Return a page with one line of text under the other."""
    width = round(max(map(len, lines)) * (0.76 * size + 2 * pen)) + 120
    page = paper(width, round(len(lines) * size * 1.7) + 80, shade)
    for row, line in enumerate(lines):
        at = 60, round(60 + row * size * 1.7)
        write(page, line, at=at, size=size, pen=pen, ink=ink)
    return page


def form(text, cell=44, height=56, lean=0, pen=4):
    """Draw a row of boxes with a digit in each, as forms have them."""
    page = paper(cell * len(text) + 20, height + 24)
    draw = ImageDraw.Draw(page)
    right = 10 + cell * len(text)
    for y in (12, 12 + height):
        draw.line((0, y, page.width, y), fill=30, width=2)
    for x in range(10, right + 1, cell):
        draw.line((x, 12, x + lean, 12 + height), fill=30, width=2)
    for i, digit in enumerate(text):
        at = 10 + cell * i + 10, 12 + height // 4
        write(page, digit, at=at, size=height // 2, pen=pen)
    return page


def on_desk(page: Image.Image, shade=60, room=60) -> Image.Image:
    """Return the page with so many pixels of desk on each side."""
    desk = paper(page.width + 2 * room, page.height + 2 * room, shade)
    desk.paste(page, (room, room))
    return desk


def encoded(image: Image.Image, form="PNG", **options) -> bytes:
    """Return the picture as a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def gray(image: Image.Image) -> np.ndarray:
    """Return uint8 (H, W)."""
    return np.asarray(image.convert("L"))
