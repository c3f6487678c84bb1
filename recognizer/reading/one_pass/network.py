"""The interface between reading in one pass and the trained networks."""

from typing import Protocol

import numpy as np

from ml.detection.detections import Detections


class PageNetwork(Protocol):
    """Finds characters on a page, and reads single ones."""

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters.

        Args:
            gray: uint8 (height, width), 255 is white.

        Returns:
            Boxes in pixels of `gray`, rivals that cover each other included.
        """

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters.

        Args:
            glyphs: uint8 (n, 40, 40, 2), as `ml.inputs.gray_glyphs.crop_glyphs` makes
                them.

        Returns:
            float32 (n, 17), rows sum to 1: the digits, the signs, anything else.
        """
