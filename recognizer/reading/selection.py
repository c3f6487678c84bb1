"""Which of the detected boxes are digits of the page, and which digits they are.

Three networks have their say. The detector sees the whole page and knows where a
character stands; the glyph network sees one box closely and knows whether it holds a
digit, half of one or two; the classifier sees the ink alone and knows best which digit
it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.detection.detections import Detections, compute_overlaps
from ml.digits import LABELS


@dataclass(frozen=True)
class SelectionParams:
    """How scores are combined; fixed on the tuning half of the development pictures.

    Attributes:
        detector_share: exponent of the detector's class scores; the other networks'
            have the rest.
        classifier_share: exponent of the classifier's probabilities in that rest.
        ink_weight: how far ink that the classifier takes for a digit outweighs a glyph
            network that takes the box for none.
        few_boxes: of a page, so that the classifier is asked about each that may be a
            digit. On other pages it is not asked where the other networks agree: that
            changes no text of the tuned pages and saves nine of ten of its glyphs.
        min_agreed_glyph: of a digit by the glyph network, to agree on it.
        min_agreed_detector: of the same digit by the detector.
        min_class_prob: of a digit by the classifier, so that it rules nothing out.
        min_score: of a digit that is kept.
        small_ratio: of the tallest digit; what is lower needs more.
        min_small_score: of such a low digit.
        min_guess_score: of the best box, where none is kept, to be returned as a guess.
        max_iou: of two digits that are kept.
        max_inside: share of the smaller of two kept digits that both cover.
    """

    detector_share: float = 0.35
    classifier_share: float = 0.5
    ink_weight: float = 0.7
    few_boxes: int = 10
    min_agreed_glyph: float = 0.8
    min_agreed_detector: float = 0.3
    min_class_prob: float = 1e-4
    min_score: float = 0.5
    small_ratio: float = 0.5
    min_small_score: float = 0.8
    min_guess_score: float = 0.3
    max_iou: float = 0.4
    max_inside: float = 0.7


PARAMS = SelectionParams()

TINY = 1e-6  # keeps logarithms finite


@dataclass(frozen=True)
class ScoredBoxes:
    """Boxes with the say of all networks.

    Attributes:
        boxes: float (n, 4), left, top, right, bottom in pixels.
        scores: float (n,), 0-1, that a box is one whole character of the page.
        digits: float (n, 10), rows sum to 1: which digit, if it is one.
        ink_scores: float (n,), 0-1, that the ink alone is a digit.
    """

    boxes: np.ndarray
    scores: np.ndarray
    digits: np.ndarray
    ink_scores: np.ndarray

    def __len__(self) -> int:
        return len(self.boxes)

    def part(self, chosen: np.ndarray) -> "ScoredBoxes":
        """Return some of them, by index or bool (n,)."""
        return ScoredBoxes(
            self.boxes[chosen],
            self.scores[chosen],
            self.digits[chosen],
            self.ink_scores[chosen],
        )


def join(parts: Sequence[ScoredBoxes]) -> ScoredBoxes:
    """Return the boxes of all parts, in their order."""
    return ScoredBoxes(
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.digits for part in parts]),
        np.concatenate([part.ink_scores for part in parts]),
    )


def combine_scores(
    found: Detections,
    glyphs: np.ndarray,
    classes: np.ndarray,
    params: SelectionParams = PARAMS,
) -> ScoredBoxes:
    """Combine what all networks say of the same boxes.

    Args:
        found: n detections.
        glyphs: float (n, 17), probabilities of the glyph network; digits first.
        classes: float (n, 11), probabilities of the classifier; digits first.
        params: of the combination.
    """
    is_glyph = np.clip(glyphs[:, :LABELS].sum(1), 0, 1)
    is_ink = np.clip(classes[:, :LABELS].sum(1), 0, 1)
    is_digit = 1 - (1 - is_glyph) * (1 - params.ink_weight * is_ink)
    detected = found.scores[:, :LABELS].max(1, initial=0)
    closely = (1 - params.classifier_share) * np.log(glyphs[:, :LABELS] + TINY)
    closely += params.classifier_share * np.log(
        classes[:, :LABELS] + params.min_class_prob
    )
    log_digits = params.detector_share * np.log(found.scores[:, :LABELS] + TINY)
    log_digits += (1 - params.detector_share) * closely
    digits = np.exp(log_digits - log_digits.max(1, initial=-np.inf, keepdims=True))
    return ScoredBoxes(
        found.boxes,
        np.sqrt(detected * is_digit),
        digits / digits.sum(1, keepdims=True),
        is_ink,
    )


def agree(
    found: Detections, glyphs: np.ndarray, params: SelectionParams = PARAMS
) -> np.ndarray:
    """Return for each box, bool (n,), whether two networks are sure of one digit.

    Args:
        found: n detections.
        glyphs: float (n, 17), probabilities of the glyph network; digits first.
        params: how sure each has to be.
    """
    detected, read = found.scores[:, :LABELS], glyphs[:, :LABELS]
    is_same = detected.argmax(1) == read.argmax(1)
    is_read = read.max(1) >= params.min_agreed_glyph
    return is_same & is_read & (detected.max(1) >= params.min_agreed_detector)


def to_ink_classes(glyphs: np.ndarray) -> np.ndarray:
    """Return the glyph network's opinion as the classifier would give it.

    Args:
        glyphs: float (n, 17), probabilities; digits first.

    Returns:
        float (n, 11), the digits and everything else.
    """
    digits = glyphs[:, :LABELS]
    return np.concatenate([digits, 1 - digits.sum(1, keepdims=True)], 1)


@dataclass(frozen=True)
class Selection:
    """The digits of a page.

    Attributes:
        candidates: everything that may be a digit.
        digits: those that are, in no particular order.
        is_convincing: False where the only digit is the best guess.
        left_out_score: highest score of a box that no digit covers and that is left
            out; 0.0 if there is none.
    """

    candidates: ScoredBoxes
    digits: ScoredBoxes
    is_convincing: bool
    left_out_score: float


def select_digits(found: ScoredBoxes, params: SelectionParams = PARAMS) -> Selection:
    """Select the digits of a page; where no box convinces, the best one as a guess."""
    rivals = found.part(suppress_rivals(found, params))
    kept = rivals.scores >= params.min_score
    if kept.any():
        heights = rivals.boxes[:, 3] - rivals.boxes[:, 1]
        is_small = heights < params.small_ratio * heights[kept].max()
        kept &= ~is_small | (rivals.scores >= params.min_small_score)
        left_out = rivals.scores[~kept & ~is_small].max(initial=0)
        return Selection(found, rivals.part(kept), True, float(left_out))
    best = rivals.scores.argmax() if len(rivals) else 0
    is_guess = len(rivals) and rivals.scores[best] >= params.min_guess_score
    guess = rivals.part(np.array([best] if is_guess else [], int))
    return Selection(found, guess, False, 0.0)


def suppress_rivals(found: ScoredBoxes, params: SelectionParams = PARAMS) -> np.ndarray:
    """Return the indices, int (k,), of boxes that no better one covers; best first."""
    order = np.argsort(-found.scores, kind="stable")
    iou, inside = compute_overlaps(found.boxes)
    covers = (iou > params.max_iou) | (inside > params.max_inside)
    kept: list[int] = []
    for i in order:
        if not covers[i, kept].any():
            kept.append(int(i))
    return np.array(kept, int)
