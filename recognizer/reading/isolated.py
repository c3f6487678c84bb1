"""Read pictures that are glyph images already: one digit, cropped as in MNIST."""

import numpy as np
from PIL import Image

from ml.digits import SIDE
from recognizer.inference.network import Network
from recognizer.reading.binarization.thresholding import has_light_ink
from recognizer.reading.candidates import Candidate
from recognizer.reading.lattice import NO_GLYPHS, Glyphs
from recognizer.reading.layout.glyphs import Region
from recognizer.readings import Box

MAX_GRAIN = 24  # of 255: what is fainter is the grain of the paper


def is_glyph_image(gray: np.ndarray) -> bool:
    """Return whether a picture, uint8 (H, W), has the size of a glyph image."""
    return gray.shape == (SIDE, SIDE)


def as_glyph(gray: np.ndarray, network: Network) -> Candidate:
    """Return a glyph image as one digit; finding its ink would blur it.

    Args:
        gray: uint8 (28, 28); 255 is white.
        network: classifies it.
    """
    bright = (gray if has_light_ink(gray) else 255 - gray).astype(np.float32)
    ring = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    paper = float(np.median(ring))
    scaled = (bright - paper) * (255 / max(float(bright.max()) - paper, 1.0))
    ink = np.where(scaled > MAX_GRAIN, scaled, 0).astype(np.uint8)
    if not ink.any():
        return Candidate(NO_GLYPHS, ink, ink)
    field = ink[None, ..., None] / np.float32(255)
    found = Glyphs([_whole(ink)], field, network.classify(field))
    return Candidate(found, ink, ink)


def _whole(ink: np.ndarray) -> Region:
    """Return all ink as one region."""
    left, top, right, bottom = Image.fromarray(ink).getbbox() or (0, 0, 0, 0)
    return Region(Box(left, top, right, bottom), ink[top:bottom, left:right])
