"""What the network saw of a digit, and which strokes mattered.

Occlusion after Zeiler and Fergus, "Visualizing and understanding convolutional
networks" (2014): the ink under a window is taken away, and the fall of the label's
probability is laid where the window was.
"""

import base64
import io

import numpy as np
from PIL import Image

from ml.digits import SIDE
from recognizer.inference.network import Network

WINDOW = 6  # pixels a side: about one and a half strokes
STRIDE = 2
COARSE_STRIDE = 5  # on pages of many digits, which would take seconds otherwise
MANY = 8  # digits of one picture


def seen(field: np.ndarray) -> str:
    """Return a field, float32 (28, 28, 1), as a PNG data URL; 1.0 is white."""
    pixels = np.clip(field[..., 0] * 255, 0, 255).astype(np.uint8)
    png = io.BytesIO()
    Image.fromarray(pixels).save(png, "PNG")
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()


def heat(field: np.ndarray, label: int, network: Network, digits: int = 1) -> str:
    """Return as a PNG data URL the saliency of a label; white is most salient.

    Args:
        field: float32 (28, 28, 1); 1.0 is ink.
        label: 0-9.
        network: classifies the field with parts of its ink taken away.
        digits: of the whole picture; with many, each is looked at more coarsely.
    """
    stride = STRIDE if digits <= MANY else COARSE_STRIDE
    return seen(find_heat(field, label, network, stride)[..., None])


def find_heat(
    field: np.ndarray, label: int, network: Network, stride: int = STRIDE
) -> np.ndarray:
    """Find the ink that a label stands on.

    Args:
        field: float32 (28, 28, 1); 1.0 is ink.
        label: 0-9.
        network: classifies the field with parts of its ink taken away.
        stride: pixels from one window to the next.

    Returns:
        float32 (28, 28); 1.0 is where the label loses most without the ink, 0.0 where
        there is no ink or it loses nothing.
    """
    windows = [
        (slice(y, y + WINDOW), slice(x, x + WINDOW))
        for y in range(0, SIDE - WINDOW + 1, stride)
        for x in range(0, SIDE - WINDOW + 1, stride)
        if field[y : y + WINDOW, x : x + WINDOW].max() > 0.3
    ]
    fields = np.repeat(field[None], len(windows) + 1, axis=0)
    for copy, window in zip(fields[1:], windows, strict=True):
        copy[window] = 0.0
    chances = network.classify(fields)[:, label]
    lost = np.zeros((SIDE, SIDE), np.float32)
    hidden = np.full((SIDE, SIDE), 1e-6, np.float32)
    for window, chance in zip(windows, chances[1:], strict=True):
        lost[window] += max(chances[0] - chance, 0.0)
        hidden[window] += 1
    mattered = lost / hidden * (field[..., 0] > 0.1)
    return mattered / max(float(mattered.max()), 1e-6)
