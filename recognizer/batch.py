"""Many pictures at once: each in a thread of its own, their digits in one call."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File

from recognizer.errors import BrokenReading, ModelUnavailable, RecognizerError
from recognizer.inference import engine, limits
from recognizer.inference.micro_batching import Gathering
from recognizer.intake.uploads import read_upload
from recognizer.pipeline import (
    CleanPhoto,
    Page,
    open_to_read,
    read_page,
)
from recognizer.readings import Reading

TOGETHER = 32  # pictures that wait for each other, some megabytes each
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Batch:
    """How the pictures of a batch are read.

    Attributes:
        keep: makes of each clean photo what is to be had of it; its pixels are let go
            before it is read.
        side: the long side of the clean photo, at most; None takes what reading needs.
        explain: add to each digit what was seen and what mattered.
    """

    keep: Callable[[CleanPhoto], Any]
    side: int | None = None
    explain: bool = False

    def read(
        self, files: Sequence[File]
    ) -> list[tuple[Any, Reading] | RecognizerError]:
        """Read each file; what can't be read has its refusal in its place.

        Raises:
            ModelUnavailable: if there is no model to read with.
        """
        answers = []
        with limits.batches.slot():
            for start in range(0, len(files), TOGETHER):
                answers += self._read_together(files[start : start + TOGETHER])
        return answers

    def _read_together(self, files):
        gathering = Gathering(engine.network, len(files), limits.reading)
        with ThreadPoolExecutor(len(files)) as pool:
            # Each in the language of the request, and under its id.
            tasks = [
                pool.submit(copy_context().run, self._read_one, file, gathering)
                for file in files
            ]
        answers = [task.result() for task in tasks]
        for answer in answers:
            if isinstance(answer, ModelUnavailable):
                raise answer
        return answers

    def _read_one(self, file, gathering):
        try:
            with engine.asked_through(gathering):
                kept, page = self._opened(file)
                return kept, read_page(page, self.explain)
        except RecognizerError as refusal:
            return refusal
        except Exception:
            logger.exception("A picture of a batch could not be read")
            return BrokenReading()
        finally:
            gathering.leave()

    def _opened(self, file) -> tuple[Any, Page]:
        with limits.reading.slot():
            photo, page = open_to_read(read_upload(file), self.side)
            return self.keep(photo), page
