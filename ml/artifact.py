"""Trained networks on disk, each with its model card: `digits.keras`, `digits.json`.

The card holds the sha256 of the file, temperature, thresholds, a golden answer, the
training data and the accuracy.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.data.drawings.strokes import draw_strokes
from ml.digits import SIDE
from ml.inputs.glyph_images import to_glyph_image

if TYPE_CHECKING:
    import keras

ARTIFACT = Path(__file__).parent / "artifacts" / "digits.keras"
LINES_ARTIFACT = ARTIFACT.with_name("lines.keras")
GOLDEN_TOLERANCE = 0.01  # of a logit; processors differ in the last digits

Card = dict[str, Any]


class BrokenArtifact(Exception):
    """The file or its card is missing or altered, or the golden answer differs."""


def card_path(artifact: Path) -> Path:
    return artifact.with_suffix(".json")


def read_card(artifact: Path = ARTIFACT) -> Card:
    """Return the card of an artifact, without loading the network.

    Raises:
        BrokenArtifact: if the card is missing, is no JSON object or lacks a key.
    """
    try:
        card = json.loads(card_path(artifact).read_text())
        card["sha256"], card["temperature"], card["thresholds"]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise BrokenArtifact(f"{card_path(artifact).name} can't be read.") from e
    return card


def verify(artifact: Path = ARTIFACT) -> Card:
    """Return the card after comparing the file with its sha256.

    Raises:
        BrokenArtifact: if a file is missing or was altered.
    """
    card = read_card(artifact)
    try:
        digest = hashlib.sha256(artifact.read_bytes()).hexdigest()
    except OSError as e:
        raise BrokenArtifact(f"{artifact.name} can't be read.") from e
    if digest != card["sha256"]:
        raise BrokenArtifact(f"{artifact.name} is not the file its card describes.")
    return card


def load_artifact(artifact: Path = ARTIFACT) -> tuple["keras.Model", Card]:
    """Return the verified network and its card.

    Raises:
        BrokenArtifact: if a file is missing, altered or can't be loaded.
    """
    card = verify(artifact)
    import keras

    try:
        # Safe mode refuses a file that brings code of its own.
        model = keras.saving.load_model(artifact, compile=False, safe_mode=True)
        return model, card
    except (OSError, ValueError, TypeError, KeyError) as e:
        raise BrokenArtifact(f"{artifact.name} can't be loaded.") from e


def save_artifact(
    model: "keras.Model",
    card: Card,
    artifact: Path = ARTIFACT,
    golden: np.ndarray | None = None,
) -> Card:
    """Write the network and its card, with hash, size and golden answer added.

    Args:
        model: the network.
        card: the other keys of the card.
        artifact: the file to write.
        golden: the golden answer; by default the logits for the golden glyph image.
    """
    artifact.parent.mkdir(parents=True, exist_ok=True)
    model.save(artifact)
    golden = golden_answer(model) if golden is None else golden
    card = card | {
        "sha256": hashlib.sha256(artifact.read_bytes()).hexdigest(),
        "parameters": int(model.count_params()),
        "golden": golden.round(5).tolist(),
    }
    card_path(artifact).write_text(json.dumps(card, indent=2) + "\n")
    return card


def golden_glyph_image() -> np.ndarray:
    """Return float32 (1, 28, 28, 1): a 7 drawn by code, the same on every machine."""
    bar, stem = [(0.0, 0.0), (0.7, 0.0)], [(0.7, 0.0), (0.25, 1.0)]
    return to_glyph_image(draw_strokes([np.array(bar), np.array(stem)], 10))[None]


def golden_answer(model: "keras.Model") -> np.ndarray:
    """Return the logits, float (11,), of a network for the golden glyph image."""
    return answer_golden(model, model.input_shape[1])


def answer_golden(network: Callable[[np.ndarray], Any], height: int) -> np.ndarray:
    """Return the logits, float (11,), of a network for the golden glyph image.

    A line reader gets the glyph image padded to a line image; its logits are averaged
    over the timesteps.

    Args:
        network: float32 (1, height, height, 1) to logits.
        height: of its input.
    """
    padding = (height - SIDE) // 2
    sides = ((0, 0), (padding, padding), (padding, padding), (0, 0))
    logits = np.asarray(network(np.pad(golden_glyph_image(), sides)), float)
    return logits.reshape(-1, logits.shape[-1]).mean(0)


def answers_as_golden(logits: np.ndarray, card: Card) -> bool:
    """Return whether logits, float (11,), are the golden answer of the card."""
    return is_golden(logits, card["golden"])


def is_golden(answer: np.ndarray, golden: Sequence[float]) -> bool:
    """Return whether an answer is the one that a card has, up to the last digits."""
    return len(answer) == len(golden) and bool(
        np.allclose(answer, golden, atol=GOLDEN_TOLERANCE)
    )
