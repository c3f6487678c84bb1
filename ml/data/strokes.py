"""Pen strokes and the ink they leave."""

import numpy as np
from PIL import Image, ImageDraw

CANVAS = 160  # pixels; the longest side of what is drawn
EXTENT = 100.0  # the longest side of the strokes themselves, in the same pixels


def draw_strokes(strokes: list[np.ndarray], pen: float) -> np.ndarray:
    """Draw strokes with a round pen.

    Args:
        strokes: float (n, 2) each, x to the right and y down, in any unit.
        pen: width of the pen, in hundredths of the strokes' longest side.

    Returns:
        uint8 (height, width), cropped tight; 0 is paper, 255 is ink.
    """
    canvas = Image.new("L", (CANVAS + 64, CANVAS + 64))
    draw = ImageDraw.Draw(canvas)
    for stroke in _scaled(strokes):
        path = [tuple(point) for point in stroke]
        draw.line(path, fill=255, width=max(round(pen), 1), joint="curve")
        for x, y in path:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return crop_to_ink(np.asarray(canvas))


def crop_to_ink(ink: np.ndarray) -> np.ndarray:
    """Return the smallest crop that holds all ink; the whole where there is none."""
    box = Image.fromarray(ink).getbbox()
    if box is None:
        return ink
    left, top, right, bottom = box
    return ink[top:bottom, left:right]


def spline(knots: np.ndarray, samples: int = 40) -> np.ndarray:
    """Return a smooth path float (samples, 2) through knots float (n, 2), n >= 2."""
    from scipy.interpolate import make_interp_spline

    degree = min(3, len(knots) - 1)
    curve = make_interp_spline(np.arange(len(knots)), knots, k=degree)
    return curve(np.linspace(0, len(knots) - 1, samples))


def _scaled(strokes: list[np.ndarray]) -> list[np.ndarray]:
    points = np.concatenate(strokes)
    low = points.min(0)
    scale = EXTENT / max(float((points.max(0) - low).max()), 1e-6)
    return [(stroke - low) * scale + 60 for stroke in strokes]
