"""The sheet that layouts write on: layers of ink and print, and what stands where."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from ml.data.drawings.strokes import VISIBLE, draw_pen
from ml.data.number_texts import CLASSES, OTHER
from ml.data.pages.pens import Writer

MAX_OUTLINE_ROWS = 24
MIN_VISIBLE_SHARE = 0.97  # a digit that is cut more is not put down
PRINT_SCALE = 2  # print is drawn so many times as large, and reduced


class Place(NamedTuple):
    """Where a character stands in reading order; -1 is nowhere."""

    line: int = -1
    number: int = -1
    row: int = -1
    column: int = -1


NOWHERE = Place()
MIN_SIGN_PX = 3  # smaller points and commas are left unlabeled
CLASS_OF = {character: i for i, character in enumerate(CLASSES)}


@dataclass
class Panel:
    """An area with a ground and an ink of its own, such as a display.

    Attributes:
        corners: float (n, 2) x and y in pixels.
        paper, ink: gray levels.
    """

    corners: np.ndarray
    paper: float
    ink: float


class Sheet:
    """Ink and print in a frame of `width` and `height` within a square.

    Attributes:
        ink: uint8 (side, side), 255 is ink.
        classes, places: of every labeled mark.
        outlines: float (n, 2) each, points on the contour of every labeled mark.
        obstacles: boxes (left, top, right, bottom) of everything.
        panels: areas of their own tones, in the order they lie.
    """

    def __init__(self, side: int, width: int, height: int):
        self.side, self.width, self.height = side, width, height
        self.ink = np.zeros((side, side), np.uint8)
        self.classes: list[int] = []
        self.places: list[Place] = []
        self.outlines: list[np.ndarray] = []
        self.obstacles: list[tuple[float, float, float, float]] = []
        self.panels: list[Panel] = []
        self.is_printed = False
        self._print = Image.new("L", (PRINT_SCALE * side, PRINT_SCALE * side))
        self._draw = ImageDraw.Draw(self._print)
        self._numbers = 0

    @property
    def short_side(self) -> int:
        """The shorter side of the frame."""
        return min(self.width, self.height)

    def next_number(self) -> int:
        """Return an index that no other number has."""
        self._numbers += 1
        return self._numbers - 1

    def put(
        self,
        ink: np.ndarray,
        x: float,
        y: float,
        label: int | None = None,
        place: Place = NOWHERE,
    ) -> bool:
        """Write ink around a middle; return whether it was.

        Marks that would be cut by the frame are not written if they are labeled.
        """
        height, width = ink.shape
        left, top = round(x - width / 2), round(y - height / 2)
        x0, y0 = max(left, 0), max(top, 0)
        x1, y1 = min(left + width, self.width), min(top + height, self.height)
        if x1 - x0 < 1 or y1 - y0 < 1:
            return False
        visible = (x1 - x0) * (y1 - y0) / (width * height)
        if label is not None and visible < MIN_VISIBLE_SHARE:
            return False
        shown = ink[y0 - top : y1 - top, x0 - left : x1 - left]
        target = self.ink[y0:y1, x0:x1]
        np.maximum(target, shown, out=target)
        self.obstacles.append((x0, y0, x1, y1))
        if label is not None:
            self.classes.append(label)
            self.places.append(place)
            self.outlines.append(_outline(shown) + np.array([x0, y0]))
        return True

    def is_free(self, box: tuple[float, float, float, float], margin: float) -> bool:
        """Return whether nothing stands within a box and a margin around it."""
        left, top, right, bottom = box
        return all(
            right + margin < a or c + margin < left or bottom + margin < b
            or d + margin < top
            for a, b, c, d in self.obstacles
        )  # fmt: skip

    def rule(self, points: list[tuple[float, float]], width: float = 1.0) -> None:
        """Print a line through points."""
        scaled = [(PRINT_SCALE * x, PRINT_SCALE * y) for x, y in points]
        self._draw.line(scaled, fill=255, width=max(round(PRINT_SCALE * width), 1))
        self.is_printed = True

    def frame(
        self, left: float, top: float, right: float, bottom: float, width: float = 1.0
    ) -> None:
        """Print the outline of a rectangle."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self.rule([*corners, corners[0]], width)

    def fill(self, points: list[tuple[float, float]], level: int) -> None:
        """Print an area; 255 is full print."""
        scaled = [(PRINT_SCALE * x, PRINT_SCALE * y) for x, y in points]
        self._draw.polygon(scaled, fill=level)
        self.is_printed = True

    def dot(self, x: float, y: float, radius: float) -> None:
        """Print a dot."""
        s, r = PRINT_SCALE, PRINT_SCALE * radius
        self._draw.ellipse((s * x - r, s * y - r, s * x + r, s * y + r), fill=255)
        self.is_printed = True

    def print_ink(self, ink: np.ndarray, x: float, y: float) -> None:
        """Print ink around a middle, unlabeled."""
        image = Image.fromarray(ink).resize((2 * ink.shape[1], 2 * ink.shape[0]))
        corner = round(2 * x - ink.shape[1]), round(2 * y - ink.shape[0])
        self._print.paste(255, corner, image)
        self.is_printed = True

    def panel(
        self, corners: list[tuple[float, float]], paper: float, ink: float
    ) -> None:
        """Give an area a ground and an ink of its own."""
        self.panels.append(Panel(np.array(corners, float), paper, ink))

    def print_layer(self) -> Image.Image | None:
        """Return the print, 255 is full; None where there is none."""
        return self._print.reduce(PRINT_SCALE) if self.is_printed else None

    def content(self) -> tuple[float, float, float, float] | None:
        """Return the box around all marks; None where there are none."""
        if not self.obstacles:
            return None
        boxes = np.array(self.obstacles)
        return (*boxes[:, :2].min(0), *boxes[:, 2:].max(0))

    def heights(self) -> np.ndarray:
        """Return the heights of the digits, in pixels."""
        return np.array(
            [
                np.ptp(outline[:, 1])
                for outline, label in zip(self.outlines, self.classes, strict=True)
                if label < 10
            ]
        )


