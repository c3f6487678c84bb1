"""Pages that were photographed turned by a quarter or by half."""

from dataclasses import dataclass, replace

import numpy as np

from ml.detection.detections import Detections, suppress
from ml.digits import LABELS
from recognizer.inference.network import PageNetwork
from recognizer.readings import Box, Reading


@dataclass(frozen=True)
class TurnParams:
    """When a page is looked at from the other sides, and when it is read so.

    Attributes:
        min_digits: of a page that may be turned; one or two say too little.
        max_confidence: of its digits on average; a page that is surer is upright.
        min_confidence: of the digits on average, of a page that was turned.
        min_score: of a detection that counts.
        min_gain: the scores of all detections together, as a multiple of those of the
            page as it lies.
    """

    min_digits: int = 3
    max_confidence: float = 0.6
    min_confidence: float = 0.8
    min_score: float = 0.3
    min_gain: float = 1.3


PARAMS = TurnParams()


@dataclass(frozen=True)
class TurnedPage:
    """A page after it was turned.

    Attributes:
        quarters: by which it was turned, counterclockwise.
        gray: uint8 (height, width).
        found: on it, in its pixels.
    """

    quarters: int
    gray: np.ndarray
    found: Detections


def may_be_turned(reading: Reading, params: TurnParams = PARAMS) -> bool:
    """Return whether a reading is so doubtful that the page may be turned."""
    if reading.verdict == "read" or len(reading.digits) < params.min_digits:
        return False
    return _average_confidence(reading) <= params.max_confidence


def is_upright(reading: Reading, params: TurnParams = PARAMS) -> bool:
    """Return whether the reading of a page that was turned is convincing."""
    return (
        bool(reading.digits) and _average_confidence(reading) >= params.min_confidence
    )


def find_turn(
    gray: np.ndarray,
    found: Detections,
    network: PageNetwork,
    params: TurnParams = PARAMS,
) -> TurnedPage | None:
    """Return the page as it is upright; None if it lies so, or nothing shows it.

    Args:
        gray: uint8 (height, width) page.
        found: on it.
        network: finds characters; it is asked once for each other side.
        params: of the decision.
    """
    best, best_weight = None, params.min_gain * _weigh(found, params)
    for quarters in (1, 2, 3):
        turned = np.ascontiguousarray(np.rot90(gray, quarters))
        page = TurnedPage(quarters, turned, network.detect(turned))
        weight = _weigh(page.found, params)
        if weight > best_weight:
            best, best_weight = page, weight
    return best


def turn_back(reading: Reading, quarters: int, shape: tuple[int, ...]) -> Reading:
    """Return a reading of a turned page with the boxes on the page as it lies.

    Args:
        reading: of the page after it was turned.
        quarters: by which it was turned, counterclockwise.
        shape: height and width of the page as it lies.
    """
    return replace(
        reading,
        digits=tuple(
            replace(digit, box=_turn_box(digit.box, quarters, shape))
            for digit in reading.digits
        ),
        numbers=tuple(
            replace(number, box=_turn_box(number.box, quarters, shape))
            for number in reading.numbers
        ),
    )


def _average_confidence(reading: Reading) -> float:
    return float(np.mean([digit.confidence for digit in reading.digits]))


def _weigh(found: Detections, params: TurnParams) -> float:
    """Return the scores of all likely digits together."""
    scores = found.scores[:, :LABELS].max(1, initial=0)
    likely = found.select(np.flatnonzero(scores >= params.min_score))
    kept = suppress(likely)
    return float(kept.scores[:, :LABELS].max(1, initial=0).sum())


def _turn_box(box: Box, quarters: int, shape: tuple[int, ...]) -> Box:
    height, width = shape[:2]
    left, top, right, bottom = box
    if quarters == 1:
        return Box(width - bottom, left, width - top, right)
    if quarters == 2:
        return Box(width - right, height - bottom, width - left, height - top)
    if quarters == 3:
        return Box(top, height - right, bottom, height - left)
    return box
