"""Write characters side by side, as one line of handwriting."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from ml.data.drawings.strokes import crop_to_ink
from ml.inputs.line_images import LINE_HEIGHT_PX, LINE_MARGIN_PX

MAX_DIGITS = 10
BATCH_WIDTHS_PX = (96, 160, 256, 352)  # line images are padded to the next of these
CANVAS_WIDTH_PX = 700
SIGNS = "-", "=", "=", "z", ".-", ",-", "--"  # z: an = without lifting the pen


@dataclass(frozen=True)
class Glyph:
    """One character of a line.

    Attributes:
        ink: uint8 (h, w), cropped tight; 0 is paper, 255 is ink.
        label: 0-9; None for a non-digit.
        has_point: whether a point or comma follows.
    """

    ink: np.ndarray
    label: int | None = None
    has_point: bool = False


@dataclass(frozen=True)
class _LineStyle:
    """How the characters of one line are written; lengths in pixels."""

    height: float
    gap: float
    gap_deviation: float
    slope: float
    shear: float
    cut_ratio: float  # of the first character, missing on its left
    stretch: float
    small_scale: float  # of the last characters
    small_from: int  # index of the first small one
    baseline: float  # at the left end


def _draw_style(
    count: int, height: float, rng: np.random.Generator, cut_prob: float
) -> _LineStyle:
    gap, deviation = rng.uniform(-0.12, 0.5) * height, rng.uniform(0, 0.12) * height
    if rng.random() < 0.3:
        gap = rng.uniform(-0.12, 0.06) * height
    slope, shear = rng.normal(0, 0.03), rng.normal(0.1, 0.24)
    if rng.random() < 0.12:
        shear = rng.uniform(0.35, 0.75)
    cut_ratio = rng.uniform(0, 0.4) if rng.random() < cut_prob else 0.0
    stretch = rng.uniform(0.75, 1.25)
    small_scale, small_from = 1.0, count
    if count > 2 and rng.random() < 0.12:  # cents are often written smaller
        small_scale, small_from = rng.uniform(0.5, 0.8), int(rng.integers(1, count))
    baseline = min(
        (LINE_HEIGHT_PX + height) / 2 + rng.normal(0, 1.5), LINE_HEIGHT_PX - 0.5
    )
    return _LineStyle(
        height,
        gap,
        deviation,
        slope,
        shear,
        cut_ratio,
        stretch,
        small_scale,
        small_from,
        baseline,
    )


def write_line(
    glyphs: list[Glyph], height: float, rng: np.random.Generator, cut_prob: float
) -> tuple[np.ndarray, tuple[int, ...]]:
    """Write characters side by side.

    Args:
        glyphs: left to right.
        height: of the digits, in pixels.
        rng: random generator.
        cut_prob: probability that the line begins within a character.

    Returns:
        float32 (32, width), 0.0 is paper and 1.0 is ink, and the labels.
    """
    style = _draw_style(len(glyphs), height, rng, cut_prob)
    canvas = np.zeros((LINE_HEIGHT_PX, CANVAS_WIDTH_PX), np.float32)
    right, labels = float(LINE_MARGIN_PX + rng.uniform(0, 8)), []
    for i, glyph in enumerate(glyphs):
        before = glyphs[i - 1].label if i else None
        end = _write_glyph(canvas, glyph, i, before, right, style, rng)
        if end is None:
            break
        right = end
        if glyph.label is not None:
            labels.append(glyph.label)
    if rng.random() < 0.35:
        middle = style.baseline + style.slope * right - rng.uniform(0.35, 1.0) * height
        right = _write_sign(canvas, right, middle, height, rng)
    width = min(round(right + LINE_MARGIN_PX + rng.uniform(0, 10)), BATCH_WIDTHS_PX[-1])
    return canvas[:, :width], tuple(labels[:MAX_DIGITS])


def _write_glyph(
    canvas: np.ndarray,
    glyph: Glyph,
    i: int,
    before: int | None,
    right: float,
    style: _LineStyle,
    rng: np.random.Generator,
) -> float | None:
    """Write one character; return where it ends, None if the canvas is full.

    Args:
        canvas: float32 (32, width).
        glyph: what to write.
        i: its index in the line.
        before: label of the character before.
        right: where the character before ends.
        style: of the line.
        rng: random generator.
    """
    scale = style.small_scale if i >= style.small_from else 1.0
    own = style.height * scale * np.exp(rng.normal(0, 0.07))
    drawn = _scale_glyph(glyph.ink, own, style.stretch, style.shear)
    if not i:
        drawn = drawn[:, round(style.cut_ratio * drawn.shape[1]) :]
    top = (
        style.baseline + style.slope * right - own + rng.normal(0, 0.04) * style.height
    )
    top = min(max(top, -1), max(LINE_HEIGHT_PX + 1 - own, -1))
    gap = style.gap + rng.normal(0, 1) * style.gap_deviation
    left = max(right + max(gap, -0.15 * style.height), LINE_MARGIN_PX)
    if left + drawn.shape[1] > canvas.shape[1] - 2 * LINE_HEIGHT_PX:
        return None
    _paste(canvas, drawn, round(top), round(left))
    is_double_zero = i and glyph.label == 0 == before
    if i and rng.random() < (0.3 if is_double_zero else 0.06):  # a joining stroke
        level = max(top, 0) + rng.uniform(0, 0.4) * own
        length = max(left - right + 0.4 * own, 1)
        tilt = rng.normal(0, 0.15)
        _write_dash(canvas, right - 0.2 * own, level, length, tilt, rng)
    right = left + drawn.shape[1]
    if glyph.has_point or rng.random() < 0.1:
        baseline = style.baseline + style.slope * right
        right = _write_point(canvas, right, baseline, style.height, rng)
    if rng.random() < 0.04:
        right += rng.uniform(0.4, 1.5) * style.height
    return right


def _scale_glyph(
    ink: np.ndarray, height: float, stretch: float, shear: float
) -> np.ndarray:
    """Return one character at its height, sheared; float32 (h, w) in [0, 1]."""
    rows, columns = ink.shape
    # A dash stays flat: it is not scaled to the height of a digit.
    scale = height / max(rows, 20 if columns > 1.5 * rows else 1)
    size = max(round(columns * scale * stretch), 1), max(round(rows * scale), 1)
    lean = round(abs(shear) * size[1])
    image = Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC)
    wide = Image.new("L", (size[0] + lean, size[1]))
    wide.paste(image, (0 if shear > 0 else lean, 0))
    slanted = wide.transform(
        wide.size,
        Image.Transform.AFFINE,
        (1, shear, -shear * size[1] if shear > 0 else 0, 0, 1, 0),
        Image.Resampling.BILINEAR,
    )
    return np.asarray(crop_to_ink(np.asarray(slanted)), np.float32) / 255


def _paste(canvas: np.ndarray, drawn: np.ndarray, top: int, left: int) -> None:
    """Put ink on the canvas; what lies above or below it is cut off."""
    first = max(-top, 0)
    drawn = drawn[first : max(LINE_HEIGHT_PX - top, 0)]
    rows = canvas[top + first : top + first + len(drawn)]
    target = rows[:, left:][:, : drawn.shape[1]]
    np.maximum(target, drawn, out=target)


def _write_point(
    canvas: np.ndarray,
    right: float,
    baseline: float,
    height: float,
    rng: np.random.Generator,
) -> float:
    """Write a point or a comma; return where it ends."""
    left, length = right + rng.uniform(-0.05, 0.15) * height, rng.uniform(0.05, 0.3)
    y, x = np.mgrid[:LINE_HEIGHT_PX, : canvas.shape[1]].astype(np.float32)
    baseline = baseline - rng.uniform(-0.1, 0.1) * height
    lean = rng.uniform(0, 0.6)
    down = np.clip(y - baseline, 0, length * height)
    distance = np.hypot(x - left + lean * down, y - baseline - down)
    radius = rng.uniform(0.05, 0.1) * height
    np.maximum(canvas, np.clip(radius + 0.7 - distance, 0, 1), out=canvas)
    return left + 2 * radius


def _write_sign(
    canvas: np.ndarray,
    right: float,
    middle: float,
    height: float,
    rng: np.random.Generator,
) -> float:
    """Write a sign that ends an amount; return where it ends."""
    for mark in SIGNS[rng.integers(len(SIGNS))]:
        right += rng.uniform(0.1, 0.4) * height
        if mark in ".,":
            right = _write_point(canvas, right, middle + height / 2, height, rng)
            continue
        length = rng.uniform(0.3, 0.8) * height
        tilt = rng.normal(-0.1, 0.15)
        apart = rng.uniform(0.08, 0.14)
        levels = (rng.normal(0, 0.1),) if mark == "-" else (-apart, apart)
        for level in levels:
            _write_dash(canvas, right, middle + level * height, length, tilt, rng)
        if mark == "z":
            slope = -2 * apart * height / length
            _write_dash(canvas, right, middle, length, slope, rng)
        right += length
    return right


def _write_dash(
    canvas: np.ndarray,
    left: float,
    middle: float,
    length: float,
    tilt: float,
    rng: np.random.Generator,
) -> None:
    """Write a straight stroke, `tilt` pixels lower for each pixel to the right."""
    y, x = np.mgrid[:LINE_HEIGHT_PX, : canvas.shape[1]].astype(np.float32)
    along = np.clip(x - left, 0, length)
    distance = np.hypot(x - left - along, y - middle - tilt * (along - length / 2))
    np.maximum(canvas, np.clip(rng.uniform(1, 2) - distance, 0, 1), out=canvas)
