"""How far the reading of a page can be trusted.

Logistic models (Platt, "Probabilistic outputs for support vector machines", 1999) turn
what the networks say into the probability of being right: one for a digit, and one for
the text of a page with several digits.
"""

from dataclasses import dataclass

import numpy as np

from recognizer.reading.selection import ScoredBoxes
from recognizer.readings import Verdict

TINY = 1e-6  # keeps log odds finite


@dataclass(frozen=True)
class TrustParams:
    """From scores to confidence and verdict.

    The weights are fitted on the halves of the development pictures that are tuned on:
    those of a digit on pictures with one, non-digits included, as wrong whatever they
    are read as; those of a text on numbers and pages. The ink of a lone digit says
    much about it; in a text, that of its neighbors intrudes.

    Attributes:
        lone_bias: log odds of a digit alone on its page.
        lone_label_weight: of the log odds of its label.
        lone_score_weight: of the log odds that it is a digit.
        lone_ink_weight: of the log odds that its ink by itself is one.
        digit_bias, label_weight, score_weight: the same of a digit in a text.
        text_bias: log odds of a text.
        digits_weight: of the log odds that all digits are right if independent.
        lines_weight: of the log odds of the texts of its lines.
        left_out_weight: of the score of the best box that was left out.
        sign_weight: of the score of a sign in the place of a digit.
        min_read_digit: confidence in the only digit of a page that is `read`.
        min_read_cutout: the same where the whole picture is a cut-out digit.
        min_read_text: confidence in the text of other pages that are `read`.
        min_read_least: confidence in the least certain of its digits.
        max_rival_score: of a box that is left out, on a page that is `read`.
        max_sign_score: the same of a sign in the place of a digit.
        min_guess: confidence in the best digit of a page that is not `nothing`.
    """

    lone_bias: float = -1.57
    lone_label_weight: float = 0.15
    lone_score_weight: float = 1.38
    lone_ink_weight: float = 0.31
    digit_bias: float = -2.05
    label_weight: float = 0.85
    score_weight: float = 1.46
    text_bias: float = 0.68
    digits_weight: float = 0.23
    lines_weight: float = 0.24
    left_out_weight: float = -2.38
    sign_weight: float = -2.61
    min_read_digit: float = 0.95
    min_read_cutout: float = 0.99
    min_read_text: float = 0.93
    min_read_least: float = 0.7
    max_rival_score: float = 0.25
    max_sign_score: float = 0.25
    min_guess: float = 0.01


PARAMS = TrustParams()


@dataclass(frozen=True)
class Trust:
    """How far the digits of a page can be trusted.

    Attributes:
        digits: float (n,), probability of each label, 0-1.
        text: probability that all of them are right, 0-1.
        verdict: on the page.
    """

    digits: np.ndarray
    text: float
    verdict: Verdict


@dataclass(frozen=True)
class Doubts:
    """What else a page may hold.

    Attributes:
        left_out_score: the highest score of a box that is neither a digit of the page
            nor covered by one.
        sign_score: the highest score of a sign that one of the digits may be.
        is_guess: no box convinces; the digit is but the best of them.
        is_cut_short: the page took so much work that a part of it was left out.
    """

    left_out_score: float = 0.0
    sign_score: float = 0.0
    is_guess: bool = False
    is_cut_short: bool = False


def find_trust(
    digits: ScoredBoxes,
    run_confidences: np.ndarray,
    doubts: Doubts,
    params: TrustParams = PARAMS,
) -> Trust:
    """Return confidence and verdict.

    Args:
        digits: n of a page, at least one.
        run_confidences: float (n,), the share of each in the probability of its line.
        doubts: about the page as a whole.
        params: of the decision.
    """
    alone = compute_digit_confidences(digits, params)
    text = float(alone[0])
    if len(digits) > 1:
        text = _compute_text_confidence(alone, run_confidences, doubts, params)
    min_text = params.min_read_text if len(digits) > 1 else params.min_read_digit
    is_sure = text >= min_text and alone.min() >= params.min_read_least
    is_whole = (
        not doubts.is_guess
        and not doubts.is_cut_short
        and doubts.left_out_score < params.max_rival_score
        and doubts.sign_score < params.max_sign_score
    )
    verdict: Verdict = "read" if is_sure and is_whole else "unsure"
    if alone.max() < params.min_guess:
        verdict = "nothing"
    return Trust(np.minimum(alone, run_confidences), text, verdict)


def compute_digit_confidences(
    digits: ScoredBoxes, params: TrustParams = PARAMS
) -> np.ndarray:
    """Return the probability of each digit's label by itself, float (n,), 0-1."""
    label, score = _to_log_odds(digits.digits.max(1, initial=0)), digits.scores
    if len(digits) == 1:
        return _to_probability(
            params.lone_bias
            + params.lone_label_weight * label
            + params.lone_score_weight * _to_log_odds(score)
            + params.lone_ink_weight * _to_log_odds(digits.ink_scores)
        )
    return _to_probability(
        params.digit_bias
        + params.label_weight * label
        + params.score_weight * _to_log_odds(score)
    )


def _compute_text_confidence(
    alone: np.ndarray,
    run_confidences: np.ndarray,
    doubts: Doubts,
    params: TrustParams,
) -> float:
    return float(
        _to_probability(
            params.text_bias
            + params.digits_weight * _to_log_odds(alone.prod())
            + params.lines_weight * _to_log_odds(run_confidences.prod())
            + params.left_out_weight * doubts.left_out_score
            + params.sign_weight * doubts.sign_score
        )
    )


def _to_log_odds(probabilities: np.ndarray) -> np.ndarray:
    clipped = np.clip(probabilities, TINY, 1 - TINY)
    return np.log(clipped / (1 - clipped))


def _to_probability(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-log_odds)))
