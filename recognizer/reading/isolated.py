"""Pictures that are fields already: one digit cut out and centered, as MNIST's are."""

import numpy as np
from PIL import Image

from ml.digits import SIDE
from recognizer.inference.network import Network
from recognizer.reading.binarization.thresholding import has_light_ink
from recognizer.reading.candidates import Candidate
from recognizer.reading.lattice import NOTHING, Classified
from recognizer.reading.layout.glyphs import Region
from recognizer.readings import Box

GRAIN = 24  # of 255: what is fainter is the grain of the paper


def is_cutout(gray: np.ndarray) -> bool:
    """Say whether a picture, uint8 (H, W), has the size of the network's field."""
    return gray.shape == (SIDE, SIDE)


def as_field(gray: np.ndarray, network: Network) -> Candidate:
    """Return a cut-out as one digit, without looking for its ink: that would blur it.

    Args:
        gray: uint8 (28, 28); 255 is white.
        network: classifies it.
    """
    bright = (gray if has_light_ink(gray) else 255 - gray).astype(np.float32)
    ring = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    paper = float(np.median(ring))
    scaled = (bright - paper) * (255 / max(float(bright.max()) - paper, 1.0))
    ink = np.where(scaled > GRAIN, scaled, 0).astype(np.uint8)
    if not ink.any():
        return Candidate(NOTHING, ink, ink)
    field = ink[None, ..., None] / np.float32(255)
    found = Classified([_whole(ink)], field, network.classify(field))
    return Candidate(found, ink, ink)


def _whole(ink: np.ndarray) -> Region:
    """Return all ink as one region."""
    left, top, right, bottom = Image.fromarray(ink).getbbox()
    return Region(Box(left, top, right, bottom), ink[top:bottom, left:right])
