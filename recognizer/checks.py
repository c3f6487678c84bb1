"""System checks of the networks in use, and of how many requests may wait for it."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import Error

from ml.artifact import BrokenArtifact
from recognizer.inference.engine import import_loader
from recognizer.inference.model import LITERT, LOADERS, verify_model

# Of each engine, the package that it needs, and the file that installs it.
PACKAGES = {
    "keras": ("keras", "requirements.txt"),
    LITERT: ("ai_edge_litert", "requirements-light.txt"),
}


def check_max_waiting(**kwargs: Any) -> list[Error]:
    """Check that MAX_WAITING is a number of requests."""
    if settings.MAX_WAITING >= 0:
        return []
    return [
        Error(
            f"MAX_WAITING is less than 0: {settings.MAX_WAITING}",
            hint="Give how many requests may wait for a reading; with 0, none waits.",
            id="recognizer.E004",
        )
    ]


def check_model_file(**kwargs: Any) -> list[Error]:
    """Compare the model files with the sha256 of their cards."""
    try:
        verify_model()
    except BrokenArtifact as e:
        return [
            Error(
                f"No digit can be read: {e}",
                hint="Restore ml/artifacts (git checkout -- ml/artifacts), train again "
                "(make train), or set DIGIT_MODEL_PATH to a .keras file with its card. "
                "DIGIT_ENGINE=litert needs its exported files too (make export).",
                id="recognizer.E001",
            )
        ]
    return []


def check_engine_name(**kwargs: Any) -> list[Error]:
    """Import the loader that DIGIT_ENGINE names."""
    try:
        import_loader()
    except ImportError:
        return [
            Error(
                f"DIGIT_ENGINE names no engine: {settings.DIGIT_ENGINE}",
                hint=f"Use one of {', '.join(LOADERS)}, or the path to a loader.",
                id="recognizer.E002",
            )
        ]
    return []


def check_engine_package(
    find: Callable[[str], object] = find_spec, **kwargs: Any
) -> list[Error]:
    """Look for the package that runs the networks."""
    package, requirements = PACKAGES.get(settings.DIGIT_ENGINE, ("", ""))
    if not package or find(package):
        return []
    return [
        Error(
            f"DIGIT_ENGINE={settings.DIGIT_ENGINE} needs {package}, which is missing.",
            hint=f"Run pip install -r {requirements}, or choose another engine.",
            id="recognizer.E005",
        )
    ]
