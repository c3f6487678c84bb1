"""One file of this machine, read: what the processes of `readphotos` do."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.files.base import File

from recognizer import pipeline
from recognizer.api.request_serializers import to_reading_json
from recognizer.bulk.discovery import reason_of
from recognizer.bulk.results import Outcome
from recognizer.errors import BrokenReading, ModelUnavailable, RecognizerError
from recognizer.intake.uploads import read_upload
from recognizer.pipeline import CleanPhoto
from recognizer.readings import Reading

logger = logging.getLogger(__name__)


class Unopened(Exception):
    """A file that can't be opened or read; its picture may be as it should."""


def read_file(name: str) -> Outcome:
    """Read one picture and keep nothing.

    Raises:
        ModelUnavailable: if there is no model; that says nothing about a picture.
    """
    return outcome_of(name, lambda data: to_reading_json(*recognize(data)))


def recognize(data: bytes, side: int | None = None) -> tuple[CleanPhoto, Reading]:
    """Clean and read one picture; a fault of ours costs this one alone.

    Raises:
        RecognizerError: if the bytes are refused or there is no model.
    """
    try:
        return pipeline.recognize(data, side=side)
    except RecognizerError:
        raise
    except Exception as e:
        logger.exception("A picture could not be read")
        raise BrokenReading from e


def outcome_of(name: str, tell: Callable[[bytes], dict[str, Any]]) -> Outcome:
    """Return what is told of a file's bytes, or why nothing is.

    Raises:
        ModelUnavailable: if there is no model; that says nothing about a picture.
    """
    try:
        return Outcome(name, tell(read_bytes(name)))
    except ModelUnavailable:
        raise
    except RecognizerError as e:
        return Outcome(name, {"code": e.code, "detail": str(e.message)})
    except Unopened as e:
        return Outcome(name, problem=str(e))


def read_bytes(name: str) -> bytes:
    """Read a file as if it had been uploaded.

    Raises:
        RecognizerError: if it is empty or too large.
        Unopened: if the system does not give it out.
    """
    try:
        with open(name, "rb") as file:
            return read_upload(File(file))
    except OSError as e:
        raise Unopened(reason_of(e)) from e
