"""Read many pictures at once: each in its own thread, their glyphs in one call."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.files.base import File

from recognizer.errors import BrokenReading, ModelUnavailable, RecognizerError
from recognizer.inference import engine, limits
from recognizer.inference.micro_batching import MicroBatcher
from recognizer.inference.network import PageNetwork
from recognizer.intake.uploads import read_upload
from recognizer.pipeline import CleanPhoto, open_to_read, read_page, reading_slot
from recognizer.readings import Reading

MAX_TOGETHER = 32  # pictures that wait for each other, some megabytes each

logger = logging.getLogger(__name__)
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Batch(Generic[Kept]):
    """How the pictures of a batch are read.

    Attributes:
        keep: returns what is needed of a clean photo. It is called before the picture
            is read; the pixels are freed after it.
        side: maximum long side of the clean photo; None takes what reading needs.
        explain: add glyph image and saliency to each digit.
        network: what the reader asks.
    """

    keep: Callable[[CleanPhoto], Kept]
    side: int | None = None
    explain: bool = False
    network: PageNetwork = engine.shared_network

    def read(
        self, files: Sequence[File]
    ) -> list[tuple[Kept, Reading] | RecognizerError]:
        """Read each file; return a refusal in the place of one that can't be read.

        Raises:
            ModelUnavailable: if there is no model to read with.
        """
        results: list[tuple[Kept, Reading] | RecognizerError] = []
        with limits.batches.slot():
            for start in range(0, len(files), MAX_TOGETHER):
                results += self._read_together(files[start : start + MAX_TOGETHER])
        return results

    def _read_together(
        self, files: Sequence[File]
    ) -> list[tuple[Kept, Reading] | RecognizerError]:
        batcher = MicroBatcher(self.network, len(files), limits.reading)
        with ThreadPoolExecutor(len(files)) as pool:
            # A copy of the context has the language and the id of the request.
            tasks = [
                pool.submit(copy_context().run, self._read_one, file, batcher)
                for file in files
            ]
        results = [task.result() for task in tasks]
        for result in results:
            if isinstance(result, ModelUnavailable):
                raise result
        return results

    def _read_one(
        self, file: File, batcher: MicroBatcher
    ) -> tuple[Kept, Reading] | RecognizerError:
        try:
            with reading_slot():
                photo, page = open_to_read(read_upload(file), self.side)
                kept = self.keep(photo)
                del photo  # its pixels need not wait for the other pictures
                return kept, read_page(page, self.explain, batcher)
        except RecognizerError as refusal:
            return refusal
        except Exception:
            logger.exception("A picture of a batch could not be read")
            return BrokenReading()
        finally:
            batcher.deregister()
