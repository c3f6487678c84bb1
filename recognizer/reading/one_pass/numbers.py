"""Digits that belong together, and the signs between them, as numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recognizer.reading.one_pass.text_lines import find_grid, find_slope

SIGNS = ".,-+/:"


@dataclass(frozen=True)
class NumberParams:
    """Limits of the grouping, relative to the median height of the line's digits.

    Attributes:
        max_gap_ratio: between characters of one number, edge to edge.
        max_gap_steps: the same, as a multiple of the line's median gap.
        max_corridor_ratio: the same, where the gap is part of a white corridor through
            all lines of the page, as between the columns of a table.
        min_corridor_lines: lines that show a corridor.
        min_sign_prob: of a sign that is written into a number.
    """

    max_gap_ratio: float = 0.7
    max_gap_steps: float = 3.0
    max_corridor_ratio: float = 0.3
    min_corridor_lines: int = 3
    min_sign_prob: float = 0.3


PARAMS = NumberParams()


@dataclass(frozen=True)
class Characters:
    """Digits and signs of a page.

    Attributes:
        text: one character each, 0-9 or a sign.
        boxes: float (n, 4), left, top, right, bottom in pixels.
        lines: int (n,), text line of each.
    """

    text: str
    boxes: np.ndarray
    lines: np.ndarray

    @property
    def is_digit(self) -> np.ndarray:
        return np.array([c not in SIGNS for c in self.text], bool)


@dataclass(frozen=True)
class NumberGroup:
    """One number of a page.

    Attributes:
        text: as written, with its signs.
        members: indices of its characters, from left to right.
        box: float (4,), around its characters.
        line: text line.
        row, column: 0-based place in a grid; None elsewhere.
    """

    text: str
    members: tuple[int, ...]
    box: np.ndarray
    line: int
    row: int | None = None
    column: int | None = None


def find_numbers(page: Characters, params: NumberParams = PARAMS) -> list[NumberGroup]:
    """Group the characters of a page into numbers, in reading order.

    Signs before the first digit of a number stay only where they are a minus, a plus or
    a decimal point; signs behind its last digit are left out.
    """
    corridors = _find_corridors(page, params)
    groups = [
        group
        for line in np.unique(page.lines)
        for group in _split_line(
            page, np.flatnonzero(page.lines == line), corridors, params
        )
    ]
    numbers = [_number(page, group) for group in groups if _digits_of(page, group)]
    if not numbers:
        return []
    boxes = np.stack([number.box for number in numbers])
    lines = np.array([number.line for number in numbers])
    grid = find_grid(boxes, lines)
    if grid is None:
        return numbers
    return [
        NumberGroup(n.text, n.members, n.box, n.line, int(row), int(column))
        for n, row, column in zip(numbers, *grid, strict=True)
    ]


def _find_corridors(page: Characters, params: NumberParams) -> np.ndarray:
    """Return the white corridors between columns, float (n, 2), left and right.

    They are vertical in the coordinates of the leveled page, see `_across`.
    """
    digits = np.flatnonzero(page.is_digit)
    if len(np.unique(page.lines[digits])) < params.min_corridor_lines:
        return np.zeros((0, 2))
    left, right = _across(page, digits)
    order = np.argsort(left)
    covered = np.maximum.accumulate(right[order])
    starts, ends = covered[:-1], left[order][1:]
    is_free = ends - starts > params.max_corridor_ratio * _height(page, digits)
    both_sides = [
        sum(_is_on_both_sides(page, digits, line, left, x) for line in set(page.lines))
        >= params.min_corridor_lines
        for x in starts
    ]
    chosen = is_free & np.array(both_sides, bool)
    return np.stack([starts[chosen], ends[chosen]], 1)


def _is_on_both_sides(
    page: Characters, digits: np.ndarray, line: int, left: np.ndarray, x: float
) -> bool:
    own = left[page.lines[digits] == line]
    return bool((own > x).any() and (own <= x).any())


def _across(page: Characters, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return left and right edges, as if the lines of the page were level."""
    boxes = page.boxes[chosen]
    shift = find_slope(page.boxes[page.is_digit]) * (boxes[:, 1] + boxes[:, 3]) / 2
    return boxes[:, 0] + shift, boxes[:, 2] + shift


def _height(page: Characters, digits: np.ndarray) -> float:
    return float(np.median(page.boxes[digits, 3] - page.boxes[digits, 1]))


def _split_line(
    page: Characters, members: np.ndarray, corridors: np.ndarray, params: NumberParams
) -> Iterator[np.ndarray]:
    """Yield the indices of each number of one line."""
    members = members[np.argsort(page.boxes[members, 0], kind="stable")]
    digits = members[page.is_digit[members]]
    if not len(digits):
        return
    height = _height(page, digits)
    gaps = page.boxes[members[1:], 0] - page.boxes[members[:-1], 2]
    usual = np.median(gaps.clip(0)) if len(gaps) else 0.0
    limit = max(params.max_gap_ratio * height, 0)
    wide = gaps > limit
    # A line written wide keeps together what a narrow one would part.
    if len(gaps) > 1 and usual > 0:
        wide &= gaps > min(params.max_gap_steps * usual, 2 * limit)
    left, right = _across(page, members)
    for start, end in corridors:
        wide |= (right[:-1] <= start + 1) & (left[1:] >= end - 1)
    yield from np.split(members, np.flatnonzero(wide) + 1)


def _digits_of(page: Characters, group: np.ndarray) -> bool:
    return bool(page.is_digit[group].any())


def _number(page: Characters, group: np.ndarray) -> NumberGroup:
    text = "".join(page.text[i] for i in group)
    last = max(i for i, c in enumerate(text) if c not in SIGNS)
    first = min(i for i, c in enumerate(text) if c not in SIGNS)
    if first and text[first - 1] in "-+.":
        first -= 1
    members = tuple(int(i) for i in group[first : last + 1])
    boxes = page.boxes[list(members)]
    box = np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)])
    line = int(page.lines[members[0]])
    return NumberGroup(text[first : last + 1], members, box, line)
