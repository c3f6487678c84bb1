"""The detector's looks at a picture: scaled, answered, decoded, joined."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ml.detection.detections import MIN_SCORE, Detections, decode, join, suppress
from ml.networks.detector import DIGITS, MULTIPLE, STRIDES

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class LookParams:
    """At which scales a picture is seen, and what each look answers for.

    Found on the tuned halves of `dev/` (267 pictures, 1,092 digits), with a detector of
    108,000 pages. The first look alone reads 240 pictures, with 603 digits wrong; with
    the second 243 and 287. The third pays on composed pages of 900 pixels with digits
    of 9: 514 of 2,373 digits wrong, 1,235 without it. Where digits are larger than 3 %
    of a page it is worth nothing: of the tuned numbers and real pages, 37 and 148
    digits are wrong with it, 36 and 150 without.

    Attributes:
        first_side_px: long side of the picture in the first look, for large characters.
        second_side_px: in the second, for small ones.
        third_side_px: in the third, in place of the second, for pages of tiny digits.
        min_share_first: least long side of a character that the first look answers
            for, as a share of the picture's.
        max_share_second: greatest one of the other looks.
        min_share_alone: a digit of this size and of enough confidence makes the first
            look the only one; it saves time and changes no answer of those pictures.
        min_confidence_alone: its least confidence.
        max_share_tiny: median of the digits at which the third look is taken.
        min_tiny: digits that have to be found for it.
        min_confidence_tiny: their least confidence.
    """

    first_side_px: int = 192
    second_side_px: int = 448
    third_side_px: int = 640
    min_share_first: float = 0.14
    max_share_second: float = 0.30
    min_share_alone: float = 0.30
    min_confidence_alone: float = 0.5
    max_share_tiny: float = 0.03
    min_tiny: int = 3
    min_confidence_tiny: float = 0.3


LOOKS = LookParams()

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


def map_digits(network: Network, gray: np.ndarray, long_side: int) -> np.ndarray:
    """Return where the network sees digits at one scale, to be shown.

    Args:
        network: answers.
        gray: uint8 (height, width), 0-255.
        long_side: in pixels, at which the picture is seen.

    Returns:
        float32 (rows, columns) of cells of 4 pixels, without padding: the score of the
        likeliest digit in either map, 0-1.
    """
    x, scale = scale_picture(gray, long_side)
    fine, coarse = (m[..., :DIGITS].max(-1) for m in network(x))
    enlarged = np.kron(coarse, np.ones((STRIDES[1] // STRIDES[0],) * 2, np.float32))
    logits = np.clip(np.maximum(fine, enlarged), -30, 30)
    rows, columns = (-(-round(side * scale) // STRIDES[0]) for side in gray.shape)
    return 1 / (1 + np.exp(-logits[: max(rows, 1), : max(columns, 1)]))


def detect(
    network: Network,
    gray: np.ndarray,
    min_score: float = MIN_SCORE,
    params: LookParams = LOOKS,
) -> Detections:
    """Return the detections of one to three looks, by descending score."""
    return suppress(propose(network, gray, min_score, params))


def propose(
    network: Network,
    gray: np.ndarray,
    min_score: float = MIN_SCORE,
    params: LookParams = LOOKS,
) -> Detections:
    """Return the detections of all looks; boxes may cover each other."""
    first = look(network, gray, params.first_side_px, min_score)
    if _has_large_digit(first, gray, params):
        return first
    second = look(network, gray, params.second_side_px, min_score)
    found = _together(first, second, gray, params)
    if _are_tiny(found, gray, params):
        third = look(network, gray, params.third_side_px, min_score)
        return _together(first, third, gray, params)
    return found


def _together(
    first: Detections, closer: Detections, gray: np.ndarray, params: LookParams
) -> Detections:
    large = first.select(_shares(first, gray) > params.min_share_first)
    small = closer.select(_shares(closer, gray) < params.max_share_second)
    return join([large, small])


def _has_large_digit(first: Detections, gray: np.ndarray, params: LookParams) -> bool:
    large = _shares(first, gray) >= params.min_share_alone
    sure = first.confidences >= params.min_confidence_alone
    return bool((large & sure & first.are_digits).any())


def _are_tiny(found: Detections, gray: np.ndarray, params: LookParams) -> bool:
    """Return whether a page is one of tiny digits; the boxes may cover each other."""
    # Boxes of less confidence suppress none of more, but take time by their square.
    found = suppress(found.select(found.confidences >= params.min_confidence_tiny))
    sure = found.are_digits
    if sure.sum() < params.min_tiny:
        return False
    return bool(np.median(_shares(found.select(sure), gray)) < params.max_share_tiny)


def _shares(found: Detections, gray: np.ndarray) -> np.ndarray:
    """Return each box's long side as a share of the picture's."""
    sides = found.boxes[:, 2:] - found.boxes[:, :2]
    return sides.max(1, initial=0) / max(gray.shape)
