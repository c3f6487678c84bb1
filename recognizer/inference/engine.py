"""The holder of the loaded model: one per process, loaded once, shared by threads."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

from ml.artifact import BrokenArtifact, Card, read_cards
from recognizer.errors import ModelUnavailable
from recognizer.metrics import timed

logger = logging.getLogger(__name__)

# Short names for the setting; a dotted path to a loader of one's own works too.
ENGINES = {"keras": "ml.inference.load_predictor"}

_lock = threading.Lock()
_loaded = {}


class Network:
    """Asks the loaded networks, loading them first where no server asked for it."""

    def probabilities(self, fields: np.ndarray) -> np.ndarray:
        known = predictor()
        with timed("classify"):
            return known.classify(fields)

    def frames(self, strips: list[np.ndarray]) -> list[np.ndarray]:
        known = predictor()
        with timed("lines"):
            return known.read_lines(strips)


network = Network()
# Who puts the questions of this context to the network, where others ask too.
_speaker = ContextVar("speaker", default=network)


def load() -> None:
    """Load and warm up the model unless that is done; a failure is logged, not raised.

    A process that serves pages but can't read digits is better than none: `/readyz` and
    every reading tell that the model is missing.
    """
    with _lock:
        if "predictor" not in _loaded:
            _load()


def _load() -> None:
    loader = import_string(ENGINES.get(settings.DIGIT_ENGINE, settings.DIGIT_ENGINE))
    try:
        _loaded["predictor"] = loader(Path(settings.DIGIT_MODEL_PATH))
    except BrokenArtifact as e:
        logger.error("The model is not available: %s `manage.py check` has more.", e)


def is_ready() -> bool:
    """Say whether readings can be given now."""
    return "predictor" in _loaded


def probabilities(fields: np.ndarray) -> np.ndarray:
    """Classify fields, loading the model first where no server asked for it.

    Args:
        fields: float32 (n, 28, 28, 1); 1.0 is ink.

    Returns:
        float32 (n, 11), rows sum to 1; the eleventh is "not a digit".

    Raises:
        ModelUnavailable: if the model file is missing or altered.
    """
    return _speaker.get().probabilities(fields)


def frames(strips: list[np.ndarray]) -> list[np.ndarray]:
    """Read whole lines, loading the model first where no server asked for it.

    Args:
        strips: float32 (32, width) each; 1.0 is ink.

    Returns:
        For each strip float32 (width / 2, 11): what every second column says, the
        labels 0-9 or, eleventh, nothing.

    Raises:
        ModelUnavailable: if a model file is missing or altered.
    """
    return _speaker.get().frames(strips)


@contextmanager
def asked_through(speaker) -> Iterator[None]:
    """Let somebody else ask the network for what is done here."""
    token = _speaker.set(speaker)
    try:
        yield
    finally:
        _speaker.reset(token)


def predictor():
    """Return the loaded networks.

    Raises:
        ModelUnavailable: if a model file is missing or altered.
    """
    if not is_ready():
        load()
    if not is_ready():
        raise ModelUnavailable
    return _loaded["predictor"]


def card() -> Card:
    """Return the model card; needs no loaded model.

    Raises:
        ModelUnavailable: if the card is missing.
    """
    if is_ready():
        return _loaded["predictor"].card
    try:
        return read_cards(Path(settings.DIGIT_MODEL_PATH))
    except BrokenArtifact as e:
        raise ModelUnavailable from e
