"""A stand-in for both networks that compares ink with digits drawn by code.

Its answers change smoothly with every pixel, so that a snapshot notices any change on
the way from photo to glyph image or line image.
"""

import numpy as np
from scipy import ndimage
from scipy.special import softmax

from ml.data.strokes import crop_to_ink, draw_strokes, spline
from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from ml.glyph_images import to_glyph_image
from tests.support.drawing import GLYPHS, SIGNS

BLUR_PX = 1.5
SHARPNESS = 40.0
MIN_SIMILARITY = 0.75  # below which a shape is like no digit
MIN_INK = 0.5
MAX_ROW_INK = 0.75  # of a row's pixels; more is a rule
BLANK_PROB = 0.99
FRAME_PX = 2


class StandIn:
    """Answers what the digit classifier and the line reader are asked."""

    def __init__(self):
        shapes = (GLYPHS | SIGNS).values()
        self._known = _to_unit_vectors(np.stack([_draw(shape) for shape in shapes]))

    def probabilities(self, fields: np.ndarray) -> np.ndarray:
        """Return float32 (n, 11), rows sum to 1, for float32 (n, 28, 28, 1)."""
        similarity = _to_unit_vectors(fields) @ self._known.T
        scores = np.full((len(fields), CLASSES), MIN_SIMILARITY)
        scores[:, :LABELS] = similarity[:, :LABELS]
        scores[:, NOT_A_DIGIT] = similarity[:, LABELS:].max(1, initial=MIN_SIMILARITY)
        return softmax(SHARPNESS * scores, axis=1).astype(np.float32)

    def frames(self, strips: list[np.ndarray]) -> list[np.ndarray]:
        """Return float32 (width / 2, 11) for each strip, float32 (32, width)."""
        return [self._read(strip) for strip in strips]

    def _read(self, strip: np.ndarray) -> np.ndarray:
        frames = np.full((-(-strip.shape[1] // FRAME_PX), CLASSES), 1 - BLANK_PROB)
        frames[:, :LABELS] /= LABELS
        frames[:, NOT_A_DIGIT] = BLANK_PROB
        strip = _without_rules(_without_rules(strip).T).T
        runs, _ = ndimage.label(strip.max(0) > MIN_INK)
        for [columns] in ndimage.find_objects(runs):
            ink = crop_to_ink((strip[:, columns] * 255).astype(np.uint8))
            middle = (columns.start + columns.stop) // 2
            frames[middle // FRAME_PX] = self.probabilities(to_glyph_image(ink)[None])[
                0
            ]
        return frames.astype(np.float32)


def _without_rules(strip: np.ndarray) -> np.ndarray:
    """Return the strip without rows that are mostly ink."""
    is_rule = (strip > MIN_INK).mean(1, keepdims=True) > MAX_ROW_INK
    return np.where(is_rule, 0, strip)


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
