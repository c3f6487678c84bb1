"""The interfaces between the stages of reading and the trained networks."""

from typing import Protocol

import numpy as np

from ml.artifact import Card
from ml.detection.detections import Detections


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


class Network(LineNetwork, Protocol):
    """Classifies glyph images and reads line images."""

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images.

        Args:
            glyphs: float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.

        Returns:
            float32 (n, 11), rows sum to 1: the labels 0-9, then "not a digit".

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """


class PageNetwork(Network, Protocol):
    """Finds characters on a page and reads single ones, for the reader in one pass."""

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


class AnyNetwork(PageNetwork, Protocol):
    """Answers what any reader asks; the networks of the reader in use are loaded."""


class LoadedNetwork(AnyNetwork, Protocol):
    """The networks of one reader in memory, with their card."""

    @property
    def card(self) -> Card:
        """Return the model card."""
