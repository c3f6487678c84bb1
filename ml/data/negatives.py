"""Glyphs that are no digits, drawn for the eleventh class.

Letters and signs of fonts, scribbles, parts of digits, several digits in one box,
textures and blots. Characters that look like a digit are excluded.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from ml.data.drawings.strokes import crop_to_ink, draw_strokes, spline
from ml.digits import SIDE

Draw = Callable[[np.random.Generator], np.ndarray]

CHARACTERS = (
    "acdefhjkmnprtuvwxyACDEFGHJKLMNPQRTUVWXY"
    "αβγδεζηθκλμνξπρσφχψωΓΔΘΛΞΠΣΦΨΩ"
    '+-=×÷±*#%&@$€?!()[]{}<>~^.:;"√∞∑∫≤≥≠'
)
# Without those that resemble digits inside numbers: 1 may be written like Λ and (, 5
# like √, 7 like t, 9 like P.
UNLIKE_DIGITS = "".join(
    c for c in CHARACTERS if c not in "efjnprtvyFJLPTVYαγλνρφχΓΛΩ()[]{}!;:.^√∫"
)
MISSING = "\ufffe"  # not a character: every font draws its placeholder for it
FONT_PX = 72


def find_fonts(folder: Path) -> list[Path]:
    """Return the TrueType and OpenType files below a folder, sorted."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in {".ttf", ".otf"})


def build_letter_drawer(fonts: list[Path], among: str = CHARACTERS) -> Draw:
    """Return a function that draws a random character in a random font that has it."""
    loaded = [ImageFont.truetype(str(path), FONT_PX) for path in fonts]
    fonts_by_character = {
        character: [font for font in loaded if has_character(font, character)]
        for character in among
    }
    characters = [character for character in among if fonts_by_character[character]]

    def draw(rng: np.random.Generator) -> np.ndarray:
        character = characters[rng.integers(len(characters))]
        available = fonts_by_character[character]
        return _draw_letter(available[rng.integers(len(available))], character)

    return draw


def has_character(font: ImageFont.FreeTypeFont, character: str) -> bool:
    """Return whether a font draws a character, and not its placeholder or nothing."""
    drawn, missing = font.getmask(character), font.getmask(MISSING)
    return bool(drawn.getbbox()) and bytes(drawn) != bytes(missing)


def _draw_letter(font: ImageFont.FreeTypeFont, character: str) -> np.ndarray:
    canvas = Image.new("L", (3 * FONT_PX, 3 * FONT_PX))
    position = FONT_PX, FONT_PX
    ImageDraw.Draw(canvas).text(position, character, fill=255, font=font)
    return crop_to_ink(np.asarray(canvas))


def scribble(rng: np.random.Generator) -> np.ndarray:
    """Draw one to three random strokes: ink uint8 (height, width), 255 is ink."""
    strokes = [
        spline(rng.uniform(size=(rng.integers(3, 14), 2)), 80)
        for _ in range(rng.integers(1, 4))
    ]
    return draw_strokes(strokes, rng.uniform(3, 16))


def dash(rng: np.random.Generator) -> np.ndarray:
    """Draw one to three horizontal lines, like a rule or an equals sign."""
    lines = []
    for y in np.arange(rng.integers(1, 4)) * rng.uniform(0.15, 0.4):
        tilt = rng.uniform(-0.25, 0.25)
        lines.append(np.array([(0.0, y), (0.5, y + tilt / 2), (1.0, y + tilt)]))
    return draw_strokes(lines, rng.uniform(2, 18))


def blot(rng: np.random.Generator) -> np.ndarray:
    """Draw a filled spot, round or irregular."""
    knots = np.linspace(0, 2 * np.pi, 12)[:, None]
    radius = 40 * (1 + rng.uniform(0, 0.5) * rng.normal(size=(12, 1)))
    outline = 80 + np.abs(radius) * np.concatenate([np.cos(knots), np.sin(knots)], 1)
    canvas = Image.new("L", (160, 160))
    ImageDraw.Draw(canvas).polygon([tuple(point) for point in outline], fill=255)
    return crop_to_ink(np.asarray(canvas))


def texture(rng: np.random.Generator) -> np.ndarray:
    """Draw smoothed noise, gray or thresholded."""
    size = rng.integers(12, 64, 2)
    noise = ndimage.gaussian_filter(rng.normal(size=size), rng.uniform(0.3, 4.0))
    noise = (noise - noise.min()) / max(float(np.ptp(noise)), 1e-6)
    if rng.random() < 0.6:
        noise = noise > rng.uniform(0.35, 0.75)
    return np.maximum((noise * 255).astype(np.uint8), 1)


def build_fragment_drawer(digits: np.ndarray) -> Draw:
    """Return a function that draws half a digit, or the halves of two digits together.

    Args:
        digits: glyph images uint8 (n, 28, 28); 0 is paper, 255 is ink.
    """

    def draw(rng: np.random.Generator) -> np.ndarray:
        one, other = (crop_to_ink(digits[i]) for i in rng.integers(len(digits), size=2))
        if rng.random() < 0.5:
            one, other = one.T, other.T
        half = _slice(one, rng.uniform(0.4, 0.6))
        if rng.random() < 0.5:
            half = np.concatenate([half, _fit_width(_slice(other, 0.5), half)], 0)
        turned = half.T if rng.random() < 0.5 else half
        return crop_to_ink(np.ascontiguousarray(turned))

    return draw


def _slice(digit: np.ndarray, ratio: float) -> np.ndarray:
    """Return the upper part of a digit."""
    return digit[: max(round(len(digit) * ratio), 2)]


def _fit_width(part: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return a part scaled to the width of another."""
    size = other.shape[1], part.shape[0]
    return np.asarray(Image.fromarray(np.ascontiguousarray(part)).resize(size))


def build_group_drawer(digits: np.ndarray) -> Draw:
    """Return a function that draws two or three digits side by side, often cut.

    Args:
        digits: glyph images uint8 (n, 28, 28); 0 is paper, 255 is ink.
    """

    def draw(rng: np.random.Generator) -> np.ndarray:
        count = rng.integers(2, 4)
        crops = [crop_to_ink(digits[i]) for i in rng.integers(len(digits), size=count)]
        row = _side_by_side(crops, rng)
        cut = round(row.shape[1] * rng.uniform(0, 0.2))
        return crop_to_ink(np.ascontiguousarray(row[:, cut:]))

    return draw


def _side_by_side(digits: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Return digits in a row, touching or almost; ink uint8 (height, width)."""
    row = np.zeros((SIDE, SIDE * len(digits) + SIDE), np.uint8)
    right = 0
    for digit in digits:
        height, width = digit.shape
        top = rng.integers(0, SIDE - height + 1)
        left = max(right - rng.integers(-3, 4), 0)
        target = row[top : top + height, left : left + width]
        np.maximum(target, digit, out=target)
        right = left + width
    return crop_to_ink(row)
