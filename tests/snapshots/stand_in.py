"""A stand-in for both networks that compares ink with digits drawn by code.

Its answers change smoothly with every pixel, so that a snapshot notices any change on
the way from photo to glyph image or line image.
"""

import numpy as np
from scipy import ndimage
from scipy.special import softmax

from ml.data.drawings.strokes import draw_strokes, spline
from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from ml.inputs.glyph_images import to_glyph_image
from tests.support.drawing import GLYPHS, SIGNS
from tests.support.engines import FakeNetwork

BLUR_PX = 1.5
SHARPNESS = 40.0
MIN_SIMILARITY = 0.75  # below which a shape is like no digit


class StandIn(FakeNetwork):
    """Classifies by similarity, and reads lines by their inked columns."""

    def __init__(self):
        shapes = (GLYPHS | SIGNS).values()
        self._known = _to_unit_vectors(np.stack([_draw(shape) for shape in shapes]))

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Return float32 (n, 11), rows sum to 1, for float32 (n, 28, 28, 1)."""
        similarity = _to_unit_vectors(glyphs) @ self._known.T
        scores = np.full((len(glyphs), CLASSES), MIN_SIMILARITY)
        scores[:, :LABELS] = similarity[:, :LABELS]
        scores[:, NOT_A_DIGIT] = similarity[:, LABELS:].max(1, initial=MIN_SIMILARITY)
        return softmax(SHARPNESS * scores, axis=1).astype(np.float32)


def _draw(shape: list) -> np.ndarray:
    """Return float32 (28, 28, 1); 1.0 is ink."""
    strokes = [np.array(knots, float) for knots in shape]
    curves = [spline(knots) if len(knots) > 2 else knots for knots in strokes]
    return to_glyph_image(draw_strokes(curves, 9))


def _to_unit_vectors(fields: np.ndarray) -> np.ndarray:
    """Return float64 (n, 784), blurred and of length 1, for (n, 28, 28, 1)."""
    blurred = ndimage.gaussian_filter(
        fields[..., 0].astype(float), (0, BLUR_PX, BLUR_PX)
    )
    flat = blurred.reshape(len(fields), -1)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
