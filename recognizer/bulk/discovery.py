"""Find the picture files that command-line paths name."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

SUFFIXES = {
    ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".heic", ".heif",
    ".avif", ".gif", ".bmp", ".tif", ".tiff",
}  # fmt: skip


@dataclass
class PictureFinder:
    """Find pictures; visit each folder once, so that circular links end.

    Attributes:
        on_error: is called with the name and the reason of each path that can't be
            read.
        recursive: search subfolders too.
        visited: device and inode of each folder that was searched.
    """

    on_error: Callable[[str, str], None]
    recursive: bool = False
    visited: set[tuple[int, int]] = field(default_factory=set)

    def find(self, paths: list[str]) -> Iterator[str]:
        """Yield file names in the order of the paths; those of a folder sorted.

        A file that is given itself counts as a picture, whatever its suffix. In a
        folder, the suffix decides, and hidden files are skipped. Links are followed.
        """
        for path in paths:
            try:
                mode = os.stat(path).st_mode
            except (OSError, ValueError) as e:  # ValueError: a null character
                self.on_error(path, describe_error(e))
                continue
            if stat.S_ISDIR(mode):
                yield from self._find_in_folder(path)
            elif stat.S_ISREG(mode):
                yield path
            else:  # reading a pipe or a device may never end
                self.on_error(path, "This is not a regular file.")

    def _find_in_folder(self, folder: str) -> Iterator[str]:
        """Yield the pictures of a folder before those of its subfolders."""
        try:
            entries = self._list_entries(folder)
        except OSError as e:
            self.on_error(folder, describe_error(e))
            return
        yield from (entry.path for entry in entries if is_picture(entry))
        for entry in entries:
            if self.recursive and entry.is_dir():
                yield from self._find_in_folder(entry.path)

    def _list_entries(self, folder: str) -> list[os.DirEntry[str]]:
        """Return the visible entries of a folder, sorted; [] if it was visited."""
        status = os.stat(folder)
        identity = status.st_dev, status.st_ino
        if identity in self.visited:
            return []
        with os.scandir(folder) as entries:
            visible = [entry for entry in entries if not entry.name.startswith(".")]
        self.visited.add(identity)
        return sorted(visible, key=lambda entry: entry.name)


def is_picture(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry has the suffix of a picture and may be opened.

    A broken link counts, so that opening it reports that it is broken.
    """
    suffix = os.path.splitext(entry.name)[1].lower()
    is_broken = entry.is_symlink() and not os.path.exists(entry.path)
    return suffix in SUFFIXES and (entry.is_file() or is_broken)


def describe_error(error: Exception) -> str:
    """Return the message of a system error without the file name."""
    return getattr(error, "strerror", None) or str(error)
