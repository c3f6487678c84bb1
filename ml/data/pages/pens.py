"""Writers: who draws the characters of a page, with one pen, one hand or one font."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from ml.data.pages.sprites import Font, Sprites, Strokes

VISIBLE = 70  # of 255: ink above this is seen, and boxes are tight around it
SUPERSAMPLED = 2  # strokes are drawn so many times as large
MAX_ASPECT = 2.2
LOW_RESOLUTION = "mnist", "scan"
# How often a writer takes each source; those that are missing are left out.
SOURCES = {
    "mnist": 0.34,
    "pen": 0.26,
    "forms": 0.14,
    "scan": 0.08,
    "handwritten": 0.07,
    "printed": 0.11,
}
STROKE_SOURCES = "pen", "forms"
# Widths of pens, in heights of a digit.
PENS = {
    "hairline": (0.006, 0.016),
    "fine": (0.016, 0.045),
    "normal": (0.045, 0.13),
    "marker": (0.13, 0.22),
    "thick_marker": (0.2, 0.34),
}


class Drawn(NamedTuple):
    """One character as it is put on the sheet.

    Attributes:
        ink: uint8 (height, width), cropped tight; 255 is ink.
        middle: how far its middle is below that of a digit, in digit heights.
    """

    ink: np.ndarray
    middle: float


@dataclass
class Writer:
    """Draws characters that go together on one page.

    Attributes:
        sprites: what there is to draw.
        rng: of every choice.
        source: see SOURCES, or "segments".
        pen: width of the pen, in digit heights.
        shear: slant of the hand; 0.3 leans to the right.
        stretch: width of the hand.
        edge: gray level at which enlarged sprites are cut; lower is bolder.
        font: of printed and handwritten characters.
        is_mixed: every digit is of another source.
    """

    sprites: Sprites
    rng: np.random.Generator
    source: str
    pen: float = 0.08
    shear: float = 0.0
    stretch: float = 1.0
    edge: float = 120.0
    is_mixed: bool = False
    font: Font = field(default_factory=dict)

    def draw(self, character: str, height: float, angle: float = 0.0) -> Drawn | None:
        """Draw a digit or sign beside digits that are `height` pixels high.

        Args:
            character: one of CLASSES, of "=()x$%", or a letter of printed fonts.
            height: of digits, in pixels.
            angle: degrees, clockwise.

        Returns:
            None where nothing of it can be seen or the writer does not have it.
        """
        rng = self.rng
        source = draw_source(self.sprites, rng) if self.is_mixed else self.source
        shear = self.shear + rng.normal(0, 0.05)
        stretch = self.stretch * math.exp(rng.normal(0, 0.07))
        if source in ("printed", "handwritten", "segments"):
            font = self.font or choose_font(self.sprites, source, rng)
            return self._typed(font, character, height, angle)
        if not character.isdigit():
            return self._sign(character, height, angle, shear)
        if source in self.sprites.strokes:
            drawings = self.sprites.strokes[source][character]
            strokes = drawings[rng.integers(len(drawings))]
            turned = shape_strokes(strokes, height, angle, shear, stretch, rng)
            return Drawn(draw_pen(turned, self.pen * height), 0.0)
        inks = self.sprites.digits[source][int(character)]
        ink = inks[rng.integers(len(inks))]
        return _drawn(shape_ink(ink, height, angle, shear, stretch, self.edge), 0.0)

    def other(self, size: float, angle: float = 0.0) -> Drawn | None:
        """Draw a character or mark that is no digit, its longest side `size` pixels."""
        rng, sprites = self.rng, self.sprites
        shear = rng.normal(0.05, 0.15)
        if rng.random() < 0.5:
            strokes = sprites.other_strokes[rng.integers(len(sprites.other_strokes))]
            points = np.concatenate(strokes)
            span = float(np.ptp(points, 0).max())
            pen = max(self.pen, 0.02) * size
            turned = shape_strokes(strokes, size / span, angle, shear, 1.0, rng)
            return Drawn(draw_pen(turned, pen), 0.0)
        ink = sprites.others[rng.integers(len(sprites.others))]
        height = size * min(1.0, len(ink) / ink.shape[1])
        return _drawn(shape_ink(ink, height, angle, shear, 1.0, self.edge), 0.0)

    def _typed(self, font: Font, character: str, height: float, angle: float):
        if character not in font:
            return None
        glyph = font[character]
        tall = height * (glyph.bottom - glyph.top)
        ink = shape_ink(glyph.ink, tall, angle, 0.0, self.stretch, 128.0)
        return _drawn(ink, (glyph.top + glyph.bottom) / 2 - 0.5)

    def _sign(self, character: str, height: float, angle: float, shear: float):
        if character not in self.sprites.signs:
            return None
        drawings = self.sprites.signs[character]
        strokes = drawings[self.rng.integers(len(drawings))]
        points = np.concatenate(strokes)[:, 1]
        pen = self.pen * height
        if character in ".,:":
            pen *= 1.3
        turned = shape_strokes(strokes, height, angle, shear, self.stretch, self.rng)
        middle = float(points.min() + points.max()) / 2 - 0.5
        return Drawn(draw_pen(turned, pen), middle)


def draw_source(sprites: Sprites, rng: np.random.Generator) -> str:
    """Choose a source of digits among those at hand."""
    having = [
        name
        for name in SOURCES
        if name in sprites.digits
        or name in sprites.strokes
        or getattr(sprites, name, None)
    ]
    shares = np.array([SOURCES[name] for name in having])
    return having[rng.choice(len(having), p=shares / shares.sum())]


def choose_font(sprites: Sprites, source: str, rng: np.random.Generator) -> Font:
    """Choose a font of "printed", "handwritten" or "segments"; printed has some."""
    fonts = getattr(sprites, source) or sprites.printed
    return fonts[rng.integers(len(fonts))]


def make_writer(
    sprites: Sprites,
    rng: np.random.Generator,
    pen: str | None = None,
    source: str | None = None,
    slanted: bool = False,
) -> Writer:
    """Choose a hand, its pen and its slant; `pen` is one of PENS."""
    if source is None:
        source = draw_source(sprites, rng)
        while pen and source not in STROKE_SOURCES:
            source = draw_source(sprites, rng)
    if pen is None:
        pen = str(rng.choice(["fine", "normal", "marker"], p=[0.3, 0.58, 0.12]))
    low, high = np.log(PENS[pen])
    shear = rng.uniform(0.3, 0.75) if slanted else rng.normal(0.08, 0.16)
    font = {}
    if source in ("printed", "handwritten", "segments"):
        font = choose_font(sprites, source, rng)
    return Writer(
        sprites,
        rng,
        source,
        pen=math.exp(rng.uniform(low, high)),
        shear=shear,
        stretch=math.exp(rng.normal(0, 0.13)),
        edge=rng.uniform(70, 180),
        is_mixed=not font and pen == "normal" and rng.random() < 0.2,
        font=font,
    )


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
    for points in strokes:
        y = points[:, 1]
        x = points[:, 0] - shear * y + bend * np.sin(3 * y + phase)
        shaped.append(np.stack([x, y], 1) @ matrix)
    return shaped


def draw_pen(strokes: list[np.ndarray], pen: float) -> np.ndarray:
    """Draw strokes, given in pixels, with a round pen; uint8 cropped tight."""
    points = np.concatenate(strokes)
    width = max(round(pen * SUPERSAMPLED), 1)
    margin = width / 2 + 2
    low = points.min(0) * SUPERSAMPLED - margin
    size = np.ptp(points, 0) * SUPERSAMPLED + 2 * margin
    wide, tall = (int(-(-s // SUPERSAMPLED) * SUPERSAMPLED) for s in size)
    canvas = Image.new("L", (wide, tall))
    draw = ImageDraw.Draw(canvas)
    radius = width / 2 - 0.5
    for stroke in strokes:
        placed = (stroke * SUPERSAMPLED - low).tolist()
        draw.line([tuple(point) for point in placed], fill=255, width=width)
        if width > 2:
            for x, y in placed:
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return _tight(np.asarray(canvas.reduce(SUPERSAMPLED)), VISIBLE // 2)


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
    return _tight(shaped.astype(np.uint8), VISIBLE)


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


def _tight(ink: np.ndarray, level: int) -> np.ndarray:
    seen = ink > level
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if not len(rows):
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _drawn(ink: np.ndarray, middle: float) -> Drawn | None:
    return Drawn(ink, middle) if ink.size else None
