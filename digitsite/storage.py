"""Storages: private photos with atomic writes, and compressed static files."""

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedStaticFilesStorage

from digitsite.photo_folder.ownership import open_folder

# What a photo takes with its thumbnails and its row, at most.
MIN_FREE_BYTES = 4 * 1024 * 1024
# Its three files and the five folders that they may need.
MIN_FREE_FILES = 8


class PrivateStorage(FileSystemStorage):
    """Store files without public URL that only this system account can read."""

    def url(self, name: str | None) -> str:
        raise ValueError("Photos have no public URL: a view checks the gallery.")

    def find_problem(self) -> str:
        """Return why no file could be stored now; "" if one could.

        Raises:
            OSError: if the folder can't be used at all.
        """
        root = Path(self.location)
        open_folder(root)
        return find_write_problem(root) or find_closed_folder(root)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """List a folder below the one of this site's photos."""
        open_folder(Path(self.location))
        return super().listdir(path)

    def open(self, name: str, mode: str = "rb") -> File:
        """Open a stored file; if it is missing, look whether all are."""
        try:
            return super().open(name, mode)
        except FileNotFoundError:
            # A photo is not missing because all are away.
            open_folder(Path(self.location))
            raise

    def delete_many(self, names: Iterable[str]) -> None:
        for name in names:
            self.delete(name)

    def _save(self, name: str, content: File) -> str:
        root = Path(self.location)
        check_space(root)
        open_folder(root)
        try:
            self._write(root, Path(self.path(name)), content)
        except FileNotFoundError:
            open_folder(root)
            raise
        return str(Path(name).as_posix())

    def _write(self, root: Path, path: Path, content: File) -> None:
        # Not the root itself: it would hide that a disk is not mounted any more.
        for folder in reversed(path.relative_to(root).parents[:-1]):
            (root / folder).mkdir(mode=0o700, exist_ok=True)
        # Under a temporary name, a kill or a full disk leaves no partial photo.
        descriptor, temporary = tempfile.mkstemp(prefix=".saving-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(content.chunks())
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
        sync_folder(path.parent)


def find_write_problem(folder: Path) -> str:
    """Return why no file could be written to a folder; "" if one could."""
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return "The disk is read-only."
    if not os.access(folder, os.W_OK | os.X_OK):
        return "The folder can't be written."
    if get_free_bytes(folder) < MIN_FREE_BYTES:
        return "The disk is full."
    return "The disk is full: it has too many files." if lacks_files(folder) else ""


def find_closed_folder(root: Path) -> str:
    """Return which folder in that of the photos can't be written; "" if all can."""
    for folder in root.iterdir():
        if folder.is_dir() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            return f"Its folder {folder.name} can't be written."
    return ""


def check_space(folder: Path) -> None:
    """Raise ENOSPC while there is little space left, so that deleting still works.

    To delete a row, SQLite has to write some pages first.
    """
    if folder.exists() and get_free_bytes(folder) < MIN_FREE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def lacks_files(folder: Path) -> bool:
    """Return whether a disk has no room for the files of a photo, however small."""
    disk = os.statvfs(folder)
    # Some file systems do not count files: they have 0 in all.
    return bool(disk.f_files) and disk.f_favail < MIN_FREE_FILES


def get_free_bytes(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def sync_folder(folder: Path) -> None:
    """Flush a folder to disk, so that a rename in it survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class ChangedFilesCompressor(Compressor):  # type: ignore[misc]
    """Compress only files that are newer than their compressed copies."""

    def compress(self, path: str) -> list[str]:
        """Return the names of the copies that were written."""
        return [] if has_current_copy(path) else super().compress(path)


def has_current_copy(path: str) -> bool:
    """Return whether a file was compressed since it changed."""
    copy = Path(f"{path}.br")
    # WhiteNoise gives the copy the modification time of the file.
    return copy.exists() and copy.stat().st_mtime >= Path(path).stat().st_mtime


class CompressedStaticStorage(CompressedStaticFilesStorage):  # type: ignore[misc]
    """Static files with compressed copies, which `collectstatic` keeps if it can.

    Brotli needs some seconds for all of them, and `make run` collects at each start.
    """

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return ChangedFilesCompressor(**kwargs)
