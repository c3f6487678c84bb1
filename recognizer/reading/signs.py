"""Signs of a page, and which of them take the place of a digit.

A sign and a digit are rivals for one place: a slash may be a 1 as well. Whichever
is likelier takes it, so that no sign is read as a digit, nor a digit as a sign.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from ml.data.number_texts import CLASSES
from ml.detection.detections import Detections, compute_overlaps
from ml.digits import LABELS
from recognizer.reading.numbers import LEADING_SIGNS
from recognizer.reading.selection import (
    ScoredBoxes,
    Selection,
    SelectionParams,
    select_digits,
)


@dataclass(frozen=True)
class SignParams:
    """How signs are found.

    Attributes:
        detector_share: exponent of the detector's score of a sign; the glyph network's
            has the rest.
        small_detector_share: the same of a point, comma, minus or colon, which the
            glyph network sees without the digits beside it.
        min_score: of a sign.
        min_ratio: of the score of a sign to that of a digit in the same place.
        max_iou: of a sign with another sign, or with a digit.
        max_inside: share of the smaller one that both cover.
        max_colon_ratio: height of a colon, as a multiple of the digits' median height.
    """

    detector_share: float = 0.5
    small_detector_share: float = 0.9
    min_score: float = 0.3
    min_ratio: float = 1.0
    max_iou: float = 0.4
    max_inside: float = 0.7
    max_colon_ratio: float = 1.0


PARAMS = SignParams()
SMALL_SIGNS = ".,-:"
POINTS = ".,:"  # two of them, one above the other, are a colon


@dataclass(frozen=True)
class ScoredSigns:
    """Boxes that are signs.

    Attributes:
        text: one character of `SIGNS` each.
        boxes: float (n, 4), left, top, right, bottom in pixels.
        scores: float (n,), 0-1.
    """

    text: str
    boxes: np.ndarray
    scores: np.ndarray

    def part(self, chosen: np.ndarray) -> "ScoredSigns":
        """Return some of them, by index or bool (n,)."""
        indices = np.arange(len(self.boxes))[chosen]
        text = "".join(self.text[i] for i in indices)
        return ScoredSigns(text, self.boxes[indices], self.scores[indices])


def score_signs(
    found: Detections, glyphs: np.ndarray, params: SignParams = PARAMS
) -> np.ndarray:
    """Return how likely each box is each sign, float (n, 6), 0-1.

    Args:
        found: n detections.
        glyphs: float (n, 17), probabilities of the glyph network.
        params: of the decision.
    """
    signs = slice(LABELS, len(CLASSES))
    shares = np.array(
        [
            params.small_detector_share
            if sign in SMALL_SIGNS
            else params.detector_share
            for sign in CLASSES[signs]
        ]
    )
    return found.scores[:, signs] ** shares * glyphs[:, signs] ** (1 - shares)


def find_signs(
    found: Detections,
    glyphs: np.ndarray,
    digit_scores: np.ndarray,
    params: SignParams = PARAMS,
) -> tuple[ScoredSigns, np.ndarray]:
    """Find the boxes that are likelier signs than digits.

    Args:
        found: n detections.
        glyphs: float (n, 17), probabilities of the glyph network.
        digit_scores: float (n,), that a box is a digit.
        params: of the decision.

    Returns:
        The signs, and bool (n, k): which boxes stand in the place of which sign.
    """
    scores = score_signs(found, glyphs, params)
    best = scores.max(1, initial=0)
    rivals = params.min_ratio * digit_scores
    is_sign = (best >= params.min_score) & (best > rivals)
    iou, inside = compute_overlaps(found.boxes)
    covers = (iou > params.max_iou) | (inside > params.max_inside)
    kept: list[int] = []
    for i in np.argsort(-best, kind="stable"):
        if is_sign[i] and not covers[i, kept].any():
            kept.append(int(i))
    in_place = (iou[:, kept] > params.max_iou) & (best[kept] > rivals[:, None])
    text = "".join(CLASSES[LABELS + scores[i].argmax()] for i in kept)
    return ScoredSigns(text, found.boxes[kept], best[kept]), in_place


def select_beside(
    found: ScoredBoxes,
    signs: ScoredSigns,
    in_place: np.ndarray,
    params: SelectionParams,
) -> Selection:
    """Select the digits of a page among the boxes that are no signs.

    A slash, comma or colon stands between two digits; elsewhere it may be a slanted 1.
    Where no other box convinces, the best guess is made among all boxes.

    Args:
        found: n boxes.
        signs: k of them, as `find_signs` returns them.
        in_place: bool (n, k), which boxes stand in the place of which sign.
        params: of the selection.
    """
    are_signs = np.asarray(in_place.any(1))
    selection = select_digits(found.part(~are_signs), params)
    if not selection.is_convincing and len(signs.text):
        return replace(select_digits(found, params), is_convincing=False)
    may_lead = np.array([sign in LEADING_SIGNS for sign in signs.text], bool)
    are_between = _are_between(signs.boxes, selection.digits.boxes)
    are_signs = np.asarray(in_place[:, may_lead | are_between].any(1))
    selection = select_digits(found.part(~are_signs), params)
    doubt = found.scores[are_signs].max(initial=selection.left_out_score)
    return replace(selection, left_out_score=float(doubt))


def _are_between(signs: np.ndarray, digits: np.ndarray) -> np.ndarray:
    """Return which signs, bool (k,), have digits at their height on both sides."""
    low = np.maximum(signs[:, None, 1], digits[None, :, 1])
    high = np.minimum(signs[:, None, 3], digits[None, :, 3])
    dx = digits[None, :, ::2].mean(-1) - signs[:, None, ::2].mean(-1)
    is_left, is_right = (low < high) & (dx < 0), (low < high) & (dx > 0)
    return is_left.any(1) & is_right.any(1)


def score_signs_in_place(
    found: Detections,
    glyphs: np.ndarray,
    digits: np.ndarray,
    params: SignParams = PARAMS,
) -> float:
    """Return the highest score, 0-1, of a sign in the place of one of the digits.

    A digit alone has no such rival: a sign is not written alone.

    Args:
        found: n detections.
        glyphs: float (n, 17), probabilities of the glyph network.
        digits: float (m, 4), boxes.
        params: of the decision.
    """
    count = len(digits)
    if count < 2:
        return 0.0
    iou, _ = compute_overlaps(np.concatenate([digits, found.boxes]))
    in_place = (iou[:count, count:] > params.max_iou).any(0)
    scores = score_signs(found, glyphs, params).max(1, initial=0)
    return float(scores[in_place].max(initial=0))


def find_written(
    signs: ScoredSigns, digits: np.ndarray, params: SignParams = PARAMS
) -> ScoredSigns:
    """Return the signs that are no part of a digit, such as the bar of a 7.

    Args:
        signs: found on a page.
        digits: float (m, 4), boxes of its digits, m at least 1.
        params: of the decision.
    """
    count = len(signs.boxes)
    iou, inside = compute_overlaps(np.concatenate([signs.boxes, digits]))
    covers = (iou > params.max_iou) | (inside > params.max_inside)
    is_covered = covers[:count, count:].any(1)
    free = signs.part(np.flatnonzero(~is_covered))
    height = float(np.median(digits[:, 3] - digits[:, 1]))
    return join_points(free, params.max_colon_ratio * height)


def join_points(signs: ScoredSigns, max_height: float) -> ScoredSigns:
    """Return signs in which two points, one above the other, are a colon."""
    text, boxes = list(signs.text), signs.boxes.copy()
    kept = np.ones(len(text), bool)
    points = [i for i, sign in enumerate(text) if sign in POINTS]
    for i, j in combinations(points, 2):
        low = np.minimum(boxes[i, :2], boxes[j, :2])
        width, height = np.maximum(boxes[i, 2:], boxes[j, 2:]) - low
        is_above = width < np.ptp(boxes[i, ::2]) + np.ptp(boxes[j, ::2])
        if kept[i] and is_above and height <= max_height:
            text[i], kept[j] = ":", False
            boxes[i] = *low, low[0] + width, low[1] + height
    return ScoredSigns("".join(text), boxes, signs.scores).part(kept)


def erase(gray: np.ndarray, signs: np.ndarray, digits: np.ndarray) -> np.ndarray:
    """Return a page with paper where signs were, but for the boxes of its digits.

    The line reader would take a slash for a 1.

    Args:
        gray: uint8 (height, width) page.
        signs: float (n, 4), boxes in pixels.
        digits: float (m, 4), boxes in pixels.
    """
    if not len(signs):
        return gray
    is_digit = np.zeros(gray.shape, bool)
    for area in map(_to_slices, digits):
        is_digit[area] = True
    clean = gray.copy()
    for area in map(_to_slices, signs):
        part = gray[area]
        if part.size:
            rim = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
            clean[area] = np.where(is_digit[area], part, np.uint8(np.median(rim)))
    return clean


def _to_slices(box: np.ndarray) -> tuple[slice, slice]:
    left, top = np.floor(box[:2]).astype(int).clip(0)
    right, bottom = np.ceil(box[2:]).astype(int)
    return slice(top, max(bottom, 0)), slice(left, max(right, 0))
