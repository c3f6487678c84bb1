"""The detector's looks at a picture: scaled, answered, decoded, joined."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ml.detections import MIN_SCORE, Detections, decode, join, suppress
from ml.networks.detector import MULTIPLE

if TYPE_CHECKING:
    import keras

# Long sides of the picture in two looks; the first finds large characters.
FIRST_SIDE, SECOND_SIDE = 192, 384
# Which characters a look answers for, by their long side's share of the picture's.
MIN_SHARE_FIRST, MAX_SHARE_SECOND = 0.14, 0.30

# float32 (1, height, width, 1) to the two maps, without the first axis.
Network = Callable[[np.ndarray], list[np.ndarray]]


def trace(network: "keras.Model") -> Network:
    """Return the network as a traced function, for pictures of any size."""
    import tensorflow as tf

    signature = [tf.TensorSpec((1, None, None, 1), tf.float32)]
    traced = tf.function(
        lambda x: network(x, training=False), input_signature=signature
    ).get_concrete_function()
    return lambda x: [m.numpy()[0] for m in traced(tf.constant(x))]


def scale_picture(gray: np.ndarray, long_side: int) -> tuple[np.ndarray, float]:
    """Return a picture as the network takes it.

    Args:
        gray: uint8 (height, width), 0-255.
        long_side: of the result, without padding.

    Returns:
        float32 (1, height, width, 1), padded below and to the right with the picture's
        mean to multiples of 32; and its pixels for one of the picture.
    """
    height, width = gray.shape
    scale = long_side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    picture = Image.fromarray(gray).resize(
        size, Image.Resampling.BICUBIC, reducing_gap=2.0
    )
    x = np.asarray(picture, np.float32)
    padded_shape = [-(-n // MULTIPLE) * MULTIPLE for n in x.shape]
    padded = np.full(padded_shape, x.mean(), np.float32)
    padded[: x.shape[0], : x.shape[1]] = x
    return padded[None, ..., None], scale


def look(
    network: Network, gray: np.ndarray, long_side: int, min_score: float = MIN_SCORE
) -> Detections:
    """Return all peaks that the network finds at one scale."""
    x, scale = scale_picture(gray, long_side)
    return decode(network(x), scale, min_score)


def look_twice(
    network: Network, gray: np.ndarray, min_score: float = MIN_SCORE
) -> Detections:
    """Return the detections of two looks, by descending score."""
    first = look(network, gray, FIRST_SIDE, min_score)
    second = look(network, gray, SECOND_SIDE, min_score)
    long_side = max(gray.shape)
    return suppress(
        join(
            [
                first.select(_share(first, long_side) > MIN_SHARE_FIRST),
                second.select(_share(second, long_side) < MAX_SHARE_SECOND),
            ]
        )
    )


def _share(found: Detections, long_side: int) -> np.ndarray:
    return (found.boxes[:, 2:] - found.boxes[:, :2]).max(1, initial=0) / long_side
