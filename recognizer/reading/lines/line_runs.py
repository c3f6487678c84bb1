"""The runs of digits on a page that are read as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ml.inputs.gray_lines import fit_slope, level_boxes
from recognizer.reading.selection import (
    ScoredBoxes,
    Selection,
    join,
    suppress_rivals,
)


@dataclass(frozen=True)
class RunParams:
    """Which digits make a run.

    Attributes:
        max_gap: between digits of one run, in heights.
        max_slope: of a run.
        min_peak: of a box beside the run that belongs to it.
        min_peak_height: of such a box, as a ratio of the run's.
        margin: before the first and after the last digit, in heights, at most.
        sure_score, sure_label: of digits that need no second look: score and
            probability of the label.
        max_sure_gap: between such digits, in heights; in a wider one may be another.
    """

    max_gap: float = 1.5
    max_slope: float = 0.3
    min_peak: float = 0.12
    min_peak_height: float = 0.5
    margin: float = 0.6
    sure_score: float = 0.7
    sure_label: float = 0.9
    max_sure_gap: float = 0.6


PARAMS = RunParams()


@dataclass(frozen=True)
class Run:
    """Digits that stand close together on one line.

    Attributes:
        members: int (k,), indices of its digits, left to right.
        boxes: of everything along it that may be a digit, left to right.
        area: float (4,), left, top, right, bottom of its line image, as if level.
        slope: rise of y over x.
    """

    members: np.ndarray
    boxes: ScoredBoxes
    area: np.ndarray
    slope: float


def find_runs(
    selection: Selection,
    lines: np.ndarray,
    params: RunParams = PARAMS,
) -> Iterator[Run]:
    """Yield the runs of at least two digits, or of one with a low peak beside it.

    Where every digit is sure and no low peak is near, there is nothing to decide.

    Args:
        selection: the digits of a page, and what else may be a digit.
        lines: int (n,), the text line of each digit.
        params: of the runs.
    """
    digits, peaks = selection.digits, _find_low_peaks(selection, params)
    for line in np.unique(lines):
        members = _sort_across(digits, np.flatnonzero(lines == line))
        boxes = digits.boxes[members]
        height = np.median(boxes[:, 3] - boxes[:, 1])
        is_wide = boxes[1:, 0] - boxes[:-1, 2] > params.max_gap * height
        for part in np.split(members, np.flatnonzero(is_wide) + 1):
            slope = fit_slope(digits.boxes[part])
            if abs(slope) <= params.max_slope:
                near = _are_near(digits.boxes[part], peaks.boxes, slope, params)
                if near.any() or (
                    len(part) > 1 and not _are_sure(part, digits, params)
                ):
                    yield _to_run(part, digits, peaks.part(near), slope, params)
                    # What belongs to one run belongs to no other.
                    peaks = peaks.part(~near)


def _are_sure(members: np.ndarray, digits: ScoredBoxes, params: RunParams) -> bool:
    """Return whether digits, from left to right, need no second look."""
    run = digits.part(members)
    height = np.median(run.boxes[:, 3] - run.boxes[:, 1])
    gaps = run.boxes[1:, 0] - run.boxes[:-1, 2]
    return bool(
        run.scores.min() >= params.sure_score
        and run.digits.max(1).min() >= params.sure_label
        and gaps.max() <= params.max_sure_gap * height
    )


def _find_low_peaks(selection: Selection, params: RunParams) -> ScoredBoxes:
    """Return what may be digits beside those that are, and is covered by none."""
    found = selection.candidates
    peaks = found.part(suppress_rivals(found))
    boxes = selection.digits.boxes
    is_digit = (peaks.boxes[:, None] == boxes[None]).all(2).any(1)
    return peaks.part(~is_digit & (peaks.scores >= params.min_peak))


def _sort_across(boxes: ScoredBoxes, members: np.ndarray) -> np.ndarray:
    across = boxes.boxes[members, 0] + boxes.boxes[members, 2]
    return members[np.argsort(across)]


def _are_near(
    boxes: np.ndarray, peaks: np.ndarray, slope: float, params: RunParams
) -> np.ndarray:
    """Return which peaks, bool (k,), stand on the line of a run's boxes."""
    middle = _find_middle(boxes)
    level, near = level_boxes(boxes, slope, middle), level_boxes(peaks, slope, middle)
    top, bottom = level[:, 1].min(), level[:, 3].max()
    heights = level[:, 3] - level[:, 1]
    y = (near[:, 1] + near[:, 3]) / 2
    is_high = near[:, 3] - near[:, 1] >= params.min_peak_height * np.median(heights)
    reach = params.margin * (bottom - top)
    is_right = near[:, 2] > level[:, 0].min() - reach
    is_left = near[:, 0] < level[:, 2].max() + reach
    return np.asarray((y > top) & (y < bottom) & is_high & is_right & is_left)


def _to_run(
    members: np.ndarray,
    digits: ScoredBoxes,
    peaks: ScoredBoxes,
    slope: float,
    params: RunParams,
) -> Run:
    along = join([digits.part(members), peaks])
    along = along.part(_sort_across(along, np.arange(len(along))))
    boxes = digits.boxes[members]
    middle = _find_middle(boxes)
    level = level_boxes(boxes, slope, middle)
    top, bottom = level[:, 1].min(), level[:, 3].max()
    reach = params.margin * (bottom - top)
    left, right = along.boxes[:, 0].min(), along.boxes[:, 2].max()
    # The slope is taken out at the middle of the area.
    rise = slope * ((left + right) / 2 - middle)
    area = np.array([left - reach, top + rise, right + reach, bottom + rise])
    return Run(members, along, area, slope)


def _find_middle(boxes: np.ndarray) -> float:
    return float(boxes[:, 0].min() + boxes[:, 2].max()) / 2
