"""Digits of seven segments, as displays show them."""

import numpy as np
from PIL import Image, ImageDraw

HEIGHT, WIDTH = 96, 56  # pixels of one digit before it is slanted
# Segments as on data sheets: a on top, then clockwise, g in the middle.
LIT = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc",
    "5": "afgcd", "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg",
    "-": "g",
}  # fmt: skip


def draw_segments(
    character: str, thickness: float, gap: float, slant: float
) -> tuple[np.ndarray, float, float]:
    """Draw a digit, "-", "." or ":".

    Args:
        character: what is drawn.
        thickness: of a segment, in heights of the digit.
        gap: between segments, in their thickness.
        slant: 0.1 leans to the right.

    Returns:
        Ink, uint8 (height, width) cropped tight, 255 is lit; top and bottom of it, in
        heights of the digit.
    """
    canvas = Image.new("L", (2 * WIDTH, HEIGHT + 8))
    draw = ImageDraw.Draw(canvas)
    t = thickness * HEIGHT
    for polygon in _polygons(character, t, gap * t):
        leaning = [(x + slant * (HEIGHT - y) + 4, y + 4) for x, y in polygon]
        draw.polygon(leaning, fill=255)
    box = canvas.getbbox()
    assert box
    ink = np.asarray(canvas.crop(box))
    return ink, (box[1] - 4) / HEIGHT, (box[3] - 4) / HEIGHT


def _polygons(character: str, t: float, gap: float) -> list[list[tuple[float, float]]]:
    if character in ".:":
        levels = (HEIGHT - t / 2,) if character == "." else (HEIGHT * 0.3, HEIGHT * 0.7)
        r = t / 2
        return [[(0, y - r), (t, y - r), (t, y + r), (0, y + r)] for y in levels]
    m, right, low = HEIGHT / 2, WIDTH - t / 2, HEIGHT - t / 2
    ends = {
        "a": ((t / 2, t / 2), (right, t / 2)), "g": ((t / 2, m), (right, m)),
        "d": ((t / 2, low), (right, low)), "f": ((t / 2, t / 2), (t / 2, m)),
        "b": ((right, t / 2), (right, m)), "e": ((t / 2, m), (t / 2, low)),
        "c": ((right, m), (right, low)),
    }  # fmt: skip
    return [_segment(*ends[name], t, gap) for name in LIT[character]]


def _segment(
    start: tuple[float, float], end: tuple[float, float], t: float, gap: float
) -> list[tuple[float, float]]:
    """Return the hexagon between two corners."""
    (x0, y0), (x1, y1) = start, end
    g, r = gap + 0.5, t / 2
    if y0 == y1:
        x0, x1 = x0 + g, x1 - g
        return [(x0, y0), (x0 + r, y0 - r), (x1 - r, y0 - r), (x1, y0),
                (x1 - r, y0 + r), (x0 + r, y0 + r)]  # fmt: skip
    y0, y1 = y0 + g, y1 - g
    return [(x0, y0), (x0 + r, y0 + r), (x0 + r, y1 - r), (x0, y1),
            (x0 - r, y1 - r), (x0 - r, y0 + r)]  # fmt: skip
