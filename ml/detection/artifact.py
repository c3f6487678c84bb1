"""The trained detector on disk: `detector.keras` in half precision, and its card."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.artifact import (
    ARTIFACT,
    BrokenArtifact,
    Card,
    answers_as_golden,
    golden_glyph_image,
    load_artifact,
    save_artifact,
)
from ml.networks.detector import CLASSES, SHIPPED, Widths, build_detector, fold

if TYPE_CHECKING:
    import keras

DETECTOR_ARTIFACT = ARTIFACT.with_name("detector.keras")
GOLDEN_SIDE = 64


def save_detector(
    network: "keras.Model",
    card: Card,
    artifact: Path = DETECTOR_ARTIFACT,
    widths: Widths = SHIPPED,
) -> Card:
    """Write a trained network, batch normalization folded, and its card."""
    half = _half(fold(network, widths), widths)
    served = _full(half, widths)
    card = card | {"widths": asdict(widths)}
    return save_artifact(half, card, artifact, golden_maps(served))


def load_detector(artifact: Path = DETECTOR_ARTIFACT) -> tuple["keras.Model", Card]:
    """Return the network in full precision, which processors prefer, and its card.

    Raises:
        BrokenArtifact: if the files are missing or altered, or answer differently from
            the day they were made.
    """
    half, card = load_artifact(artifact)
    try:
        widths = Widths(**{name: _tuple(v) for name, v in card["widths"].items()})
    except (KeyError, TypeError, AttributeError) as e:
        raise BrokenArtifact(f"The card of {artifact.name} can't be read.") from e
    network = _full(half, widths)
    if not answers_as_golden(golden_maps(network), card):
        raise BrokenArtifact(f"{artifact.name} answers differently than it should.")
    return network, card


def golden_maps(network: Callable[[np.ndarray], Any]) -> np.ndarray:
    """Return float (34,): each class's highest logit in both maps, for a drawn 7.

    Args:
        network: float32 (1, height, width, 1) to both maps.
    """
    page = np.full((1, GOLDEN_SIDE, GOLDEN_SIDE, 1), 255, np.float32)
    glyph = golden_glyph_image()
    page[:, 16 : 16 + glyph.shape[1], 16 : 16 + glyph.shape[2]] -= 200 * glyph
    maps = network(page)
    return np.concatenate([np.asarray(m)[0, ..., :CLASSES].max((0, 1)) for m in maps])


def _half(folded: "keras.Model", widths: Widths) -> "keras.Model":
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float16")
    half = build_detector(widths, "folded")
    keras.config.set_dtype_policy(before)
    half.set_weights(folded.get_weights())
    return half


def _full(half: "keras.Model", widths: Widths) -> "keras.Model":
    network = build_detector(widths, "folded")
    network.set_weights([np.asarray(w, np.float32) for w in half.get_weights()])
    return network


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
