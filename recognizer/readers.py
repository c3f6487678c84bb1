"""The readers that `DIGIT_READER` chooses from: what reads a page, with what networks.

A reader that is taken out here is not needed anywhere else.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ml.artifact import Card, card_path
from ml.model_files import PAGE_MODEL, RULES_MODEL, ModelFiles
from recognizer.inference.network import AnyNetwork, PageNetwork
from recognizer.reading.one_pass.explanation import explain
from recognizer.reading.one_pass.params import with_thresholds
from recognizer.reading.one_pass.reader import read_in_one_pass
from recognizer.reading.reader import read_gray
from recognizer.readings import Reading

Thresholds = Mapping[str, float]

LITERT = "litert"  # the engine that loads exported networks
STRIP_SIDE = 6000  # pixels: twelve pieces of 500, a little more than a look sees


@dataclass(frozen=True)
class Reader:
    """A way from a gray page to a reading.

    Attributes:
        read: takes a page, uint8 (height, width), 255 is white; the networks; the
            thresholds of the model card; and whether to explain each digit. Its boxes
            are in pixels of the page.
        files: of the networks that it asks.
        loaders: dotted path of what loads them, by the name of the engine.
        strip_side: long side in pixels at which a strip is read; None if at that of
            other pictures.
    """

    read: Callable[[np.ndarray, AnyNetwork, Thresholds, bool], Reading]
    files: ModelFiles
    loaders: Mapping[str, str]
    strip_side: int | None = None


def _read_in_one_pass(
    gray: np.ndarray, network: PageNetwork, thresholds: Thresholds, explained: bool
) -> Reading:
    reading = read_in_one_pass(gray, network, with_thresholds(thresholds))
    return explain(reading, gray, network) if explained else reading


READERS = {
    "rules": Reader(
        read_gray,
        RULES_MODEL,
        {
            "keras": "ml.inference.load_predictor",
            LITERT: "ml.litert.inference.load_predictor",
        },
    ),
    "one_pass": Reader(
        _read_in_one_pass,
        PAGE_MODEL,
        {
            "keras": "ml.page_inference.load_page_predictor",
            LITERT: "ml.litert.inference.load_page_predictor",
        },
        STRIP_SIDE,
    ),
}


def get_reader() -> Reader:
    """Return the reader in use.

    Raises:
        ImproperlyConfigured: if `DIGIT_READER` names none.
    """
    try:
        return READERS[settings.DIGIT_READER]
    except KeyError as e:
        raise ImproperlyConfigured(
            f"DIGIT_READER names no reader: {settings.DIGIT_READER}. "
            f"Use one of {', '.join(READERS)}."
        ) from e


@contextmanager
def use_reader(name: str) -> Iterator[Reader]:
    """Read with another reader in all threads while the context lasts.

    Raises:
        ImproperlyConfigured: if there is none of that name.
    """
    before, settings.DIGIT_READER = settings.DIGIT_READER, name
    try:
        yield get_reader()
    finally:
        settings.DIGIT_READER = before


def get_model_files() -> ModelFiles:
    """Return the files of the networks in use.

    Raises:
        ImproperlyConfigured: as above.
    """
    files, main = get_reader().files, settings.DIGIT_MODEL_PATH
    return files.beside(Path(main)) if main else files


def get_loaded_files() -> list[Path]:
    """Return the files that the engine in use loads: networks and cards.

    Raises:
        ImproperlyConfigured: as above.
    """
    files = get_model_files()
    networks = files.exports if settings.DIGIT_ENGINE == LITERT else files.networks
    return [*networks, *map(card_path, files.networks)]


def verify_model() -> Card:
    """Return the model card after comparing each file that the engine loads with it.

    Raises:
        BrokenArtifact: if a file is missing or was altered.
        ImproperlyConfigured: as above.
    """
    files = get_model_files()
    if settings.DIGIT_ENGINE == LITERT:
        return files.verify_exports()
    return files.verify()
