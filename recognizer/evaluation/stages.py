"""What each reader made of a page, step by step, as pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ml.detection.looks import LOOKS, map_digits
from ml.digits import NOT_A_DIGIT
from ml.inputs.gray_glyphs import crop_glyphs
from ml.page_inference import PagePredictor
from recognizer.inference import engine
from recognizer.reading.one_pass.reader import read_in_one_pass
from recognizer.reading.reader import find_best

Box = Sequence[float]


@dataclass(frozen=True)
class Stages:
    """The steps from a gray page to a reading.

    Attributes:
        boxes: left, top, right, bottom in pixels of the page.
        labels: what was read in each box, with its probability.
        glyphs: uint8 (side, side) each, as the network saw the boxes.
        maps: what lies between page and boxes, of any size; uint8 (H, W) each.
    """

    boxes: list[Box] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    glyphs: list[np.ndarray] = field(default_factory=list)
    maps: list[np.ndarray] = field(default_factory=list)


# From a page, uint8 (height, width), 255 is white.
Explain = Callable[[np.ndarray], Stages]


def explain_by_rules(gray: np.ndarray) -> Stages:
    """Return the ink of a page, and the regions in which glyphs were classified."""
    best = find_best(gray, engine.shared_network)
    found = best.found
    return Stages(
        [region.box for region in found.regions],
        [_name(probs) for probs in found.probabilities],
        [(field[..., 0] * 255).astype(np.uint8) for field in found.fields],
        [best.ink],
    )


def _name(probs: np.ndarray) -> str:
    likeliest = int(probs.argmax())
    name = "none" if likeliest == NOT_A_DIGIT else str(likeliest)
    return f"{name} {probs.max():.2f}"


def explain_in_one_pass(network: PagePredictor) -> Explain:
    """Return what shows the detector's maps of both looks, and the digits found."""

    def explain(gray: np.ndarray) -> Stages:
        digits = read_in_one_pass(gray, network).digits
        boxes: list[Box] = [digit.box for digit in digits]
        glyphs = crop_glyphs(gray, np.array(boxes))[..., 0]
        sides = LOOKS.first_side_px, LOOKS.second_side_px
        maps = [map_digits(network.detector, gray, side) for side in sides]
        return Stages(
            boxes,
            [f"{digit.label} {digit.confidence:.2f}" for digit in digits],
            list(glyphs),
            [(heat * 255).astype(np.uint8) for heat in maps],
        )

    return explain
