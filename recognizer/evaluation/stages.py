"""What the reader made of a page, step by step, as pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ml.detection.looks import LOOKS, map_digits
from ml.inputs.gray_glyphs import crop_glyphs
from recognizer.inference import engine
from recognizer.reading.params import with_thresholds
from recognizer.reading.reader import read_gray

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
    """Return the detector's maps of both looks, and the digits found.

    Args:
        gray: uint8 (height, width), 255 is white.
    """
    network = engine.get_loaded_network()
    params = with_thresholds(network.card["thresholds"])
    digits = read_gray(gray, network, params).digits
    boxes: list[Box] = [digit.box for digit in digits]
    sides = LOOKS.first_side_px, LOOKS.second_side_px
    maps = [map_digits(network.detector, gray, side) for side in sides]
    return Stages(
        boxes,
        [f"{digit.label} {digit.confidence:.2f}" for digit in digits],
        list(crop_glyphs(gray, np.array(boxes))[..., 0]),
        [(heat * 255).astype(np.uint8) for heat in maps],
    )
