"""Line images cut from composed pages, as the reader of a page cuts them."""

from collections.abc import Iterator

import numpy as np

from ml.data.lines.composer import LineImage
from ml.data.lines.writing import BATCH_WIDTHS_PX, MAX_DIGITS
from ml.data.pages.composer import Composer, Page
from ml.digits import LABELS
from ml.inputs.gray_lines import crop_line, fit_slope, level_boxes

SIDES_PX = (192, 256, 384)
MAX_PER_PAGE = 3  # lines of one page look alike
MAX_GAP = 1.5  # between digits of one line image, in heights
MAX_SLOPE = 0.3  # steeper lines are not read as lines
MARGIN = 0.6  # before the first and after the last digit, in heights, at most
MARGIN_JITTER = (-0.05, 0.3)  # above and below
MIN_SINGLE_PROB = 0.1  # that a digit alone is cut, too


def cut_lines(
    composer: Composer, count: int, rng: np.random.Generator
) -> Iterator[LineImage]:
    """Compose pages until so many lines are cut from them, and yield those.

    Args:
        composer: makes the pages.
        count: of the lines.
        rng: chooses the lines and their margins.
    """
    found = 0
    while found < count:
        page = composer.compose(int(rng.choice(SIDES_PX)))
        runs = [run for run in find_runs(page) if _is_chosen(run, rng)]
        for i in rng.permutation(len(runs))[:MAX_PER_PAGE]:
            image = cut_line(page, runs[i], rng)
            if image is not None and found < count:
                found += 1
                yield image


def find_runs(page: Page) -> Iterator[np.ndarray]:
    """Yield the digits of each line, int (k,), split at wide gaps; left to right.

    Lines of turned pages, whose digits were not written from left to right, are left
    out.
    """
    digits = page.classes < LABELS
    for line in np.unique(page.lines[digits & (page.lines >= 0)]):
        members = np.flatnonzero(digits & (page.lines == line))
        boxes = page.boxes[members]
        order = np.argsort(boxes[:, 0] + boxes[:, 2])
        if (np.diff(order) < 0).any():
            continue
        members, boxes = members[order], boxes[order]
        height = np.median(boxes[:, 3] - boxes[:, 1])
        gaps = boxes[1:, 0] - boxes[:-1, 2]
        yield from np.split(members, np.flatnonzero(gaps > MAX_GAP * height) + 1)


def cut_line(page: Page, run: np.ndarray, rng: np.random.Generator) -> LineImage | None:
    """Return the line image of some digits; None if they don't stand on a line.

    Args:
        page: that they are of.
        run: int (k,), the digits, left to right.
        rng: chooses the margins.
    """
    boxes = page.boxes[run]
    slope = fit_slope(boxes)
    if abs(slope) > MAX_SLOPE:
        return None
    middle = float(boxes[:, 0].min() + boxes[:, 2].max()) / 2
    level = level_boxes(boxes, slope, middle)
    top, bottom = level[:, 1].min(), level[:, 3].max()
    height = bottom - top
    above, below = rng.uniform(*MARGIN_JITTER, 2) * height
    left, right = _find_ends(page, run, rng.uniform(0, MARGIN, 2) * height)
    box = np.array([left, top - above, right, bottom + below])
    image = (255 * crop_line(page.image, box, slope)).astype(np.uint8)
    if image.shape[1] > BATCH_WIDTHS_PX[-1]:
        return None
    return LineImage(image, tuple(int(label) for label in page.classes[run]))


def _is_chosen(run: np.ndarray, rng: np.random.Generator) -> bool:
    return len(run) <= MAX_DIGITS and (len(run) > 1 or rng.random() < MIN_SINGLE_PROB)


def _find_ends(page: Page, run: np.ndarray, margins: np.ndarray) -> tuple[float, float]:
    """Return left and right of a run with its margins, short of what stands beside."""
    boxes = page.boxes[run]
    left, right = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    others = np.setdiff1d(np.flatnonzero(page.classes < LABELS), run)
    top, bottom = boxes[:, 1].min(), boxes[:, 3].max()
    beside = page.boxes[others]
    beside = beside[(beside[:, 1] < bottom) & (beside[:, 3] > top)]
    before = beside[beside[:, 2] <= left, 2].max(initial=-np.inf)
    behind = beside[beside[:, 0] >= right, 0].min(initial=np.inf)
    return (
        max(left - margins[0], (left + before) / 2),
        min(right + margins[1], (right + behind) / 2),
    )
