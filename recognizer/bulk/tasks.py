"""Read one file of this machine: the task of a worker process."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.files.base import File

from recognizer import pipeline
from recognizer.bulk.discovery import describe_error
from recognizer.bulk.formats import FileResult
from recognizer.errors import BrokenReading, ModelUnavailable, RecognizerError
from recognizer.intake.uploads import read_upload
from recognizer.pipeline import CleanPhoto
from recognizer.readings import Reading
from recognizer.representation import to_reading_json

logger = logging.getLogger(__name__)


class FileAccessError(Exception):
    """A file can't be opened or read; this says nothing about the picture in it."""


def read_file(name: str) -> FileResult:
    """Read one picture and store nothing.

    Raises:
        ModelUnavailable: if there is no model; this says nothing about the picture.
    """
    return process_file(name, lambda data: to_reading_json(*recognize(data)))


def process_file(name: str, process: Callable[[bytes], dict[str, Any]]) -> FileResult:
    """Return the payload that is made of a file's bytes, or why there is none.

    Args:
        name: of the file.
        process: returns the payload.

    Raises:
        ModelUnavailable: if there is no model; this says nothing about the picture.
    """
    try:
        return FileResult(name, process(read_bytes(name)))
    except ModelUnavailable:
        raise
    except RecognizerError as e:
        return FileResult(name, {"code": e.code, "detail": str(e.message)})
    except FileAccessError as e:
        return FileResult(name, error=str(e))


def recognize(data: bytes, side: int | None = None) -> tuple[CleanPhoto, Reading]:
    """Clean and read one picture; an unexpected error is a refusal of this one alone.

    Args:
        data: the file.
        side: maximum long side of the clean photo; None takes what reading needs.

    Raises:
        RecognizerError: if the picture is refused or there is no model.
    """
    try:
        return pipeline.recognize(data, side=side)
    except RecognizerError:
        raise
    except Exception as e:
        logger.exception("A picture could not be read")
        raise BrokenReading from e


def read_bytes(name: str) -> bytes:
    """Read a file under the same limits as an upload.

    Raises:
        RecognizerError: if it is empty or too large.
        FileAccessError: if it can't be opened or read.
    """
    try:
        with open(name, "rb") as file:
            return read_upload(File(file))
    except OSError as e:
        raise FileAccessError(describe_error(e)) from e
