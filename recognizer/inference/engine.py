"""Hold the loaded networks: one set for a process, loaded once, shared by threads."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

from ml.artifact import BrokenArtifact, Card
from ml.detection.detections import Detections
from recognizer.errors import ModelUnavailable
from recognizer.inference.model import LOADERS, get_loaded_files, get_model_files
from recognizer.inference.network import LoadedNetwork, PageNetwork
from recognizer.metrics import timed

logger = logging.getLogger(__name__)

# Of each model file, modification time in ns and size; None where it is missing.
FileStates = list[tuple[int, int] | None]


@dataclass
class _Model:
    """What this process has loaded.

    Attributes:
        network: None before loading and where it failed.
        broken_files: state of the model files when loading failed last; None if it has
            not failed.
        problem: why it failed.
    """

    network: LoadedNetwork | None = None
    broken_files: FileStates | None = None
    problem: str = "It is not loaded yet."


_lock = threading.Lock()
_model = _Model()


class SharedNetwork:
    """The networks of this process, loaded when they are first used.

    Each method is that of `PageNetwork`.
    """

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images."""
        loaded = get_loaded_network()
        with timed("classify"):
            return loaded.classify(glyphs)

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Read whole lines."""
        loaded = get_loaded_network()
        with timed("lines"):
            return loaded.read_lines(line_images)

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters."""
        loaded = get_loaded_network()
        with timed("detect"):
            return loaded.detect(gray)

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters."""
        loaded = get_loaded_network()
        with timed("glyphs"):
            return loaded.read_glyphs(glyphs)

    def find_gradients(self, glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return how the gray values of glyphs change the logits of labels."""
        return get_loaded_network().find_gradients(glyphs, labels)


shared_network: PageNetwork = SharedNetwork()


def load_model() -> None:
    """Load and warm up the model unless that is done; log a failure.

    A process that serves pages but can't read digits is better than none: `/readyz` and
    every reading report that the model is missing.
    """
    with _lock:
        if _model.network is None:
            _load()


def is_model_ready() -> bool:
    """Return whether the model is loaded."""
    return _model.network is not None


def ensure_model_ready() -> bool:
    """Return whether the model is loaded; load it if broken files were replaced.

    While another thread loads it, the answer is False at once.
    """
    failed_before = _model.broken_files is not None
    if failed_before and _model.broken_files != _get_file_states():
        if not _lock.acquire(blocking=False):
            return False
        try:
            _load()
        finally:
            _lock.release()
    return is_model_ready()


def get_model_problem() -> str:
    """Return why the model is not ready, without paths; "" if it is."""
    return "" if is_model_ready() else _model.problem


def get_loaded_network() -> LoadedNetwork:
    """Return the networks, loading them first where no server has done so.

    Raises:
        ModelUnavailable: if a model file is missing or altered.
    """
    if _model.network is None:
        load_model()
    if _model.network is None:
        raise ModelUnavailable
    return _model.network


def get_model_card() -> Card:
    """Return the model card; the model need not be loaded.

    Raises:
        ModelUnavailable: if the card is missing.
    """
    if _model.network is not None:
        return _model.network.card
    try:
        return get_model_files().read_card()
    except BrokenArtifact as e:
        raise ModelUnavailable from e


@contextmanager
def use_network(network: LoadedNetwork | None) -> Iterator[LoadedNetwork | None]:
    """Use another network in all threads of this process while the context lasts.

    Args:
        network: None leaves nothing loaded.
    """
    global _model
    before, _model = _model, _Model(network)
    try:
        yield network
    finally:
        _model = before


def import_loader() -> Callable[[Path], LoadedNetwork]:
    """Return what loads the networks: `DIGIT_ENGINE` is a name or a dotted path.

    Raises:
        ImportError: if there is nothing of that name.
    """
    engine = settings.DIGIT_ENGINE
    return import_string(LOADERS.get(engine, engine))


def _load() -> None:
    # Loading takes seconds; another network may be in use when it ends.
    model, loader, files = _model, import_loader(), _get_file_states()
    try:
        model.network = loader(get_model_files().main)
        model.broken_files = None
    except (BrokenArtifact, ModuleNotFoundError) as e:
        model.broken_files, model.problem = files, str(e)
        logger.error("The model is not available: %s `manage.py check` has more.", e)


def _get_file_states() -> FileStates:
    return [_get_file_state(file) for file in get_loaded_files()]


def _get_file_state(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
