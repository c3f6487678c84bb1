"""The trained glyph network on disk: `glyphs.keras` and its card."""

from collections.abc import Callable
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
from ml.inputs.gray_glyphs import crop_glyphs

if TYPE_CHECKING:
    import keras

GLYPHS_ARTIFACT = ARTIFACT.with_name("glyphs.keras")
GOLDEN_LABEL = 7
GOLDEN_PAPER = 220  # gray value


def save_glyph_network(
    network: "keras.Model", card: Card, artifact: Path = GLYPHS_ARTIFACT
) -> Card:
    """Write a trained network and its card."""
    return save_artifact(network, card, artifact, golden_logits(network))


def load_glyph_network(artifact: Path = GLYPHS_ARTIFACT) -> tuple["keras.Model", Card]:
    """Return the network and its card.

    Raises:
        BrokenArtifact: if the files are missing or altered, or answer differently from
            the day they were made.
    """
    network, card = load_artifact(artifact)
    if not answers_as_golden(golden_logits(network), card):
        raise BrokenArtifact(f"{artifact.name} answers differently than it should.")
    return network, card


def golden_logits(network: Callable[[np.ndarray], Any]) -> np.ndarray:
    """Return the logits, float (classes,), for a drawn 7 on gray paper.

    Args:
        network: float32 (n, 40, 40, 2) to logits (n, classes).
    """
    return np.asarray(network(golden_glyph()), float)[0]


def golden_gradients(find: Callable[[np.ndarray, np.ndarray], Any]) -> np.ndarray:
    """Return what bands of a drawn 7 add to the logit of its label, float (10,).

    Args:
        find: float32 (n, 40, 40, 2) and labels, int32 (n,), to the gradients of their
            logits by the gray values, float32 (n, 40, 40).
    """
    glyph = golden_glyph()
    gradients = np.asarray(find(glyph, np.array([GOLDEN_LABEL], np.int32)), float)
    added = gradients * (glyph[..., 0] - GOLDEN_PAPER)
    return added.reshape(10, -1).sum(1)


def golden_glyph() -> np.ndarray:
    """Return float32 (1, 40, 40, 2): a drawn 7 on gray paper, and its box."""
    ink = golden_glyph_image()[0, ..., 0]
    page = (GOLDEN_PAPER - 180 * ink).astype(np.uint8)
    rows, columns = np.nonzero(ink > 0.5)
    box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    return crop_glyphs(page, np.array([box])).astype(np.float32)
