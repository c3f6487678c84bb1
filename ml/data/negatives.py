"""What is no digit, drawn for the eleventh output.

Letters and signs of the fonts at hand, scribbles, parts of digits, several digits in
one box, textures and blots. Characters that look like a digit are left out.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from ml.data.strokes import crop_to_ink, draw_strokes, spline
from ml.digits import SIDE

Draw = Callable[[np.random.Generator], np.ndarray]

CHARACTERS = (
    "acdefhjkmnprtuvwxyACDEFGHJKLMNPQRTUVWXY"
    "αβγδεζηθκλμνξπρσφχψωΓΔΘΛΞΠΣΦΨΩ"
    '+-=×÷±*#%&@$€?!()[]{}<>~^.:;"√∞∑∫≤≥≠'
)
# Those that no hurried digit among others looks like: 1 is written like Λ and (, 5 like
# √, 7 like t, 9 like P.
UNLIKE_DIGITS = "".join(
    c for c in CHARACTERS if c not in "efjnprtvyFJLPTVYαγλνρφχΓΛΩ()[]{}!;:.^√∫"
)
MISSING = "\ufffe"  # no character: every font draws its empty box for it
FONT_PIXELS = 72


def find_fonts(folder: Path) -> list[Path]:
    """Return the TrueType and OpenType files below a folder, sorted."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in {".ttf", ".otf"})


def letters(fonts: list[Path], among: str = CHARACTERS) -> Draw:
    """Return a drawer of one letter or sign, in a random font that has it."""
    loaded = [ImageFont.truetype(str(path), FONT_PIXELS) for path in fonts]
    written = {
        character: [font for font in loaded if has_character(font, character)]
        for character in among
    }
    characters = [character for character in among if written[character]]

    def draw(rng: np.random.Generator) -> np.ndarray:
        character = characters[rng.integers(len(characters))]
        having = written[character]
        return _letter(having[rng.integers(len(having))], character)

    return draw


def has_character(font: ImageFont.FreeTypeFont, character: str) -> bool:
    """Return whether a font draws more than its sign for what it has not."""
    drawn, missing = font.getmask(character), font.getmask(MISSING)
    return bool(drawn.getbbox()) and bytes(drawn) != bytes(missing)


def _letter(font: ImageFont.FreeTypeFont, character: str) -> np.ndarray:
    canvas = Image.new("L", (3 * FONT_PIXELS, 3 * FONT_PIXELS))
    place = FONT_PIXELS, FONT_PIXELS
    ImageDraw.Draw(canvas).text(place, character, fill=255, font=font)
    return crop_to_ink(np.asarray(canvas))


def scribble(rng: np.random.Generator) -> np.ndarray:
    """Draw one to three wild strokes."""
    strokes = [
        spline(rng.uniform(size=(rng.integers(3, 14), 2)), 80)
        for _ in range(rng.integers(1, 4))
    ]
    return draw_strokes(strokes, rng.uniform(3, 16))


def dash(rng: np.random.Generator) -> np.ndarray:
    """Draw a flat line or two, as rules, minus and equals signs are."""
    lines = []
    for y in np.arange(rng.integers(1, 4)) * rng.uniform(0.15, 0.4):
        tilt = rng.uniform(-0.25, 0.25)
        lines.append(np.array([(0.0, y), (0.5, y + tilt / 2), (1.0, y + tilt)]))
    return draw_strokes(lines, rng.uniform(2, 18))


def blot(rng: np.random.Generator) -> np.ndarray:
    """Draw a filled spot, round or ragged."""
    knots = np.linspace(0, 2 * np.pi, 12)[:, None]
    radius = 40 * (1 + rng.uniform(0, 0.5) * rng.normal(size=(12, 1)))
    outline = 80 + np.abs(radius) * np.concatenate([np.cos(knots), np.sin(knots)], 1)
    canvas = Image.new("L", (160, 160))
    ImageDraw.Draw(canvas).polygon([tuple(point) for point in outline], fill=255)
    return crop_to_ink(np.asarray(canvas))


def texture(rng: np.random.Generator) -> np.ndarray:
    """Draw smoothed noise, soft or cut at a level."""
    size = rng.integers(12, 64, 2)
    noise = ndimage.gaussian_filter(rng.normal(size=size), rng.uniform(0.3, 4.0))
    noise = (noise - noise.min()) / max(float(np.ptp(noise)), 1e-6)
    if rng.random() < 0.6:
        noise = noise > rng.uniform(0.35, 0.75)
    return np.maximum((noise * 255).astype(np.uint8), 1)


def parts(fields: np.ndarray) -> Draw:
    """Return a drawer of a digit with a side missing, or of two halves that don't fit.

    Args:
        fields: uint8 (n, 28, 28), 255 = ink.
    """

    def draw(rng: np.random.Generator) -> np.ndarray:
        one, other = (crop_to_ink(fields[i]) for i in rng.integers(len(fields), size=2))
        if rng.random() < 0.5:
            one, other = one.T, other.T
        half = _slice(one, rng.uniform(0.4, 0.6))
        if rng.random() < 0.5:
            half = np.concatenate([half, _fitted(_slice(other, 0.5), half)], 0)
        turned = half.T if rng.random() < 0.5 else half
        return crop_to_ink(np.ascontiguousarray(turned))

    return draw


def _slice(digit: np.ndarray, share: float) -> np.ndarray:
    return digit[: max(round(len(digit) * share), 2)]


def _fitted(part: np.ndarray, like: np.ndarray) -> np.ndarray:
    size = like.shape[1], part.shape[0]
    return np.asarray(Image.fromarray(np.ascontiguousarray(part)).resize(size))


def several(fields: np.ndarray) -> Draw:
    """Return a drawer of two or three digits in one box, some of them cut.

    Args:
        fields: uint8 (n, 28, 28), 255 = ink.
    """

    def draw(rng: np.random.Generator) -> np.ndarray:
        count = rng.integers(2, 4)
        digits = [crop_to_ink(fields[i]) for i in rng.integers(len(fields), size=count)]
        row = _side_by_side(digits, rng)
        cut = round(row.shape[1] * rng.uniform(0, 0.2))
        return crop_to_ink(np.ascontiguousarray(row[:, cut:]))

    return draw


def _side_by_side(digits: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    row = np.zeros((SIDE, SIDE * len(digits) + SIDE), np.uint8)
    right = 0
    for digit in digits:
        height, width = digit.shape
        top = rng.integers(0, SIDE - height + 1)
        left = max(right - rng.integers(-3, 4), 0)
        place = row[top : top + height, left : left + width]
        np.maximum(place, digit, out=place)
        right = left + width
    return crop_to_ink(row)
