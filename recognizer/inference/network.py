"""The interfaces between the stages of reading and the trained networks."""

from typing import Protocol

import numpy as np

from ml.artifact import Card
from ml.detection.detections import Detections
from ml.detection.looks import Network


class LineNetwork(Protocol):
    """Reads line images."""

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Read whole lines.

        Args:
            line_images: float32 (32, width) each; 0.0 is paper, 1.0 is ink.

        Returns:
            For each line image the CTC probabilities float32 (width / 2, 11), rows sum
            to 1: the labels 0-9, then the blank.

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """


class PageNetwork(LineNetwork, Protocol):
    """Finds characters on a page, and reads single ones and whole lines."""

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images.

        Args:
            glyphs: float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.

        Returns:
            float32 (n, 11), rows sum to 1: the labels 0-9, then "not a digit".

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters.

        Args:
            gray: uint8 (height, width), 255 is white.

        Returns:
            Boxes in pixels of `gray`, rivals that cover each other included.

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters.

        Args:
            glyphs: uint8 (n, 40, 40, 2), n at least 1, as
                `ml.inputs.gray_glyphs.crop_glyphs` makes them.

        Returns:
            float32 (n, 17), rows sum to 1: the digits, the signs, anything else.

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """

    def find_gradients(self, glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return how the gray values of glyphs change the logits of labels.

        Args:
            glyphs: uint8 (n, 40, 40, 2), n at least 1, as above.
            labels: int (n,), one class for each.

        Returns:
            float32 (n, 40, 40), logits for one gray level.

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """


class LoadedNetwork(PageNetwork, Protocol):
    """The networks in memory, with their card."""

    @property
    def detector(self) -> Network:
        """Return the detector itself: float32 (1, height, width, 1) to its maps."""

    @property
    def card(self) -> Card:
        """Return the model card."""
