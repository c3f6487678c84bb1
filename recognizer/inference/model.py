"""The networks that the settings name: their files, and what loads them."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from ml.artifact import Card, card_path
from ml.model_files import MODEL, ModelFiles

LITERT = "litert"  # the engine that loads exported networks

# The dotted path of what loads the networks, by the name of the engine.
LOADERS: Mapping[str, str] = {
    "keras": "ml.page_inference.load_page_predictor",
    LITERT: "ml.litert.inference.load_page_predictor",
}


def get_model_files() -> ModelFiles:
    """Return the files of the networks in use."""
    main = settings.DIGIT_MODEL_PATH
    return MODEL.beside(Path(main)) if main else MODEL


def get_loaded_files() -> list[Path]:
    """Return the files that the engine in use loads: networks and cards."""
    files = get_model_files()
    networks = files.exports if settings.DIGIT_ENGINE == LITERT else files.networks
    return [*networks, *map(card_path, files.networks)]


def verify_model() -> Card:
    """Return the model card after comparing each file that the engine loads with it.

    Raises:
        BrokenArtifact: if a file is missing or was altered.
    """
    files = get_model_files()
    if settings.DIGIT_ENGINE == LITERT:
        return files.verify_exports()
    return files.verify()
