"""The HTTP API of reading; these are its public names."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from recognizer.api.job_forms import JobFormParser
from recognizer.api.openapi import (
    PICTURE_OR_PICTURES_REQUEST,
    PICTURE_REFUSALS,
    READING,
    REFUSAL,
)
from recognizer.api.parsers import CUT_OFF, PictureFormParser, RawImageParser
from recognizer.api.request_serializers import ExplainSerializer, QuerySerializer
from recognizer.api.response_serializers import (
    PictureRefusalSerializer,
    ReadingSerializer,
)

if TYPE_CHECKING:
    from recognizer.api.views import (
        PICTURE_PARSERS,
        BatchView,
        ModelView,
        ReadingsView,
        check_length,
        get_picture,
        get_pictures,
        has_many_pictures,
        is_explanation_requested,
    )

__all__ = [
    "CUT_OFF",
    "PICTURE_OR_PICTURES_REQUEST",
    "PICTURE_PARSERS",
    "PICTURE_REFUSALS",
    "READING",
    "REFUSAL",
    "BatchView",
    "ExplainSerializer",
    "JobFormParser",
    "ModelView",
    "PictureFormParser",
    "PictureRefusalSerializer",
    "QuerySerializer",
    "RawImageParser",
    "ReadingSerializer",
    "ReadingsView",
    "check_length",
    "get_picture",
    "get_pictures",
    "has_many_pictures",
    "is_explanation_requested",
]


def __getattr__(name: str) -> Any:
    """Import the views on first use: REST framework's need the parsers of this package.

    Raises:
        AttributeError: if this is no public name.
    """
    if name in __all__:
        return getattr(import_module("recognizer.api.views"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
