"""The trained glyph network on disk: `glyphs.keras` and its card."""

from pathlib import Path
from typing import TYPE_CHECKING

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


def golden_logits(network: "keras.Model") -> np.ndarray:
    """Return the logits, float (classes,), for a drawn 7 on gray paper."""
    ink = golden_glyph_image()[0, ..., 0]
    page = (220 - 180 * ink).astype(np.uint8)
    rows, columns = np.nonzero(ink > 0.5)
    box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    glyphs = crop_glyphs(page, np.array([box])).astype(np.float32)
    return np.asarray(network(glyphs, training=False), float)[0]
