"""System checks of the model files and of the engine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.utils.module_loading import import_string

from ml.artifact import BrokenArtifact, lines_artifact, verify
from recognizer.inference.engine import ENGINES


def check_model_file(**kwargs: Any) -> list[Error]:
    """Compare the model files with the sha256 of their cards."""
    artifact = Path(settings.DIGIT_MODEL_PATH)
    try:
        verify(artifact)
        verify(lines_artifact(artifact))
    except BrokenArtifact as e:
        return [
            Error(
                f"No digit can be read: {e}",
                hint="Restore ml/artifacts (git checkout -- ml/artifacts), train again "
                "(make train), or set DIGIT_MODEL_PATH to a .keras file with its card.",
                id="recognizer.E001",
            )
        ]
    return []


def check_engine_name(**kwargs: Any) -> list[Error]:
    """Import the loader that DIGIT_ENGINE names."""
    name = settings.DIGIT_ENGINE
    try:
        import_string(ENGINES.get(name, name))
    except ImportError:
        return [
            Error(
                f"DIGIT_ENGINE names no engine: {name}",
                hint=f"Use one of {', '.join(ENGINES)}, or the path to a loader.",
                id="recognizer.E002",
            )
        ]
    return []
