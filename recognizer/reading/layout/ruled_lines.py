"""Ruled and squared paper and forms: long thin lines are taken off the ink.

Lines are found by votes for slope and height, after Hough and Duda, "Use of the Hough
transformation to detect lines and curves in pictures" (1972), and followed on a gentle
curve, since paper bends.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from recognizer.reading.binarization.thresholding import SOLID
from recognizer.reading.layout.cell_walls import find_walls

SHORTEST_FLAT = 48  # pixels; the bar of a 7 on a small drawing is shorter
SHORTEST_UPRIGHT = 120  # pixels; a strip cut from a form holds upright strokes so long
SPAN = 0.45  # of the page's side: so much of a line has to show
SEED = 0.25  # also of its straightest part, where paper bends
WHOLE = 0.8  # of the columns along a bent line: digits in a column leave gaps
CROSSED = 1.8  # times as thick as the line: a stroke that crosses it
SMALL_PAGE = 120  # pixels; a rule on less runs from border to border
BORDER = 0.05  # of the page's side: what counts as its border
DARKER = 1.4  # times as strong as the line: a stroke that lies on it
THICKEST = 0.03  # of the page's side
THICKEST_SMALL = 6  # pixels, on pages so small that blur thickens their lines
SOLID_ON_PAGE = 60  # also where rules may be much fainter than the writing
STRIP = 2.5  # times as long as high: one line of a form, which has no faint rules
RIM = 2  # pixels of soft rim on each side of a line
SLOPES = np.linspace(-0.12, 0.12, 49)
MAX_LINES = 60
MAX_FAILED = 8  # in turn: the rules of a page get the most votes
NEAR = 5  # rows of a band that a line lies in
MAX_VOTERS = 12_000


@dataclass(frozen=True)
class Unruled:
    """Ink without the lines of its paper.

    Attributes:
        ink: uint8 (H, W); 0 is paper.
        walls: bool (H, W), the walls of boxes that were taken off too; None where none.
    """

    ink: np.ndarray
    walls: np.ndarray | None = None


def without_lines(ink: np.ndarray) -> list[Unruled]:
    """Take off long flat and upright lines; strokes that cross them stay.

    Args:
        ink: uint8 (H, W); 0 is paper.

    Returns:
        What the ink may be, likeliest first: without the walls of boxes between the
        lines too, without lines alone; nothing where there is no line.
    """
    height, width = ink.shape
    none = np.zeros(ink.shape, bool)
    flat = _flat_lines(ink) if width >= SHORTEST_FLAT else none
    upright = _flat_lines(ink.T).T if height >= SHORTEST_UPRIGHT else none
    lines = flat | upright
    if not lines.any():
        return []
    unruled = Unruled(np.where(lines, 0, ink))
    walls = find_walls(np.where(upright, 0, ink), flat)
    if not walls.any():
        return [unruled]
    return [Unruled(np.where(walls, 0, unruled.ink), walls), unruled]


def _flat_lines(ink: np.ndarray) -> np.ndarray:
    """Return the mask of lines that run from left to right.

    Where a stroke crosses a line its ink reaches far up or down, so only upright runs
    of little height belong to the line; where it lies on the line it is often darker.
    """
    height, width = ink.shape
    is_strip = max(ink.shape) > STRIP * min(ink.shape)
    strokes = (ink > (SOLID if is_strip else SOLID_ON_PAGE)).view(np.uint8)
    thickest = max(round(THICKEST * height), THICKEST_SMALL)
    flat = strokes & ~_opened(strokes, thickest + 1)
    x, y, thickness = _runs(flat)
    lines, fainter = np.zeros((2, *ink.shape), bool)
    if len(x) * NEAR > SPAN * width * height:  # noise: every band looks like a line
        return lines
    seed = SPAN if height < SMALL_PAGE else SEED
    failed = 0
    for _ in range(MAX_LINES):
        near = _best_line(x, y, width, height)
        if np.count_nonzero(near) < seed * width:
            break
        straight = near
        near, curve = _followed(x, y, near)
        is_line = _is_line(x[straight], x[near], width)
        if not is_line or not _reaches_border(x[near], width, height < SMALL_PAGE):
            x, y, thickness = x[~straight], y[~straight], thickness[~straight]
            failed += 1
            if failed == MAX_FAILED:
                break
            continue
        failed = 0
        usual = float(np.median(thickness[near]))
        strength = np.median(ink[y[near].astype(int), x[near].astype(int)])
        on_line = np.abs(y - curve(x)) <= usual / 2 + 2
        thin = on_line & (thickness <= CROSSED * usual + 1)
        _mark(lines, x[thin], y[thin], thickness[thin])
        fainter |= lines & (ink <= DARKER * strength)
        x, y, thickness = x[~on_line], y[~on_line], thickness[~on_line]
    return fainter


def _is_line(straight: np.ndarray, followed: np.ndarray, width: int) -> bool:
    """Return whether a line is long enough: straight, or bent and without gaps.

    Args:
        straight: columns of its straightest part.
        followed: columns of all of it.
        width: of the page.
    """
    if len(straight) >= SPAN * width:
        return True
    covered = len(np.unique(followed))
    return covered >= max(SPAN * width, WHOLE * np.ptp(followed))


def _reaches_border(x: np.ndarray, width: int, both: bool) -> bool:
    """Return whether a line leaves the picture, as rules do; bars of letters do not."""
    left, right = x.min() <= BORDER * width, x.max() >= (1 - BORDER) * width
    return bool(left and right if both else left or right)


def _runs(flat: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return column, middle row and height of every upright run, float (n,) each."""
    edges = np.diff(np.pad(flat.T.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    x, first = np.nonzero(edges == 1)
    _, last = np.nonzero(edges == -1)
    return x.astype(float), (first + last - 1) / 2, (last - first).astype(float)


def _best_line(x: np.ndarray, y: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return which runs lie on the line that most runs lie on, bool (n,)."""
    step = max(len(x) // MAX_VOTERS, 1)
    rise = (x[::step] - width / 2)[None] * SLOPES[:, None]
    beyond = int(SLOPES[-1] * width / 2) + 1  # a line may meet the middle out of view
    rows = np.rint(y[::step] - rise).astype(int) + beyond
    high = height + 2 * beyond
    places = rows + np.arange(len(SLOPES))[:, None] * high
    votes = np.bincount(places.ravel(), minlength=len(SLOPES) * high)
    votes = ndimage.uniform_filter1d(votes.reshape(-1, high).astype(float), 3)
    slope, row = np.unravel_index(votes.argmax(), votes.shape)
    return np.abs(y - row + beyond - (x - width / 2) * SLOPES[slope]) <= NEAR / 2


def _followed(
    x: np.ndarray, y: np.ndarray, near: np.ndarray
) -> tuple[np.ndarray, np.polynomial.Polynomial]:
    """Return the runs that follow a line along its gentle curve, and the curve."""
    curve = np.polynomial.Polynomial.fit(x[near], y[near], 1)
    for reach, degree in ((6.0, 3), (4.0, 3)):
        closer = np.abs(y - curve(x)) <= reach
        near = closer if np.count_nonzero(closer) > 8 else near
        curve = np.polynomial.Polynomial.fit(x[near], y[near], degree)
    return near, curve


def _mark(
    mask: np.ndarray, x: np.ndarray, y: np.ndarray, thickness: np.ndarray
) -> None:
    """Set the pixels of upright runs and of their soft rims.

    Args:
        mask: bool (H, W), changed in place.
        x: column of every run.
        y: middle row of every run.
        thickness: height of every run.
    """
    heights = thickness.astype(int) + 2 * RIM
    first = np.repeat((y - (thickness - 1) / 2).astype(int) - RIM, heights)
    within = np.arange(heights.sum()) - np.repeat(np.cumsum(heights) - heights, heights)
    rows = np.clip(first + within, 0, len(mask) - 1)
    mask[rows, np.repeat(x.astype(int), heights)] = True


def _opened(mask: np.ndarray, rows: int) -> np.ndarray:
    """Return the mask of ink in upright runs of at least so many pixels."""
    eroded = ndimage.minimum_filter1d(mask, rows, axis=0, mode="constant")
    return ndimage.maximum_filter1d(eroded, rows, axis=0, origin=-((rows + 1) % 2))
