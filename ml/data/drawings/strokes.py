"""Pen strokes and the ink they leave; inks scaled, slanted and turned."""

import math

import numpy as np
from PIL import Image, ImageDraw

EXTENT_PX = 100.0  # longest side of the strokes, without the width of the pen
PADDING_PX = 60
CANVAS_PX = 224
VISIBLE = 70  # of 255: ink above this is seen, and boxes are tight around it
SUPERSAMPLED = 2  # strokes are drawn so many times as large
SMALL_PX = 60
MAX_POINTS = 40  # of a stroke of unit height
MAX_ASPECT = 2.2

Strokes = tuple[np.ndarray, ...]  # float (n, 2) each, x to the right and y down


def draw_strokes(strokes: list[np.ndarray], pen: float) -> np.ndarray:
    """Draw strokes with a round pen.

    Args:
        strokes: float (n, 2) each, x to the right and y down, in any unit.
        pen: width of the pen, in hundredths of the strokes' longest side.

    Returns:
        uint8 (height, width), cropped tight; 0 is paper, 255 is ink.
    """
    canvas = Image.new("L", (CANVAS_PX, CANVAS_PX))
    draw = ImageDraw.Draw(canvas)
    for stroke in _scale_to_canvas(strokes):
        path = [tuple(point) for point in stroke]
        draw.line(path, fill=255, width=max(round(pen), 1), joint="curve")
        for x, y in path:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return crop_to_ink(np.asarray(canvas))


def crop_to_ink(ink: np.ndarray) -> np.ndarray:
    """Return the smallest crop with all ink, or the whole image if there is none."""
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


def _scale_to_canvas(strokes: list[np.ndarray]) -> list[np.ndarray]:
    """Return the strokes scaled and moved to the middle of the canvas."""
    points = np.concatenate(strokes)
    low = points.min(0)
    scale = EXTENT_PX / max(float((points.max(0) - low).max()), 1e-6)
    return [(stroke - low) * scale + PADDING_PX for stroke in strokes]


def to_unit_height(strokes: list[np.ndarray]) -> Strokes:
    """Bring strokes to a height of 1, their left top to the origin; thin them."""
    points = np.concatenate(strokes)
    low, height = points.min(0), max(float(np.ptp(points[:, 1])), 1e-3)
    thinned = [_thinned(stroke) for stroke in strokes]
    return tuple(((s - low) / height).astype(np.float32) for s in thinned)


def _thinned(stroke: np.ndarray) -> np.ndarray:
    """Return a stroke of few points without corners, by cutting them (Chaikin)."""
    for _ in range(2 if len(stroke) < MAX_POINTS else 0):
        start, end = stroke[:-1], stroke[1:]
        cut = np.stack([0.75 * start + 0.25 * end, 0.25 * start + 0.75 * end], 1)
        stroke = np.concatenate([stroke[:1], cut.reshape(-1, 2), stroke[-1:]])
    chosen = np.linspace(0, len(stroke) - 1, MAX_POINTS)
    return stroke[np.unique(chosen.round().astype(int))]


def shape_strokes(
    strokes: Strokes,
    scale: float,
    angle: float,
    shear: float,
    stretch: float,
    rng: np.random.Generator,
) -> list[np.ndarray]:
    """Scale, bend, slant and turn strokes; pixels, anywhere."""
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    bend, phase = rng.normal(0, 0.025), rng.uniform(0, 6)
    matrix = scale * np.array([[cos * stretch, sin * stretch], [-sin, cos]])
    shaped = []
    step = 1 if scale > SMALL_PX else 2
    for points in strokes:
        if len(points) > 12:  # small digits need fewer points
            points = np.concatenate([points[:-1:step], points[-1:]])
        y = points[:, 1]
        x = points[:, 0] - shear * y + bend * np.sin(3 * y + phase)
        shaped.append(np.stack([x, y], 1) @ matrix)
    return shaped


