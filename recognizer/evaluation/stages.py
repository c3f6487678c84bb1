"""What each reader made of a page, step by step, as pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.conf import settings

from ml.detection.looks import LOOKS, map_digits
from ml.digits import NOT_A_DIGIT
from ml.inputs.gray_glyphs import crop_glyphs
from ml.page_inference import PagePredictor
from recognizer.inference import engine
from recognizer.inference.network import Network
from recognizer.reading.one_pass.params import with_thresholds
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


def find_stages(gray: np.ndarray) -> Stages:
    """Return the steps of the reader in use.

    Args:
        gray: uint8 (height, width), 255 is white.
    """
    network = engine.get_loaded_network()
    return STAGES[settings.DIGIT_READER](gray, network)


def find_stages_of_rules(gray: np.ndarray, network: Network) -> Stages:
    """Return the ink of a page, and the regions in which glyphs were classified."""
    best = find_best(gray, network)
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


def find_stages_in_one_pass(gray: np.ndarray, network: PagePredictor) -> Stages:
    """Return the detector's maps of both looks, and the digits found."""
    params = with_thresholds(network.card["thresholds"])
    digits = read_in_one_pass(gray, network, params).digits
    boxes: list[Box] = [digit.box for digit in digits]
    sides = LOOKS.first_side_px, LOOKS.second_side_px
    maps = [map_digits(network.detector, gray, side) for side in sides]
    return Stages(
        boxes,
        [f"{digit.label} {digit.confidence:.2f}" for digit in digits],
        list(crop_glyphs(gray, np.array(boxes))[..., 0]),
        [(heat * 255).astype(np.uint8) for heat in maps],
    )


# By the name of the reader; each takes a page and the loaded networks.
STAGES: dict[str, Callable[[np.ndarray, Any], Stages]] = {
    "rules": find_stages_of_rules,
    "one_pass": find_stages_in_one_pass,
}
