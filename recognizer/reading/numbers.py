"""Digits that belong together, and the signs between them, as numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from recognizer.reading.lines.text_lines import find_grid, find_slope
from recognizer.readings import Box, Digit, Number, joint_confidence

SIGNS = ".,-+/:"
LEADING_SIGNS = "-+."  # those that stay before the first digit
NOT_A_DIGIT = -1  # in place of the index of a digit


class Sign(NamedTuple):
    """A sign of a page.

    Attributes:
        text: one of `SIGNS`.
        box: in pixels of the upright photo.
        score: 0-1; of several signs between two digits, the highest one counts.
    """

    text: str
    box: Box
    score: float = 1.0


@dataclass(frozen=True)
class NumberParams:
    """Limits of the grouping, relative to the median height of the line's digits.

    Attributes:
        max_gap_ratio: between characters of one number, edge to edge.
        max_gap_steps: the same, as a multiple of the line's median gap.
        max_corridor_ratio: the same, where the gap is part of a white corridor through
            all lines of the page, as between the columns of a table.
        min_corridor_lines: lines that show a corridor.
        max_sign_rise: of the middle of a sign above or below the digit beside it.
    """

    max_gap_ratio: float = 0.7
    max_gap_steps: float = 3.0
    max_corridor_ratio: float = 0.3
    min_corridor_lines: int = 3
    max_sign_rise: float = 0.4


PARAMS = NumberParams()


@dataclass(frozen=True)
class Characters:
    """Digits and signs in reading order, as if the lines of the page were level.

    Attributes:
        text: one character each, 0-9 or a sign.
        boxes: float (n, 4), left, top, right, bottom of the turned, leveled page.
        lines: int (n,), text line of each.
        digits: int (n,), index of the digit in its reading; `NOT_A_DIGIT` for a sign.
        scores: float (n,), 0-1, of the signs.
        places: of each in pixels of the upright photo.
    """

    text: str
    boxes: np.ndarray
    lines: np.ndarray
    digits: np.ndarray
    scores: np.ndarray
    places: tuple[Box, ...]

    @property
    def are_digits(self) -> np.ndarray:
        """Return bool (n,)."""
        return self.digits != NOT_A_DIGIT


def find_numbers(
    digits: Sequence[Digit], signs: Sequence[Sign] = (), params: NumberParams = PARAMS
) -> tuple[Number, ...]:
    """Group the digits of a page into numbers, in reading order.

    Every digit belongs to one number. Signs before the first digit of a number stay
    only where they are a minus, a plus or a decimal point; signs behind its last digit
    are left out.

    Args:
        digits: in reading order.
        signs: in any order.
        params: limits of the grouping.
    """
    if not digits:
        return ()
    page = _lay_out(digits, signs, params)
    corridors = _find_corridors(page, params)
    groups = [
        _trim(page, group)
        for line in np.unique(page.lines)
        for group in _split_line(
            page, np.flatnonzero(page.lines == line), corridors, params
        )
        if page.are_digits[group].any()
    ]
    boxes = np.stack([_bound(page.boxes[group]) for group in groups])
    grid = find_grid(boxes, np.array([page.lines[group[0]] for group in groups]))
    places = zip(*grid, strict=True) if grid else [(None, None)] * len(groups)
    return tuple(
        _to_number(page, group, digits, place)
        for group, place in zip(groups, places, strict=True)
    )


def _lay_out(
    digits: Sequence[Digit], signs: Sequence[Sign], params: NumberParams
) -> Characters:
    """Turn and level the page, and put each sign into its line."""
    places = [digit.box for digit in digits] + [sign.box for sign in signs]
    lines = np.array([digit.line for digit in digits])
    boxes = _turn(np.array(places, float), _find_turn(digits))
    boxes = _level(boxes, find_slope(boxes[: len(digits)]))
    beside = _find_neighbors(boxes, len(digits), params)
    lines = np.concatenate([lines, np.where(beside < 0, -1, lines[beside])])
    order = _order(boxes, lines, len(digits))
    indices = np.arange(len(places))
    text = [str(d.label) for d in digits] + [sign.text for sign in signs]
    return Characters(
        "".join(text[i] for i in order),
        boxes[order],
        lines[order],
        np.where(indices < len(digits), indices, NOT_A_DIGIT)[order],
        np.array([1.0] * len(digits) + [sign.score for sign in signs])[order],
        tuple(places[i] for i in order),
    )


def _find_turn(digits: Sequence[Digit]) -> int:
    """Return by how many quarters the page is turned clockwise, 0-3.

    Digits of a line follow each other to the right, lines downwards.
    """
    across, down = np.zeros(2), np.zeros(2)
    for one, next_one in pairwise(digits):
        step = _center(next_one.box) - _center(one.box)
        if one.line == next_one.line:
            across += step
        else:
            down += step
    x, y = across if across.any() else (down[1], -down[0])
    return int(np.argmax([x, y, -x, -y]))


def _turn(boxes: np.ndarray, quarters: int) -> np.ndarray:
    """Return boxes of a page that is turned back counterclockwise."""
    for _ in range(quarters):
        left, top, right, bottom = boxes.T
        boxes = np.stack([top, -right, bottom, -left], 1)
    return boxes


def _level(boxes: np.ndarray, slope: float) -> np.ndarray:
    """Return boxes with the slope of the lines, rise of y over x, taken out."""
    x, y = _center(boxes.T)
    shift = np.stack([slope * y, -slope * x], 1)
    return boxes + np.concatenate([shift, shift], 1)


def _find_neighbors(boxes: np.ndarray, count: int, params: NumberParams) -> np.ndarray:
    """Return the digit beside each sign, int (n - count,); -1 where there is none.

    Args:
        boxes: float (n, 4), those of the digits first.
        count: of the digits.
        params: limits of the grouping.
    """
    digits, signs = boxes[None, :count], boxes[count:, None]
    height = np.median(boxes[:count, 3] - boxes[:count, 1])
    gap = np.maximum(signs[..., 0] - digits[..., 2], digits[..., 0] - signs[..., 2])
    middle, rise = signs[..., 1::2].mean(-1), params.max_sign_rise * height
    is_beside = (middle > digits[..., 1] - rise) & (middle < digits[..., 3] + rise)
    is_beside &= gap <= params.max_gap_ratio * height
    nearest = np.where(is_beside, gap, np.inf).argmin(1)
    return np.where(is_beside.any(1), nearest, -1)


def _order(boxes: np.ndarray, lines: np.ndarray, count: int) -> np.ndarray:
    """Return the indices of all characters in lines, in reading order.

    Args:
        boxes: float (n, 4), those of the digits first, which are in order already.
        lines: int (n,); -1 for characters that are left out.
        count: of the digits.
    """
    centers = _center(boxes.T)[0]
    ranks = np.arange(len(boxes), dtype=float)
    for i in range(count, len(boxes)):
        own = np.flatnonzero(lines[:count] == lines[i])
        if len(own):
            before = np.searchsorted(np.maximum.accumulate(centers[own]), centers[i])
            ranks[i] = own[0] + before - 0.5
    order = np.lexsort((centers, ranks, lines))
    return order[lines[order] >= 0]


def _find_corridors(page: Characters, params: NumberParams) -> np.ndarray:
    """Return the white corridors between columns, float (n, 2), left and right."""
    digits = np.flatnonzero(page.are_digits)
    if len(np.unique(page.lines[digits])) < params.min_corridor_lines:
        return np.zeros((0, 2))
    left, right = page.boxes[digits, 0], page.boxes[digits, 2]
    order = np.argsort(left)
    covered = np.maximum.accumulate(right[order])
    starts, ends = covered[:-1], left[order][1:]
    is_free = ends - starts > params.max_corridor_ratio * _height(page, digits)
    names, lines = np.unique(page.lines[digits], return_inverse=True)
    firsts, lasts = np.full(len(names), np.inf), np.full(len(names), -np.inf)
    np.minimum.at(firsts, lines, left)
    np.maximum.at(lasts, lines, left)
    on_both_sides = (firsts <= starts[:, None]) & (lasts > starts[:, None])
    chosen = is_free & (on_both_sides.sum(1) >= params.min_corridor_lines)
    return np.stack([starts[chosen], ends[chosen]], 1)


def _height(page: Characters, digits: np.ndarray) -> float:
    return float(np.median(page.boxes[digits, 3] - page.boxes[digits, 1]))


def _split_line(
    page: Characters, members: np.ndarray, corridors: np.ndarray, params: NumberParams
) -> Iterator[np.ndarray]:
    """Yield the indices of each number of one line."""
    limit = params.max_gap_ratio * _height(page, members[page.are_digits[members]])
    left, right = page.boxes[members, 0], page.boxes[members, 2]
    gaps = left[1:] - right[:-1]
    usual = np.median(gaps.clip(0)) if len(gaps) else 0.0
    wide = gaps > limit
    # A line written wide keeps together what a narrow one would part.
    if len(gaps) > 1 and usual > 0:
        wide &= gaps > min(params.max_gap_steps * usual, 2 * limit)
    for start, end in corridors:
        wide |= (right[:-1] <= start + 1) & (left[1:] >= end - 1)
    yield from np.split(members, np.flatnonzero(wide) + 1)


def _trim(page: Characters, group: np.ndarray) -> np.ndarray:
    """Return the indices of a number without the signs that are not part of it."""
    digits = np.flatnonzero(page.are_digits[group])
    first = digits[0]
    is_led = first and page.text[group[first - 1]] in LEADING_SIGNS
    kept = group[first - 1 : first + 1] if is_led else group[[first]]
    for before, after in pairwise(digits):
        between = group[before + 1 : after]
        if len(between):
            kept = np.append(kept, between[page.scores[between].argmax()])
        kept = np.append(kept, group[after])
    return kept


def _to_number(
    page: Characters,
    group: np.ndarray,
    digits: Sequence[Digit],
    place: tuple[int | None, int | None],
) -> Number:
    own = page.digits[group][page.are_digits[group]].tolist()
    box = _bound(np.array([page.places[i] for i in group]))
    row, column = (None if index is None else int(index) for index in place)
    return Number(
        text="".join(page.text[i] for i in group),
        digits=tuple(own),
        box=Box(*box.tolist()),
        confidence=joint_confidence([digits[i] for i in own]),
        line=int(page.lines[group[0]]),
        row=row,
        column=column,
    )


def _bound(boxes: np.ndarray) -> np.ndarray:
    """Return the box, (4,), around boxes (n, 4)."""
    return np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)])


def _center(box: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return x and y of the middle of a box, or of boxes (4, n)."""
    left, top, right, bottom = box
    return np.array([left + right, top + bottom]) / 2
