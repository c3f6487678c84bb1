"""Find the picture files of a folder that nobody writes any more."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recognizer.bulk.discovery import SUFFIXES


@dataclass(frozen=True, order=True)
class FoundFile:
    """A file as it was found.

    Attributes:
        name: in its folder.
        path: with its folder.
        size: in bytes.
        modified_ns: time of its last change.
        inode: number in its file system.
    """

    name: str
    path: str
    size: int
    modified_ns: int
    inode: int

    @classmethod
    def look_at(cls, path: str) -> "FoundFile":
        """Describe a file; a link is described itself.

        Raises:
            OSError: if it is gone.
        """
        found = os.lstat(path)
        identity = found.st_size, found.st_mtime_ns, found.st_ino
        return cls(os.path.basename(path), path, *identity)

    def is_unchanged(self) -> bool:
        """Return whether it is still as it was found."""
        try:
            return FoundFile.look_at(self.path) == self
        except OSError:
            return False


class StableFiles:
    """The pictures of a folder whose size and time have not changed for a while.

    Attributes:
        seconds: for which a file must not have changed.
    """

    def __init__(
        self, folder: str, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Watch a folder, without its subfolders.

        Args:
            folder: its path.
            seconds: see the attribute.
            clock: returns seconds.
        """
        self._folder, self.seconds, self._clock = folder, seconds, clock
        self._since: dict[FoundFile, float] = {}

    def find(self) -> list[FoundFile]:
        """Return those that can be taken now, sorted by name.

        Raises:
            OSError: if the folder can't be read.
        """
        now = self._clock()
        since = {file: self._since.get(file, now) for file in self._list()}
        self._since = since
        return sorted(f for f in since if now - since[f] >= self.seconds)

    def _list(self) -> Iterator[FoundFile]:
        with os.scandir(self._folder) as entries:
            paths = [entry.path for entry in entries if is_taken(entry)]
        for path in paths:
            try:
                yield FoundFile.look_at(path)
            except FileNotFoundError:
                continue


def is_taken(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a visible file with the suffix of a picture.

    Links are not followed: whoever may write to the folder could name any file.
    """
    suffix = os.path.splitext(entry.name)[1].lower()
    is_visible = not entry.name.startswith(".")
    return is_visible and suffix in SUFFIXES and entry.is_file(follow_symlinks=False)
