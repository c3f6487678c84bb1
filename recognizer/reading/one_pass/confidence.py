"""How far a page read in one pass can be trusted."""

from dataclasses import dataclass

import numpy as np

from recognizer.reading.one_pass.selection import ScoredBoxes
from recognizer.readings import Verdict


@dataclass(frozen=True)
class TrustParams:
    """From scores to confidence and verdict.

    Attributes:
        score_exponent: of the score that a box is a digit, in a digit's confidence.
        min_read_confidence: of the least sure digit of a page that is `read`.
        max_rival_score: of a box that is left out, on a page that is `read`.
    """

    score_exponent: float = 0.5
    min_read_confidence: float = 0.85
    max_rival_score: float = 0.25


PARAMS = TrustParams()


def compute_confidences(
    digits: ScoredBoxes, run_confidences: np.ndarray, params: TrustParams = PARAMS
) -> np.ndarray:
    """Return the probability of each digit's label, float (n,), 0-1.

    Args:
        digits: n of a page.
        run_confidences: float (n,), the share of each in the probability of its line.
        params: of the combination.
    """
    alone = digits.digits.max(1, initial=0) * digits.scores**params.score_exponent
    return np.minimum(alone, run_confidences)


def find_verdict(
    confidences: np.ndarray,
    is_convincing: bool,
    left_out_score: float,
    params: TrustParams = PARAMS,
) -> Verdict:
    """Return the verdict on a page.

    Args:
        confidences: float (n,), of its digits.
        is_convincing: False where they are but a guess.
        left_out_score: the highest score of a box that is neither a digit of the page
            nor covered by one.
        params: of the decision.
    """
    if not len(confidences):
        return "nothing"
    is_whole = left_out_score < params.max_rival_score
    is_sure = float(confidences.min()) >= params.min_read_confidence
    return "read" if is_convincing and is_whole and is_sure else "unsure"