@dataclass(frozen=True)
class Style:
    """How a line is written.

    Attributes:
        height: of digits, in pixels.
        gap: between characters, in digit heights; touching digits have less than 0.
        angle: of the line, degrees clockwise.
        spread: how uneven gap, height and foot are, in digit heights.
    """

    height: float
    gap: float
    angle: float = 0.0
    spread: float = 0.05


def write_text(
    sheet: Sheet,
    writer: Writer,
    text: str,
    corner: tuple[float, float],
    style: Style,
    place: Place = NOWHERE,
) -> float:
    """Write a text to the right of a point.

    Args:
        sheet: is written on.
        writer: draws the characters.
        text: digits, signs, spaces and letters.
        corner: left end of the line through the middles of the digits.
        style: how it is written.
        place: line, row and column of every character. Numbers are counted here: they
            end at spaces and at "=".

    Returns:
        The length of what was written, in pixels.
    """
    rng, height = writer.rng, style.height
    number, advance = sheet.next_number(), 0.0
    for character in text:
        if character == " ":
            advance += height * rng.uniform(0.45, 0.8)
            number = sheet.next_number()
            continue
        own = height * math.exp(rng.normal(0, style.spread))
        drawn = writer.draw(character, own, style.angle + rng.normal(0, 1.5))
        if drawn is None or not drawn.ink.size:
            continue
        tall, wide = drawn.ink.shape
        below = drawn.middle * own + rng.normal(0, style.spread * 0.6) * height
        dx, dy = turn(advance + wide / 2, below, style.angle)
        label = _label(character, tall, wide)
        if character == "=":
            number = sheet.next_number()
        own_place = place._replace(number=number if label != OTHER else -1)
        sheet.put(drawn.ink, corner[0] + dx, corner[1] + dy, label, own_place)
        is_joined = style.gap < 0.02 and label is not None and rng.random() < 0.12
        if is_joined and writer.has_pen:
            _join(sheet, writer, (corner[0] + dx, corner[1] + dy), drawn.ink.shape)
        gap = style.gap + rng.normal(0, max(style.gap * 0.3, style.spread * 0.4))
        advance += max(wide + max(gap, -0.2) * height, 1)
    return advance


def _join(
    sheet: Sheet, writer: Writer, middle: tuple[float, float], shape: tuple[int, ...]
) -> None:
    """Draw the stroke of a pen that was not lifted after a digit, unlabeled."""
    rng, (tall, wide) = writer.rng, shape
    x, y = middle[0] + wide / 2, middle[1] + rng.uniform(-0.5, 0.3) * tall
    ends = [(-0.2, 0), (0.15, rng.normal(0, 0.1)), (0.5, rng.normal(0, 0.15))]
    ink = draw_pen([np.array(ends) * tall], max(writer.pen * tall, 0.8))
    sheet.put(ink, x + 0.15 * tall, y)


def _label(character: str, tall: int, wide: int) -> int | None:
    label = CLASS_OF.get(character, OTHER)
    is_small = label >= 10 and max(tall, wide) < MIN_SIGN_PX
    return None if is_small or min(tall, wide) < 1 else label


def turn(x: float, y: float, angle: float) -> tuple[float, float]:
    """Turn a vector clockwise by degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cos - y * sin, x * sin + y * cos


def _outline(ink: np.ndarray) -> np.ndarray:
    """Return points on the contour, float (n, 2): x and y of pixels' outer corners."""
    seen = ink > VISIBLE // 2
    rows = np.flatnonzero(seen.any(1))
    if not len(rows):
        height, width = ink.shape
        return np.array([(0.0, 0.0), (width, height)])
    if len(rows) > MAX_OUTLINE_ROWS:
        rows = rows[np.linspace(0, len(rows) - 1, MAX_OUTLINE_ROWS).astype(int)]
    left = seen[rows].argmax(1)
    right = seen.shape[1] - seen[rows, ::-1].argmax(1)
    columns = np.flatnonzero(seen.any(0))
    ends = columns[[0, -1]]
    first, last = seen[:, ends].argmax(0), columns[-1]
    x = np.concatenate([left, right, left, right, [columns[0], last + 1]])
    y = np.concatenate([rows, rows, rows + 1, rows + 1, first + 0.5])
    return np.stack([x, y], 1).astype(float)
