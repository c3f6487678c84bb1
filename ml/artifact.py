"""The trained network on disk: `digits.keras` and, beside it, its card `digits.json`.

The card holds what the network can't say of itself: sha256 of the file, temperature,
thresholds, a golden answer, what it was trained on and how well it does.
"""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.data.strokes import draw_strokes
from ml.digits import SIDE
from ml.glyph_images import to_glyph_image

if TYPE_CHECKING:
    import keras

ARTIFACT = Path(__file__).parent / "artifacts" / "digits.keras"
LINES_ARTIFACT = ARTIFACT.with_name("lines.keras")
GOLDEN_TOLERANCE = 0.01  # of a logit; processors differ in the last digits

# What the card of a classifier tells of the line reader beside it.
LINES_TOLD = (
    "version",
    "sha256",
    "parameters",
    "seed",
    "epochs",
    "trained_on",
    "accuracy",
)

Card = dict[str, Any]


class BrokenArtifact(Exception):
    """The file or its card is missing, altered, or answers differently."""


def card_path(artifact: Path) -> Path:
    return artifact.with_suffix(".json")


def lines_artifact(artifact: Path = ARTIFACT) -> Path:
    """Return the line reader for a classifier: beside it, or else the committed one."""
    beside = artifact.with_name(LINES_ARTIFACT.name)
    return beside if beside.exists() else LINES_ARTIFACT


def read_card(artifact: Path = ARTIFACT) -> Card:
    """Return the card of an artifact, without loading the network.

    Raises:
        BrokenArtifact: if the card is missing or is no JSON object.
    """
    try:
        card = json.loads(card_path(artifact).read_text())
        card["sha256"], card["temperature"], card["thresholds"]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise BrokenArtifact(f"{card_path(artifact).name} can't be read.") from e
    return card


def read_cards(artifact: Path = ARTIFACT) -> Card:
    """Return the card of a classifier, and in it that of its line reader.

    Raises:
        BrokenArtifact: if a card is missing or is no JSON object.
    """
    lines = read_card(lines_artifact(artifact))
    told = {name: lines[name] for name in LINES_TOLD if name in lines}
    return read_card(artifact) | {"line_reader": told}


def verify(artifact: Path = ARTIFACT) -> Card:
    """Return the card after comparing the file with its sha256.

    Raises:
        BrokenArtifact: if a file is missing or was altered.
    """
    card = read_card(artifact)
    try:
        found = hashlib.sha256(artifact.read_bytes()).hexdigest()
    except OSError as e:
        raise BrokenArtifact(f"{artifact.name} can't be read.") from e
    if found != card["sha256"]:
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
        return keras.saving.load_model(artifact, compile=False), card
    except (OSError, ValueError, TypeError, KeyError) as e:
        raise BrokenArtifact(f"{artifact.name} can't be loaded.") from e


def save_artifact(
    model: "keras.Model",
    card: Card,
    artifact: Path = ARTIFACT,
    golden: np.ndarray | None = None,
) -> Card:
    """Write the network and its card, completed by what follows from the file.

    Args:
        model: the network.
        card: what is known of it.
        artifact: the file.
        golden: the answer by which a broken network is known; by default that for the
            golden field.
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
    """Return float32 (1, 28, 28, 1): a 7 drawn by code, the same everywhere."""
    bar, stem = [(0.0, 0.0), (0.7, 0.0)], [(0.7, 0.0), (0.25, 1.0)]
    return to_glyph_image(draw_strokes([np.array(bar), np.array(stem)], 10))[None]


def golden_answer(model: "keras.Model") -> np.ndarray:
    """Return the logits, float (11,), that a network gives for the golden field.

    A network that reads lines sees it in a strip, and gives its mean over the strip.
    """
    more = (model.input_shape[1] - SIDE) // 2
    field = np.pad(golden_glyph_image(), ((0, 0), (more, more), (more, more), (0, 0)))
    answer = np.asarray(model(field, training=False), float)
    return answer.reshape(-1, answer.shape[-1]).mean(0)


def answers_as_golden(logits: np.ndarray, card: Card) -> bool:
    """Say whether logits float (11,) for the golden field are those of the card."""
    return bool(np.allclose(logits, card["golden"], atol=GOLDEN_TOLERANCE))
