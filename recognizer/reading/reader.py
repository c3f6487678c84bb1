"""From a gray picture to a reading: detect, read glyphs, select, order."""

from collections.abc import Sequence

import numpy as np

from ml.data.number_texts import CLASSES
from ml.detection.detections import Detections
from ml.digits import CLASSES as INK_CLASSES
from ml.digits import LABELS, NOT_A_DIGIT
from ml.inputs.contrast import find_threshold
from ml.inputs.glyph_images import to_glyph_image
from ml.inputs.gray_glyphs import crop_glyphs
from ml.inputs.ink_glyphs import cut_glyph_images, find_ink
from recognizer.inference.network import PageNetwork
from recognizer.inference.work_budget import WorkBudget
from recognizer.reading.confidence import Doubts, find_trust
from recognizer.reading.lines.line_decoding import decode_lines
from recognizer.reading.lines.text_lines import reading_order
from recognizer.reading.numbers import Sign, find_numbers
from recognizer.reading.params import PARAMS, ReaderParams
from recognizer.reading.selection import (
    ScoredBoxes,
    agree,
    combine_scores,
    suppress_rivals,
    to_ink_classes,
)
from recognizer.reading.signs import (
    ScoredSigns,
    erase,
    find_signs,
    find_written,
    score_signs_in_place,
    select_beside,
)
from recognizer.reading.turns import (
    find_turn,
    is_upright,
    may_be_turned,
    turn_back,
)
from recognizer.readings import Box, Digit, Reading

MIN_DIGIT_SCORE = 0.08  # of a detection that is worth a closer look
MIN_SIGN_SCORE = 0.2  # the same of a sign
MAX_GLYPHS = 500  # of a page; the highest scores first
CLASSIFIED_TOGETHER = 64  # of them; the best first


def read_gray(
    gray: np.ndarray, network: PageNetwork, params: ReaderParams = PARAMS
) -> Reading:
    """Read the digits of a picture, which may be turned by quarters.

    Args:
        gray: uint8 (height, width), 255 is white.
        network: finds characters and reads single ones.
        params: of all stages.

    Returns:
        A reading with boxes in pixels of `gray`.
    """
    cutout = read_cutout(gray, network, params)
    if cutout is not None:
        return cutout
    found = network.detect(gray)
    # Detection is bounded by its looks; in a command, it loads the networks first.
    budget = WorkBudget(params.max_work_seconds)
    reading = _read_upright(gray, found, network, params, budget)
    if may_be_turned(reading, params.turns) and budget.allows_more():
        page = find_turn(gray, found, network, params.turns)
        if page is not None:
            turned = _read_upright(page.gray, page.found, network, params, budget)
            if is_upright(turned, params.turns):
                return turn_back(turned, page.quarters, gray.shape)
    return reading


def read_cutout(
    gray: np.ndarray, network: PageNetwork, params: ReaderParams = PARAMS
) -> Reading | None:
    """Read a small picture as one digit that was cut out, if nothing else is likely.

    Args:
        gray: uint8 (height, width), 255 is white.
        network: classifies it as a whole.
        params: of all stages.

    Returns:
        None if the picture is larger, or may be something else.
    """
    height, width = gray.shape
    if max(height, width) > params.max_cutout_px:
        return None
    if _measure_border(gray) > params.max_cutout_border:
        return None
    ink, box = find_ink(gray, np.array([0.0, 0.0, width, height]))
    if not ink.any():
        return None
    [classes] = network.classify(to_glyph_image(ink)[None])
    digits = np.asarray(classes, float)[:LABELS]
    confidence = float(digits.max())
    if confidence < params.min_cutout_prob:
        return None
    score = np.array([confidence])
    scored = ScoredBoxes(box[None], score, (digits / digits.sum())[None], score)
    read = to_digits(scored, np.zeros(1, int), score, gray.shape)
    is_read = confidence >= params.trust.min_read_cutout
    numbers = find_numbers(read, (), params.numbers)
    return Reading.of(read, "read" if is_read else "unsure", confidence, numbers)


def _measure_border(gray: np.ndarray) -> float:
    """Return the share of the border that is darker, or lighter, than the rest."""
    is_light = gray > find_threshold(gray)
    share = np.concatenate(
        [is_light[0], is_light[-1], is_light[1:-1, 0], is_light[1:-1, -1]]
    ).mean()
    return float(min(share, 1 - share))


