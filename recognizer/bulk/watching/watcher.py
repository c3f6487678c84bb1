"""Take the files of a watched folder in rounds, and try again what fails."""

import errno
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from recognizer.bulk.discovery import describe_error
from recognizer.bulk.formats import FileResult
from recognizer.bulk.watching.patience import Patience, Stopped
from recognizer.bulk.watching.placement import Placement
from recognizer.bulk.watching.stable_files import FoundFile, StableFiles
from recognizer.bulk.watching.state import WatchState
from recognizer.bulk.worker_pool import Task, WorkerPool
from recognizer.errors import BrokenReading, ModelUnavailable, RecognizerError

T = TypeVar("T")

GOING_ON = "Going on."
# With the pauses between them, four minutes at the usual interval.
MAX_ATTEMPTS = 8
# Files whose attempts are counted together.
CHUNK = 16
# After so long without a file, the processes and their models are ended.
MAX_IDLE_SECONDS = 600


@dataclass
class Watcher:
    """Takes files in rounds.

    Attributes:
        task: reads one file in a process.
        files: which can be taken.
        state: counts attempts.
        placement: gets results and files.
        patience: how failures of disks are waited for.
        open_pool: returns new processes.
        interval: seconds between two rounds.
        clock: returns seconds.
    """

    task: Task
    files: StableFiles
    state: WatchState
    placement: Placement
    patience: Patience
    open_pool: Callable[[], WorkerPool]
    interval: float
    clock: Callable[[], float] = time.monotonic
    _pool: WorkerPool | None = None
    _used: float = 0.0
    _due: dict[str, float] = field(default_factory=dict)
    _is_blocked: bool = False

    def watch(self) -> None:
        """Take what appears until a stop is requested.

        Raises:
            ModelUnavailable: if there is no model.
            BrokenPipeError: if nobody reads the results any more.
        """
        try:
            self.placement.prepare()
            while not self.patience.stop.is_set():
                self._take(self._repeat(self.files.find))
                self.end_idle_pool()
                self.patience.stop.wait(self.interval)
        except Stopped:
            return

    def take_present(self) -> None:
        """Take once what is there, and does not change for the seconds of `files`.

        Raises:
            ModelUnavailable: if there is no model.
            OSError: if results can't be written, or files not be moved.
        """
        self.placement.prepare()
        self.files.find()
        if not self.patience.stop.wait(self.files.seconds):
            self._take(self.files.find())

    @property
    def counts(self) -> Counter[str]:
        """Return how many files there were, by what became of them."""
        return self.placement.counts

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.close()
            self._pool = None

    def _take(self, files: list[FoundFile]) -> None:
        """Read files, and move them."""
        before, now = self.counts.copy(), self.clock()
        due = [file for file in files if self._due.get(file.name, now) <= now]
        for chunk in self._split(due):
            if not self.patience.stop.is_set():
                self._take_chunk(chunk)
        if taken := self.counts - before:
            words = ", ".join(f"{count} {what}" for what, count in taken.items())
            self.patience.report(f"{words}.")

    def _split(self, files: list[FoundFile]) -> Iterator[list[FoundFile]]:
        """Yield files to read together; alone, one that may have ended a process."""
        fresh = [file for file in files if not self._get_attempts(file)]
        yield from (fresh[i : i + CHUNK] for i in range(0, len(fresh), CHUNK))
        yield from ([file] for file in sorted(set(files) - set(fresh)))

    def _take_chunk(self, files: list[FoundFile]) -> None:
        """Read what is new, and move what is known."""
        hashed = [(file, sha256) for file in files if (sha256 := self._hash(file))]
        fresh: dict[str, FoundFile] = {}
        for file, sha256 in hashed:
            if self.placement.is_new(sha256):
                fresh.setdefault(sha256, file)
        if fresh:
            self._read(fresh)
        for file, sha256 in hashed:
            if file not in fresh.values():
                self.placement.move_known(file, sha256)

    def _hash(self, file: FoundFile) -> str:
        """Return the sha256 of a file; "" if it can't be read now."""
        try:
            with open(file.path, "rb") as opened:
                return hashlib.file_digest(opened, "sha256").hexdigest()
        except FileNotFoundError:
            return ""
        except OSError as e:
            self._repeat(partial(self.state.count_attempts, [file.name]))
            self._postpone(file, describe_error(e))
            return ""

    def _read(self, fresh: dict[str, FoundFile]) -> None:
        """Read new files and record their results.

        Args:
            fresh: files by their sha256.
        """
        [(sha256, first), *_] = fresh.items()
        if self._get_attempts(first) >= MAX_ATTEMPTS:
            self.placement.record(first, sha256, to_payload(BrokenReading()))
            return
        pool = self._get_pool()
        left = {file.name: file for file in fresh.values()}
        self._repeat(partial(self.state.count_attempts, list(left)))
        try:
            paths = [file.path for file in fresh.values()]
            results = pool.run(self.task, paths, self.patience.stop)
            for (sha256, file), result in zip(fresh.items(), results, strict=False):
                self._use(file, sha256, result)
                del left[file.name]
        except BrokenProcessPool:
            self.close()
            for file in left.values():
                self._pause(file)
        except (ModelUnavailable, OSError, Stopped):  # no fault of a file
            with suppress(OSError):
                self.state.forget_attempts(left)
            raise
        else:
            self._repeat(partial(self.state.forget_attempts, list(left)))

    def _use(self, file: FoundFile, sha256: str, result: FileResult) -> None:
        """Do what a result asks for: record it, or try again later."""
        if result.error and not result.is_blocked:
            self._postpone(file, result.error)
        elif not result.error and file.is_unchanged():
            self.placement.record(file, sha256, result.payload)
        else:
            self._repeat(partial(self.state.forget_attempts, [file.name]))
        self._wait_for_storage(result)

    def _wait_for_storage(self, result: FileResult) -> None:
        """Wait where disk or database kept a picture from being saved."""
        if result.is_blocked and not self.patience.is_endless:
            raise OSError(errno.EIO, result.error)
        if result.is_blocked != self._is_blocked:
            self.patience.report(
                f"Waiting: {result.error}" if result.error else GOING_ON
            )
            self._is_blocked = result.is_blocked
        if result.is_blocked:
            self.patience.pause()

    def _postpone(self, file: FoundFile, reason: str) -> None:
        """Try a file again later, which can't be read now; at last, give up."""
        if self._get_attempts(file) < MAX_ATTEMPTS:
            self._pause(file)
            return
        self.placement.give_up(file, reason)

    def _pause(self, file: FoundFile) -> None:
        """Leave a file alone, for longer after each attempt."""
        seconds = self.interval * 2 ** self._get_attempts(file)
        self._due[file.name] = self.clock() + seconds
        self.counts["to try again"] += 1

    def _get_attempts(self, file: FoundFile) -> int:
        return self._repeat(partial(self.state.get_attempts, file.name))

    def _get_pool(self) -> WorkerPool:
        """Return processes of which one has its model.

        Raises:
            BrokenProcessPool: if it was killed; this says nothing about a file.
        """
        if self._pool is None:
            self._pool = self.open_pool()
            self._pool.warm_up()
        self._used = self.clock()
        return self._pool

    def end_idle_pool(self) -> None:
        """End processes that had nothing to read for long."""
        if self.clock() - self._used > MAX_IDLE_SECONDS:
            self.close()

    def _repeat(self, action: Callable[[], T]) -> T:
        return self.patience.repeat(action)


def to_payload(refusal: RecognizerError) -> dict[str, Any]:
    """Return the payload of a refusal."""
    return {"code": refusal.code, "detail": str(refusal.message)}
