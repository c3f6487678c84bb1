"""Record the result of each file of a watched folder, and move the file."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from recognizer.bulk.watching.moving import (
    choose_target,
    move_beside,
    remove_reason,
)
from recognizer.bulk.watching.patience import Patience
from recognizer.bulk.watching.result_log import ResultLog
from recognizer.bulk.watching.stable_files import FoundFile
from recognizer.bulk.watching.state import WatchState

T = TypeVar("T")

DONE, FAILED = "done", "failed"
UNREADABLE_FILE = "unreadable_file"


@dataclass
class Placement:
    """Gives each file its line and its place, in an order that survives a kill.

    Attributes:
        folder: that is watched.
        state: what is known of the folder.
        log: gets the results.
        patience: how failures of disks are waited for.
        counts: of files since the start, by what became of them.
    """

    folder: str
    state: WatchState
    log: ResultLog
    patience: Patience
    counts: Counter[str] = field(default_factory=Counter)

    def prepare(self) -> None:
        """Make the subfolders, and record which files the last run has moved."""
        for name in (DONE, FAILED):
            path = os.path.join(self.folder, name)
            self._repeat(partial(os.makedirs, path, exist_ok=True))
        for sha256, place in self._repeat(self.state.find_unmoved).items():
            if os.path.lexists(os.path.join(self.folder, place)):
                self._repeat(partial(self.state.finish, sha256, place))

    def is_new(self, sha256: str) -> bool:
        """Return whether a content is read: not twice, unless it was put back.

        A refused file that its operator moved out of `failed/` is read again.
        """
        known = self._repeat(partial(self.state.find, sha256))
        if known is None:
            return True
        target = os.path.join(self.folder, known.place)
        if known.is_moved and known.refusal and not os.path.lexists(target):
            self._repeat(partial(remove_reason, target))
            return True
        return False

    def move_known(self, file: FoundFile, sha256: str) -> None:
        """Move a file whose content has its line."""
        known = self._repeat(partial(self.state.find, sha256))
        if known is None:  # its reading was stopped, or failed for now
            return
        place = os.path.join(self.folder, known.place)
        target = self._move(file, place, known.refusal)
        self._finish(file, sha256, place if known.is_moved else target)
        self.counts["read before"] += 1

    def record(self, file: FoundFile, sha256: str, payload: dict[str, Any]) -> None:
        """Write the line of a result, and move its file."""
        is_read = "verdict" in payload
        place = DONE if is_read else FAILED
        target = choose_target(os.path.join(self.folder, place), file.name)
        payload = {**payload, "sha256": sha256}
        self._repeat(partial(self.log.write, target, payload))
        place = os.path.join(place, os.path.basename(target))
        self._repeat(partial(self.log.record, sha256, place, payload))
        target = self._move(file, target, {} if is_read else payload)
        self._finish(file, sha256, target)
        self.counts["read" if is_read else "refused"] += 1

    def give_up(self, file: FoundFile, reason: str) -> None:
        """Move a file that could not be read again and again; it gets no line."""
        detail = f"The file can't be read: {reason}."
        refusal = {"code": UNREADABLE_FILE, "detail": detail}
        target = choose_target(os.path.join(self.folder, FAILED), file.name)
        self._move(file, target, refusal)
        self._repeat(partial(self.state.forget_attempts, [file.name]))
        self.counts["not read"] += 1

    def _move(self, file: FoundFile, target: str, refusal: dict[str, Any]) -> str:
        """Move a file; return where it is now.

        Args:
            file: to move.
            target: where it belongs.
            refusal: is written beside it; {} if it was read.
        """
        return self._repeat(partial(move_beside, file.path, target, refusal))

    def _finish(self, file: FoundFile, sha256: str, target: str) -> None:
        place = os.path.relpath(target, self.folder)
        self._repeat(partial(self.state.finish, sha256, place, file.name))

    def _repeat(self, action: Callable[[], T]) -> T:
        return self.patience.repeat(action)