def _read_upright(
    gray: np.ndarray,
    found: Detections,
    network: PageNetwork,
    params: ReaderParams,
    budget: WorkBudget,
) -> Reading:
    found = worth_a_look(found)
    if not len(found):
        return Reading.nothing()
    glyphs = network.read_glyphs(crop_glyphs(gray, found.boxes))
    classes = _classify_likely(gray, found, glyphs, network, params, budget)
    scored = combine_scores(found, glyphs, classes, params.selection)
    signs, in_place = find_signs(found, glyphs, scored.scores, params.signs)
    selection = select_beside(scored, signs, in_place, params.selection)
    if not len(selection.digits):
        return Reading.nothing()
    found_digits = selection.digits.boxes
    written = find_written(signs, found_digits, params.signs)
    clean = erase(gray, written.boxes, found_digits)
    page = decode_lines(clean, selection, network, budget, params.decoding)
    digits, lines = page.digits, page.lines
    order = reading_order(digits.boxes, lines)
    doubts = Doubts(
        selection.left_out_score,
        score_signs_in_place(found, glyphs, found_digits, params.signs),
        not selection.is_convincing,
        budget.is_exceeded,
    )
    trust = find_trust(digits, page.run_confidences, doubts, params.trust)
    if trust.verdict == "nothing":
        return Reading.nothing()
    read = to_digits(digits.part(order), lines[order], trust.digits[order], gray.shape)
    numbers = find_numbers(read, to_signs(written, gray.shape), params.numbers)
    return Reading.of(read, trust.verdict, trust.text, numbers)


def _classify_likely(
    gray: np.ndarray,
    found: Detections,
    glyphs: np.ndarray,
    network: PageNetwork,
    params: ReaderParams,
    budget: WorkBudget,
) -> np.ndarray:
    """Return the classifier's opinion on the boxes that may become digits.

    The others, those that a better one covers and those too low for any line, are no
    digits to it, which leaves the decision to the other networks. On a page of many
    boxes it is asked only where the other networks do not agree; elsewhere the glyph
    network's opinion stands for its own.
    """
    classes = np.zeros((len(found), INK_CLASSES))
    classes[:, NOT_A_DIGIT] = 1.0
    scored = combine_scores(found, glyphs, classes, params.selection)
    rivals = suppress_rivals(scored, params.selection)
    likely = rivals[scored.scores[rivals] >= params.decoding.runs.min_peak]
    if len(likely) > params.selection.few_boxes:
        are_agreed = agree(found, glyphs, params.selection)[likely]
        agreed, likely = likely[are_agreed], likely[~are_agreed]
        classes[agreed] = to_ink_classes(glyphs[agreed])
    for start in range(0, len(likely), CLASSIFIED_TOGETHER):
        if not budget.allows_more():
            break
        asked = likely[start : start + CLASSIFIED_TOGETHER]
        classes[asked] = network.classify(cut_glyph_images(gray, found.boxes[asked]))
    return classes


def worth_a_look(found: Detections) -> Detections:
    """Return the detections that may be digits or signs, at most `MAX_GLYPHS`.

    Where nothing may be a digit, signs are not worth a look either.
    """
    digits = found.scores[:, :LABELS].max(1, initial=0)
    signs = found.scores[:, LABELS : len(CLASSES)].max(1, initial=0)
    may_be_digits = digits >= MIN_DIGIT_SCORE
    chosen = np.flatnonzero(may_be_digits | (signs >= MIN_SIGN_SCORE))
    if not may_be_digits.any():
        return found.select(chosen[:0])
    best = np.maximum(digits, signs)[chosen]
    return found.select(chosen[np.argsort(-best)][:MAX_GLYPHS])


def to_signs(signs: ScoredSigns, shape: Sequence[int]) -> list[Sign]:
    """Return signs as numbers have them, their boxes within the picture."""
    boxes = to_pixels(signs.boxes, shape)
    return [
        Sign(character, Box(*map(int, box)), float(score))
        for character, box, score in zip(signs.text, boxes, signs.scores, strict=True)
    ]


def to_digits(
    digits: ScoredBoxes,
    lines: np.ndarray,
    confidences: np.ndarray,
    shape: Sequence[int],
) -> list[Digit]:
    """Return digits as a reading has them, their boxes within the picture."""
    boxes = to_pixels(digits.boxes, shape)
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


def to_pixels(boxes: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    """Return whole pixels around boxes, int (n, 4), within the picture."""
    height, width = shape[:2]
    limits = np.array([width, height, width, height])
    low, high = np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])
    return np.clip(np.concatenate([low, high], 1), 0, limits).astype(int)
