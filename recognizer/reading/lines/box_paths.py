"""How well a text fits the boxes along a line: the best path through all low peaks.

A path goes through the boxes from left to right. Each is one digit of the text, or no
digit at all; a digit of the text may stand where no box is.
"""

from dataclasses import dataclass

import numpy as np

from recognizer.reading.selection import ScoredBoxes

NO_BOX = -1
Rows = list[list[float]]


@dataclass(frozen=True)
class PathParams:
    """Probabilities along a path.

    Attributes:
        no_box_prob: that a digit has no box.
        max_score: of a box, so that none is certain; 1 minus this is the least.
        min_digit_prob: of a label in a box.
    """

    no_box_prob: float = 0.06
    max_score: float = 0.98
    min_digit_prob: float = 1e-4


PARAMS = PathParams()


def fit_text(
    boxes: ScoredBoxes, text: tuple[int, ...], params: PathParams = PARAMS
) -> tuple[float, np.ndarray]:
    """Return the log-probability of the best path, and the box of each digit.

    Args:
        boxes: n along one line, left to right, none covering another.
        text: m labels 0-9.
        params: of the path.

    Returns:
        The log-probability, and int (m,) indices of boxes, -1 where there is none.
    """
    scores = np.clip(boxes.scores, 1 - params.max_score, params.max_score)
    taken = np.log(scores)[:, None] + np.log(
        np.maximum(boxes.digits, params.min_digit_prob)
    )
    left_out = np.log(1 - scores)
    no_box = float(np.log(params.no_box_prob))
    # Of each box, what it adds as each digit of the text. Lists, because Python takes
    # six times as long over single values of an array.
    fits: Rows = taken[:, list(text)].tolist()
    lacks: list[float] = left_out.tolist()
    best: Rows = [(no_box * np.arange(len(text) + 1)).tolist()]
    for fit, lack in zip(fits, lacks, strict=True):
        above = best[-1]
        row = [above[0] + lack]
        for j, one in enumerate(fit):
            row.append(max(above[j] + one, above[j + 1] + lack, row[j] + no_box))
        best.append(row)
    return best[-1][-1], _trace_back(best, fits, lacks)


def _trace_back(best: Rows, fits: Rows, lacks: list[float]) -> np.ndarray:
    i, j = len(best) - 1, len(best[0]) - 1
    found = np.full(j, NO_BOX)
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + fits[i - 1][j - 1]:
            i, j = i - 1, j - 1
            found[j] = i
        elif best[i][j] == best[i - 1][j] + lacks[i - 1]:
            i -= 1
        else:
            j -= 1
    return found


def vary_texts(boxes: ScoredBoxes, min_score: float) -> set[tuple[int, ...]]:
    """Return the texts that the boxes alone suggest.

    Args:
        boxes: along one line, left to right.
        min_score: of the boxes of the first of them.

    Returns:
        The digits of all boxes above a score, for every score; and, above `min_score`,
        with the second label of each box.
    """
    first, second = boxes.digits.argsort(1)[:, :-3:-1].T
    texts = {
        tuple(map(int, first[boxes.scores >= limit]))
        for limit in {min_score, *boxes.scores[boxes.scores < 2 * min_score]}
    }
    kept = boxes.scores >= min_score
    for i in np.flatnonzero(kept):
        labels = first.copy()
        labels[i] = second[i]
        texts.add(tuple(map(int, labels[kept])))
    return texts
