"""The exported files of a network, beside it: `digits.tflite` of `digits.keras`.

The card of the network names them under `litert`, with the sha256 of each and of the
network that they were exported from.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from ml.artifact import BrokenArtifact, Card, card_path, read_card

KEY = "litert"  # of the card
GOLDEN_KEY = "golden_gradients"  # below it, where gradients were exported
HINT = "Export the networks again: python -m ml.export"


def export_path(artifact: Path) -> Path:
    return artifact.with_suffix(".tflite")


def gradients_path(artifact: Path) -> Path:
    """Return the file of a glyph network that tells how gray values change logits."""
    return artifact.with_name(f"{artifact.stem}_gradients.tflite")


def write_exports(
    artifact: Path, contents: Mapping[Path, bytes], **extra: list[float]
) -> None:
    """Write exported files, and name them in the card of their network.

    Args:
        artifact: the network.
        contents: of each file.
        extra: what the card says of them besides.
    """
    card = read_card(artifact)
    for path, content in contents.items():
        path.write_bytes(content)
    files = {path.name: _digest(content) for path, content in contents.items()}
    card[KEY] = {"exported_from": card["sha256"], "files": files} | extra
    card_path(artifact).write_text(json.dumps(card, indent=2) + "\n")


def list_exports(artifact: Path) -> list[Path]:
    """Return the files that the card of a network names, or the one it should name."""
    try:
        files = read_card(artifact)[KEY]["files"]
    except (BrokenArtifact, KeyError, TypeError):
        return [export_path(artifact)]
    return [artifact.with_name(name) for name in files]


def read_export(artifact: Path, path: Path) -> bytes:
    """Return the content of an exported file.

    Raises:
        BrokenArtifact: if it is missing, altered, or of another network.
    """
    card = read_card(artifact)
    try:
        content, exported = path.read_bytes(), card[KEY]
        digest, source = exported["files"][path.name], exported["exported_from"]
    except (OSError, KeyError, TypeError) as e:
        raise BrokenArtifact(f"{path.name} can't be read. {HINT}.") from e
    if source != card["sha256"]:
        raise BrokenArtifact(f"{path.name} is of another {artifact.name}. {HINT}.")
    if digest != _digest(content):
        raise BrokenArtifact(f"{path.name} is not the file its card describes.")
    return content


def verify_exports(artifact: Path) -> Card:
    """Return the card of a network after comparing each exported file with it.

    Raises:
        BrokenArtifact: as `read_export` does.
    """
    for path in list_exports(artifact):
        read_export(artifact, path)
    return read_card(artifact)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
