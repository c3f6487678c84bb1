"""The exported networks, for serving without TensorFlow."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from ml.artifact import (
    BrokenArtifact,
    answer_golden,
    answers_as_golden,
    is_golden,
    read_card,
)
from ml.detection.artifact import DETECTOR_ARTIFACT, golden_maps
from ml.detection.looks import Network
from ml.digits import SIDE
from ml.glyph_artifact import golden_gradients, golden_logits
from ml.inference import Call
from ml.inputs.line_images import LINE_HEIGHT_PX
from ml.litert.exports import (
    GOLDEN_KEY,
    KEY,
    export_path,
    gradients_path,
    read_export,
)
from ml.litert.interpreters import LiteNetwork
from ml.model_files import MODEL
from ml.page_inference import Gradients, PagePredictor

# Any number of glyphs: each is a call of its own.
BATCH_SIZES = range(1, 33)

Answer = Callable[[Call], np.ndarray]


def load_page_predictor(artifact: Path = DETECTOR_ARTIFACT) -> PagePredictor:
    """Load and check the exported networks.

    Args:
        artifact: the detector, beside which the exported files are.

    Raises:
        BrokenArtifact: if a file is missing, altered or of another network, or if a
            network does not give the golden answer of its card.
    """
    files = MODEL.beside(artifact)
    glyph_network = files.others["glyph_network"]
    return PagePredictor(
        load_line_reader(files.others["line_reader"]),
        files.read_card(),
        load_classifier(files.others["classifier"]),
        load_detector(artifact),
        _load_probabilities(glyph_network, golden_logits),
        load_gradients(glyph_network),
        BATCH_SIZES,
    )


def load_classifier(artifact: Path) -> Call:
    return _load_probabilities(artifact, partial(answer_golden, height=SIDE))


def load_line_reader(artifact: Path) -> Call:
    return _load_probabilities(artifact, partial(answer_golden, height=LINE_HEIGHT_PX))


def load_detector(artifact: Path) -> Network:
    """Return the exported detector, for pictures of any size."""
    network = _load(artifact, export_path(artifact))
    _check(artifact, golden_maps(network))
    return lambda x: [maps[0] for maps in network(x)]


def load_gradients(artifact: Path) -> Gradients:
    """Return how gray values change logits of an exported glyph network."""
    path = gradients_path(artifact)
    network = _load(artifact, path)

    def find(glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        pairs = zip(glyphs, labels, strict=True)
        found = np.concatenate([network(x[None], label[None])[0] for x, label in pairs])
        # The deviation of a glyph of one gray value is 0, and its gradient infinite.
        return np.where(np.isfinite(found), found, 0)

    golden = read_card(artifact)[KEY].get(GOLDEN_KEY, [])
    if not is_golden(golden_gradients(find), golden):
        raise BrokenArtifact(f"{path.name} answers differently than it should.")
    return find


def _load_probabilities(artifact: Path, answer: Answer) -> Call:
    """Return the function that gives a network's calibrated probabilities."""
    network = _load(artifact, export_path(artifact))

    def find_logits(x: np.ndarray) -> np.ndarray:
        # One by one: together they take as long, and memory for the largest batch.
        return np.concatenate([network(row[None])[0] for row in x])

    _check(artifact, answer(find_logits))
    temperature = read_card(artifact)["temperature"]
    return lambda x: softmax(find_logits(x) / np.float32(temperature))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def _load(artifact: Path, path: Path) -> LiteNetwork:
    content = read_export(artifact, path)
    try:
        return LiteNetwork(content)
    except (ValueError, RuntimeError) as e:
        raise BrokenArtifact(f"{path.name} can't be loaded.") from e


def _check(artifact: Path, answer: np.ndarray) -> None:
    if not answers_as_golden(answer, read_card(artifact)):
        name = export_path(artifact).name
        raise BrokenArtifact(f"{name} answers differently than it should.")
