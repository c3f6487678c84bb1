"""Lines of digits composed of single ones, to train and to test on."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.data.backgrounds import draw_paper
from ml.data.datasets import Samples
from ml.data.strokes import crop_to_ink
from ml.digits import LABELS
from ml.line_images import LINE_HEIGHT_PX, LINE_MARGIN_PX

MOST_DIGITS = 10
WIDTHS = (96, 160, 256, 352)  # strips of a batch are padded to the same of these
BORROWED = 0.25  # share of the digits that another hand wrote
ONES = 0.12  # share of the strips that begin with one to three 1s
REPEATED = 0.1  # share of the digits that are like the one before
CUT = 0.05  # share of the strips that begin within a character
SIGNS = "-", "=", "=", "z", ".-", ",-", "--"  # z: an = without lifting the pen
FIRST = np.log10(1 + 1 / np.arange(1, 10))  # how often amounts begin with 1-9 (Benford)


@dataclass(frozen=True)
class Strip:
    """A line of digits.

    Attributes:
        x: uint8 (32, width); 255 is ink.
        labels: what it says.
    """

    x: np.ndarray
    labels: tuple[int, ...]


@dataclass(frozen=True)
class _Piece:
    """One character: its ink and what it says; no label where it is no digit.

    A point may follow it.
    """

    ink: np.ndarray
    label: int | None = None
    pointed: bool = False


class Composer:
    """Draws strips from single digits and characters that are none."""

    def __init__(self, hands: list[Samples], strangers: Samples | None):
        """Take digits by source, so that one strip is of one kind, and non-digits."""
        self.hands, self.strangers = hands, strangers
        self._by_label = [
            [np.flatnonzero(hand.y == label) for label in range(LABELS)]
            for hand in hands
        ]

    def draw(self, rng: np.random.Generator) -> Strip:
        """Draw one strip."""
        pieces, height = self._pieces(rng), rng.uniform(15, 28)
        ink, labels = _row(pieces, height, rng)
        if rng.random() < 0.12:
            ink = np.maximum(ink, self._neighbor_line(ink.shape[1], height, rng))
        x = _printed(_penned(ink, rng), rng)
        if rng.random() < 0.5:  # a crop of a photo ends before its strip
            x[:, :LINE_MARGIN_PX] = x[:, x.shape[1] - LINE_MARGIN_PX :] = 0
        return Strip((np.clip(x, 0, 1) * 255).astype(np.uint8), labels)

    def _pieces(self, rng: np.random.Generator) -> list[_Piece]:
        hand = int(rng.integers(len(self.hands)))
        count = 0 if rng.random() < 0.04 else int(rng.integers(1, MOST_DIGITS))
        labels = rng.integers(LABELS, size=count)
        for i in np.flatnonzero(rng.random(count) < REPEATED):
            labels[i] = labels[max(i - 1, 0)]
        if count and rng.random() < 0.15:  # round amounts: zeros to the end
            labels[-int(rng.integers(2, 5)) :] = 0
        pointed = np.zeros(count, bool)
        if count and rng.random() < 0.4:  # an amount
            labels[0] = rng.choice(9, p=FIRST) + 1
            pointed[-4::-3] = rng.random() < 0.6
        if rng.random() < ONES:
            labels[: int(rng.integers(1, 4))] = 1
        pieces = [
            replace(self._digit(hand, rng, int(label)), pointed=bool(point))
            for label, point in zip(labels, pointed, strict=True)
        ]
        if self.strangers and rng.random() < 0.15:
            for _ in range(rng.integers(1, 4)):
                stranger = self.strangers.x[rng.integers(len(self.strangers)), ..., 0]
                place = int(rng.integers(len(pieces) + 1))
                pieces.insert(place, _Piece(crop_to_ink(stranger)))
        return pieces

    def _digit(
        self, hand: int, rng: np.random.Generator, label: int | None = None
    ) -> _Piece:
        """Return any digit of one hand, or a certain one; some forms are borrowed."""
        if rng.random() < BORROWED:
            hand = int(rng.integers(len(self.hands)))
        among = self._by_label[hand][
            int(rng.integers(LABELS)) if label is None else label
        ]
        if not len(among):
            among = np.arange(len(self.hands[hand]))
        i = rng.choice(among)
        samples = self.hands[hand]
        return _Piece(crop_to_ink(samples.x[i, ..., 0]), int(samples.y[i]))

    def _neighbor_line(self, width: int, height: float, rng: np.random.Generator):
        """Return the tails of the line above, or the heads of that below."""
        hand = int(rng.integers(len(self.hands)))
        count = max(int(width / height), 1)
        row, _ = _row([self._digit(hand, rng) for _ in range(count)], height, rng)
        row = row[:, :width]
        shift = int(LINE_HEIGHT_PX * rng.uniform(0.72, 0.9)) * rng.choice([-1, 1])
        moved = ndimage.shift(row, (shift, 0), order=0)
        return np.pad(moved, ((0, 0), (0, width - moved.shape[1])))


def _row(pieces: list[_Piece], height: float, rng: np.random.Generator):
    """Put characters side by side: float32 (32, width) in [0, 1], and the labels."""
    gap, spread = rng.uniform(-0.12, 0.5) * height, rng.uniform(0, 0.12) * height
    if rng.random() < 0.3:
        gap = rng.uniform(-0.12, 0.06) * height
    slope, shear = rng.normal(0, 0.03), rng.normal(0.1, 0.24)
    if rng.random() < 0.12:
        shear = rng.uniform(0.35, 0.75)
    cut = rng.uniform(0, 0.4) if rng.random() < CUT else 0.0
    stretch = rng.uniform(0.75, 1.25)
    low, shrunk_from = _low_part(len(pieces), rng)
    canvas = np.zeros((LINE_HEIGHT_PX, 700), np.float32)
    foot = min((LINE_HEIGHT_PX + height) / 2 + rng.normal(0, 1.5), LINE_HEIGHT_PX - 0.5)
    right, labels = float(LINE_MARGIN_PX + rng.uniform(0, 8)), []
    for i, piece in enumerate(pieces):
        part = low if i >= shrunk_from else 1.0
        own = height * part * np.exp(rng.normal(0, 0.07))
        drawn = _sized(piece.ink, own, stretch, shear)
        if not i:
            drawn = drawn[:, round(cut * drawn.shape[1]) :]
        top = foot + slope * right - own + rng.normal(0, 0.04) * height
        top = min(max(top, -1), max(LINE_HEIGHT_PX + 1 - own, -1))
        left = right + max(gap + rng.normal(0, 1) * spread, -0.15 * height)
        left = max(left, LINE_MARGIN_PX)
        if left + drawn.shape[1] > canvas.shape[1] - 2 * LINE_HEIGHT_PX:
            break
        _paste(canvas, drawn, round(top), round(left))
        zeros = i and piece.label == 0 == pieces[i - 1].label
        if i and rng.random() < (0.3 if zeros else 0.06):  # the pen was not lifted
            level = max(top, 0) + rng.uniform(0, 0.4) * own
            start, long = right - 0.2 * own, left - right + 0.4 * own
            _dash(canvas, start, level, max(long, 1), rng.normal(0, 0.15), rng)
        right = left + drawn.shape[1]
        if piece.label is not None:
            labels.append(piece.label)
        if piece.pointed or rng.random() < 0.1:
            right = _dot(canvas, right, foot + slope * right, height, rng)
        if rng.random() < 0.04:
            right += rng.uniform(0.4, 1.5) * height
    if rng.random() < 0.35:
        middle = foot + slope * right - rng.uniform(0.35, 1.0) * height
        right = _sign(canvas, right, middle, height, rng)
    width = min(round(right + LINE_MARGIN_PX + rng.uniform(0, 10)), WIDTHS[-1])
    return canvas[:, :width], tuple(labels[:MOST_DIGITS])


def _low_part(count: int, rng: np.random.Generator) -> tuple[float, int]:
    """Return how much lower the last digits are, as cents often are, and from where."""
    if count > 2 and rng.random() < 0.12:
        return rng.uniform(0.5, 0.8), int(rng.integers(1, count))
    return 1.0, count


def _sized(ink: np.ndarray, height: float, stretch: float, shear: float):
    """Return one character at its height, sheared; float32 (h, w) in [0, 1]."""
    rows, columns = ink.shape
    # A dash stays as flat as it is beside a digit that fills the field.
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
    """Put ink on the canvas; what is above or below it is cut off."""
    first = max(-top, 0)
    drawn = drawn[first : max(LINE_HEIGHT_PX - top, 0)]
    place = canvas[top + first : top + first + len(drawn), left:][:, : drawn.shape[1]]
    np.maximum(place, drawn, out=place)


def _dot(canvas, right: float, foot: float, height: float, rng) -> float:
    """Write a point or a comma; return where it ends."""
    left, long = right + rng.uniform(-0.05, 0.15) * height, rng.uniform(0.05, 0.3)
    y, x = np.mgrid[:LINE_HEIGHT_PX, : canvas.shape[1]].astype(np.float32)
    foot = foot - rng.uniform(-0.1, 0.1) * height
    lean = rng.uniform(0, 0.6)
    down = np.clip(y - foot, 0, long * height)
    distance = np.hypot(x - left + lean * down, y - foot - down)
    radius = rng.uniform(0.05, 0.1) * height
    np.maximum(canvas, np.clip(radius + 0.7 - distance, 0, 1), out=canvas)
    return left + 2 * radius


def _sign(canvas, right: float, middle: float, height: float, rng) -> float:
    """Write what amounts end with; return where it ends."""
    sign = SIGNS[rng.integers(len(SIGNS))]
    for mark in sign:
        right += rng.uniform(0.1, 0.4) * height
        if mark in ".,":
            right = _dot(canvas, right, middle + height / 2, height, rng)
            continue
        long = rng.uniform(0.3, 0.8) * height
        tilt = rng.normal(-0.1, 0.15)
        apart = rng.uniform(0.08, 0.14)
        levels = (rng.normal(0, 0.1),) if mark == "-" else (-apart, apart)
        for level in levels:
            _dash(canvas, right, middle + level * height, long, tilt, rng)
        if mark == "z":
            _dash(canvas, right, middle, long, -2 * apart * height / long, rng)
        right += long
    return right


def _dash(canvas, left: float, middle: float, long: float, tilt: float, rng) -> None:
    y, x = np.mgrid[:LINE_HEIGHT_PX, : canvas.shape[1]].astype(np.float32)
    along = np.clip(x - left, 0, long)
    distance = np.hypot(x - left - along, y - middle - tilt * (along - long / 2))
    np.maximum(canvas, np.clip(rng.uniform(1, 2) - distance, 0, 1), out=canvas)


def _penned(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Write the same with another pen: thicker, thinner, fainter, coarser."""
    if rng.random() < 0.35:
        ink = ink ** rng.uniform(0.5, 2.0)
    elif rng.random() < 0.25:
        ink += rng.uniform(0, 0.9) * (ndimage.maximum_filter(ink, 3) - ink)
    if rng.random() < 0.3:
        ink = ndimage.gaussian_filter(ink, rng.uniform(0.3, 0.9))
    if rng.random() < 0.15:
        fray = ndimage.gaussian_filter(rng.normal(size=ink.shape), 0.8)
        ink = ink * np.clip(1 + rng.uniform(0.3, 1.2) * fray, 0, 1.3)
    return ink * rng.uniform(0.65, 1.15)


def _printed(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Put the writing on paper: print shows through, and the scan adds its noise."""
    paper = draw_paper(*ink.shape, rng)
    x = np.maximum(ink, paper) if rng.random() < 0.5 else ink + paper * (1 - ink)
    if rng.random() < 0.4:
        x = x + rng.normal(size=x.shape) * rng.uniform(0, 0.12)
    if rng.random() < 0.3:
        floor = rng.uniform(0, 0.3)
        x = (x - floor) / (1 - floor)
    return x
