"""From a gray picture to a reading in one pass: detect, read glyphs, select, order."""

from collections.abc import Sequence

import numpy as np

from ml.detection.detections import Detections
from ml.digits import LABELS
from ml.inputs.gray_glyphs import crop_glyphs
from recognizer.inference.network import PageNetwork
from recognizer.reading.one_pass.confidence import compute_confidences, find_verdict
from recognizer.reading.one_pass.numbers import find_numbers
from recognizer.reading.one_pass.params import PARAMS, ReaderParams
from recognizer.reading.one_pass.selection import (
    ScoredBoxes,
    combine_scores,
    select_digits,
)
from recognizer.reading.one_pass.text_lines import find_lines, reading_order
from recognizer.readings import Box, Digit, Reading, joint_confidence

MIN_DIGIT_SCORE = 0.08  # of a detection that is worth a closer look
MAX_GLYPHS = 500  # of a page; the highest scores first


def read_in_one_pass(
    gray: np.ndarray, network: PageNetwork, params: ReaderParams = PARAMS
) -> Reading:
    """Read the digits of an upright picture.

    Args:
        gray: uint8 (height, width), 255 is white.
        network: finds characters and reads single ones.
        params: of all stages.

    Returns:
        A reading with boxes in pixels of `gray`.
    """
    scored = score_boxes(gray, network, params)
    selection = select_digits(scored, params.selection)
    digits = selection.digits
    if not len(digits):
        return Reading.nothing()
    lines = find_lines(digits.boxes)
    order = reading_order(digits.boxes, lines)
    confidences = compute_confidences(digits, params.trust)
    verdict = find_verdict(
        confidences, selection.is_convincing, selection.left_out_score, params.trust
    )
    found = to_digits(digits.part(order), lines[order], confidences[order], gray.shape)
    return Reading.of(found, verdict, joint_confidence(found), find_numbers(found))


def score_boxes(
    gray: np.ndarray, network: PageNetwork, params: ReaderParams = PARAMS
) -> ScoredBoxes:
    """Detect what may be digits, and let the glyph network have its say on each."""
    found = worth_a_look(network.detect(gray))
    if not len(found):
        return combine_scores(found, np.zeros((0, LABELS)), params.selection)
    glyphs = network.read_glyphs(crop_glyphs(gray, found.boxes))
    return combine_scores(found, glyphs, params.selection)


def worth_a_look(found: Detections) -> Detections:
    """Return the detections that may be digits, at most `MAX_GLYPHS`."""
    scores = found.scores[:, :LABELS].max(1, initial=0)
    chosen = np.flatnonzero(scores >= MIN_DIGIT_SCORE)
    return found.select(chosen[np.argsort(-scores[chosen])][:MAX_GLYPHS])


def to_digits(
    digits: ScoredBoxes,
    lines: np.ndarray,
    confidences: np.ndarray,
    shape: Sequence[int],
) -> list[Digit]:
    """Return digits as a reading has them, their boxes within the picture."""
    height, width = shape[:2]
    limits = np.array([width, height, width, height])
    low, high = np.floor(digits.boxes[:, :2]), np.ceil(digits.boxes[:, 2:])
    boxes = np.clip(np.concatenate([low, high], 1), 0, limits).astype(int)
    return [
        Digit(
            int(probabilities.argmax()),
            float(confidence),
            tuple(map(float, probabilities)),
            Box(*map(int, box)),
            int(line),
        )
        for probabilities, confidence, box, line in zip(
            digits.digits, confidences, boxes, lines, strict=True
        )
    ]
