"""Writers: who draws the characters of a page, with one pen, one hand or one font."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ml.data.drawings.strokes import draw_pen, shape_ink, shape_strokes
from ml.data.pages.sprites import Font, Sprites

# How often a writer takes each source; those that are missing are left out.
SOURCES = {
    "mnist": 0.34,
    "pen": 0.26,
    "forms": 0.14,
    "scan": 0.08,
    "handwritten": 0.07,
    "printed": 0.11,
}
MIN_PEN_PX = 0.75  # thinner strokes would fade
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
        one_shear: how much farther than other digits a 1 leans to the right.
        edge: gray level at which enlarged sprites are cut; lower is bolder.
        font: of printed and handwritten characters.
        is_mixed: every digit is of another source.
        pressure: how much the width of the pen changes along a stroke.
        repeats: how often every stroke is drawn, one over the other.
    """

    sprites: Sprites
    rng: np.random.Generator
    source: str
    pen: float = 0.08
    shear: float = 0.0
    stretch: float = 1.0
    one_shear: float = 0.0
    edge: float = 120.0
    is_mixed: bool = False
    pressure: float = 0.0
    repeats: int = 1
    font: Font = field(default_factory=dict)

    @property
    def has_pen(self) -> bool:
        """Return whether this writer draws with a pen of a known width."""
        return self.source in STROKE_SOURCES

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
        if character == "1":
            shear += self.one_shear
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
            return Drawn(self._penned(turned, height), 0.0)
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

    def _typed(
        self, font: Font, character: str, height: float, angle: float
    ) -> Drawn | None:
        if character not in font:
            return None
        glyph = font[character]
        tall = height * (glyph.bottom - glyph.top)
        ink = shape_ink(glyph.ink, tall, angle, 0.0, self.stretch, 128.0)
        return _drawn(ink, (glyph.top + glyph.bottom) / 2 - 0.5)

    def _sign(
        self, character: str, height: float, angle: float, shear: float
    ) -> Drawn | None:
        if character not in self.sprites.signs:
            font = choose_font(self.sprites, "handwritten", self.rng)
            return self._typed(font, character, height, angle)
        drawings = self.sprites.signs[character]
        strokes = drawings[self.rng.integers(len(drawings))]
        points = np.concatenate(strokes)[:, 1]
        turned = shape_strokes(strokes, height, angle, shear, self.stretch, self.rng)
        middle = float(points.min() + points.max()) / 2 - 0.5
        bold = 1.3 if character in ".,:" else 1.0
        return Drawn(self._penned(turned, bold * height), middle)

    def _penned(self, strokes: list[np.ndarray], height: float) -> np.ndarray:
        """Draw strokes with the own pen, as often as this writer does."""
        for _ in range(self.repeats - 1):
            shift = self.rng.normal(0, 0.025, (len(strokes), 1, 2)) * height
            strokes = strokes + [s + d for s, d in zip(strokes, shift, strict=False)]
        phase = self.rng.uniform(0, 6)
        return draw_pen(
            strokes, max(self.pen * height, MIN_PEN_PX), self.pressure, phase
        )


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
    is_slanted: bool = False,
    repeats: int = 1,
) -> Writer:
    """Choose a hand, its pen and its slant.

    Args:
        sprites: what there is to draw.
        rng: of every choice.
        pen: one of PENS; only strokes are drawn with a certain pen.
        source: one of SOURCES, or "segments"; by default any.
        is_slanted: leans far to the right.
        repeats: how often every stroke is drawn.
    """
    if source is None:
        source = draw_source(sprites, rng)
        while (pen or repeats > 1) and source not in STROKE_SOURCES:
            source = draw_source(sprites, rng)
    if pen is None:
        pen = str(rng.choice(["fine", "normal", "marker"], p=[0.3, 0.58, 0.12]))
    low, high = np.log(PENS[pen])
    shear = rng.uniform(0.3, 0.75) if is_slanted else rng.normal(0.08, 0.16)
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
        one_shear=rng.uniform(0.2, 0.8) if rng.random() < 0.1 else 0.0,
        edge=rng.uniform(70, 180),
        is_mixed=not font and pen == "normal" and repeats == 1 and rng.random() < 0.2,
        pressure=rng.uniform(0, 0.4) if rng.random() < 0.5 else 0.0,
        repeats=repeats,
        font=font,
    )


def _drawn(ink: np.ndarray, middle: float) -> Drawn | None:
    return Drawn(ink, middle) if ink.size else None
