"""The pictures that paths of a machine name: files, and what lies in folders."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

SUFFIXES = {
    ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".heic", ".heif",
    ".avif", ".gif", ".bmp", ".tif", ".tiff",
}  # fmt: skip


@dataclass
class Finder:
    """Looks for pictures, and into each folder once: no circle of links is endless.

    Attributes:
        complain: is told the name and the reason of all that can't be looked at.
        recursive: look into the folders of folders.
        seen: device and number of each folder that was looked into.
    """

    complain: Callable[[str, str], None]
    recursive: bool = False
    seen: set[tuple[int, int]] = field(default_factory=set)

    def find(self, paths: list[str]) -> Iterator[str]:
        """Yield names in the order of the paths and, in a folder, of the alphabet.

        A file that is named itself is a picture whatever it is called; in a folder, the
        suffix tells, and what is hidden is left out. Links are followed.
        """
        for path in paths:
            try:
                mode = os.stat(path).st_mode
            except (OSError, ValueError) as e:  # ValueError: a null character
                self.complain(path, reason_of(e))
                continue
            if stat.S_ISDIR(mode):
                yield from self._in_folder(path)
            elif stat.S_ISREG(mode):
                yield path
            else:  # reading a pipe or a device may never end
                self.complain(path, "This is no file.")

    def _in_folder(self, folder: str) -> Iterator[str]:
        """Yield the pictures of a folder before those of its folders."""
        try:
            entries = self._entries(folder)
        except OSError as e:
            self.complain(folder, reason_of(e))
            return
        yield from (entry.path for entry in entries if is_picture(entry))
        for entry in entries:
            if self.recursive and entry.is_dir():
                yield from self._in_folder(entry.path)

    def _entries(self, folder: str) -> list[os.DirEntry]:
        """Return what is not hidden in a folder; nothing, the second time."""
        status = os.stat(folder)
        place = status.st_dev, status.st_ino
        if place in self.seen:
            return []
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not entry.name.startswith(".")]
        self.seen.add(place)
        return sorted(shown, key=lambda entry: entry.name)


def is_picture(entry: os.DirEntry) -> bool:
    """Say whether an entry is called like a picture and may be opened.

    A link that leads nowhere is one, so that opening it tells that it is broken.
    """
    suffix = os.path.splitext(entry.name)[1].lower()
    is_broken = entry.is_symlink() and not os.path.exists(entry.path)
    return suffix in SUFFIXES and (entry.is_file() or is_broken)


def reason_of(error: Exception) -> str:
    """Return what the system says of an error, without the name of the file."""
    return getattr(error, "strerror", None) or str(error)