def draw_pen(
    strokes: list[np.ndarray], pen: float, pressure: float = 0.0, phase: float = 0.0
) -> np.ndarray:
    """Draw strokes, given in pixels, with a round pen; uint8 cropped tight.

    Args:
        strokes: float (n, 2) each, x and y.
        pen: width in pixels.
        pressure: how much the width changes along a stroke, as share of it.
        phase: where along the strokes it is widest, in radians.
    """
    points = np.concatenate(strokes)
    width = max(pen * SUPERSAMPLED, 1.0)
    margin = width + 2
    low = points.min(0) * SUPERSAMPLED - margin
    size = np.ptp(points, 0) * SUPERSAMPLED + 2 * margin
    wide, tall = (int(-(-s // SUPERSAMPLED) * SUPERSAMPLED) for s in size)
    canvas = Image.new("L", (wide, tall))
    draw = ImageDraw.Draw(canvas)
    for stroke in strokes:
        path = [tuple(point) for point in (stroke * SUPERSAMPLED - low).tolist()]
        if width <= 2:
            draw.line(path, fill=255, width=round(width))
            continue
        at = np.arange(len(path)) * 0.4 + phase
        widths = (width * (1 + pressure * np.sin(at))).tolist()
        for start, end, own in zip(path, path[1:], widths, strict=False):
            draw.line((start, end), fill=255, width=round(own))
        for (x, y), own in zip(path, widths, strict=True):
            r = own / 2 - 0.5
            draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    return crop_to_visible(np.asarray(canvas.reduce(SUPERSAMPLED)), VISIBLE // 2)


def shape_ink(
    ink: np.ndarray,
    height: float,
    angle: float,
    shear: float,
    stretch: float,
    edge: float,
) -> np.ndarray:
    """Scale, slant and turn an ink, and sharpen it where it is enlarged.

    Returns:
        uint8 (height, width), cropped tight; empty where nothing is seen.
    """
    scale = height / len(ink)
    wide = min(ink.shape[1] * scale * stretch, MAX_ASPECT * max(height, ink.shape[1]))
    size = max(round(wide), 1), max(round(height), 1)
    image = Image.fromarray(ink).resize(
        size, Image.Resampling.BICUBIC, reducing_gap=2.0
    )
    if abs(angle) > 0.8 or abs(shear) > 0.02:
        image = _turned(image, angle, shear)
    if scale > 1.3:
        gain = max(scale * 0.8, 1.0)
        levels = (np.arange(256) - edge) * gain + 128
        image = image.point(np.clip(levels, 0, 255).astype(np.uint8).tolist())
    shaped = np.asarray(image)
    darkest = int(shaped.max(initial=0))
    if 30 < darkest < 200:
        shaped = np.minimum(shaped.astype(np.uint16) * 220 // darkest, 255)
    return crop_to_visible(shaped.astype(np.uint8), VISIBLE)


def _turned(image: Image.Image, angle: float, shear: float) -> Image.Image:
    """Turn clockwise about the middle, after a slant; the picture grows."""
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    # From where it stands in the picture to where it comes from.
    inverse = np.array([[1.0, shear], [0.0, 1.0]]) @ np.array([[cos, sin], [-sin, cos]])
    forward = np.abs(np.linalg.inv(inverse))
    before = np.array(image.size)
    after = (forward @ before).astype(int) + 3
    shift = before / 2 - inverse @ (after / 2)
    matrix = (*inverse[0], shift[0], *inverse[1], shift[1])
    return image.transform(
        tuple(after.tolist()),
        Image.Transform.AFFINE,
        matrix,
        Image.Resampling.BILINEAR,
    )


def crop_to_visible(ink: np.ndarray, level: int = VISIBLE) -> np.ndarray:
    """Return the smallest crop that holds all ink above a level; empty without."""
    seen = ink > level
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if not len(rows):
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
