"""Whose photos a folder holds: a file in it names the database.

Without a look at it, photos would be stored below a disk that is not mounted, and files
of another database would be deleted as files without row.
"""

import errno
import os
import tempfile
import threading
from contextlib import suppress
from datetime import UTC
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min

OWNER_FILE = ".digitsite"
MISSING = "The folder of the photos is missing: mount it, or put it back."
WITHOUT_PHOTOS = (
    "The folder has no photo of the database: mount the right one, or put the photos "
    f"back. To go on with this one, put an empty file {OWNER_FILE} into it."
)
OF_ANOTHER = (
    "The folder is that of another database: correct DATABASE_URL or MEDIA_ROOT. To go "
    f"on with both, make the file {OWNER_FILE} in it empty."
)
REASONS = (MISSING, WITHOUT_PHOTOS, OF_ANOTHER)
# Of the newest photos, one at least has to be there.
LOOKED_AT_PHOTOS = 20

# Folders that this process has used. They are not created again.
_used: set[Path] = set()
_lock = threading.Lock()


class FolderUnavailable(OSError):
    """The folder can't be used; the text says why and what to do."""

    def __init__(self, reason: str):
        # Where it follows other words, a full stop follows `strerror`.
        super().__init__(errno.ENODEV, reason.removesuffix("."))

    def __str__(self) -> str:
        return f"{self.strerror}."


def open_folder(root: Path) -> None:
    """Look whether a folder is the one of this site's photos; create it at first.

    Raises:
        FolderUnavailable: if it is missing or of another site.
        OSError: if it can't be read or written.
        DatabaseError: if the database can't be asked.
    """
    owner = read_owner(root)
    if not owner or owner != get_site():
        with _lock:
            claim(root)
    _used.add(root)


def claim(root: Path) -> None:
    """Mark a folder as that of this site's photos, unless something speaks against it.

    Raises:
        FolderUnavailable: if so.
    """
    owner = read_owner(root)
    if owner is None and root in _used:
        raise FolderUnavailable(MISSING)
    # A thread that only reads or writes files has no connection to keep.
    with connection.temporary_connection():
        site = get_site()
        if owner is None and has_lost_photos(root):
            raise FolderUnavailable(WITHOUT_PHOTOS if root.is_dir() else MISSING)
    if owner and owner != site:
        raise FolderUnavailable(OF_ANOTHER)
    if not owner:
        write_owner(root, site)


def read_owner(root: Path) -> str | None:
    """Return the name of the site whose photos are in a folder.

    Returns:
        "" for a folder that waits for its site; None without a mark.
    """
    with suppress(FileNotFoundError, NotADirectoryError):
        return (root / OWNER_FILE).read_text().strip()
    return None


def write_owner(root: Path, site: str) -> None:
    """Mark a folder, which is created where it is missing."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=OWNER_FILE, dir=root)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{site}\n")
        os.replace(temporary, root / OWNER_FILE)
    except BaseException:
        os.unlink(temporary)
        raise


@cache
def get_site() -> str:
    """Return what a database has of its own: when its tables were first made."""
    migrations = MigrationRecorder(connection).migration_qs
    with connection.temporary_connection():
        first = migrations.aggregate(first=Min("applied"))["first"]
    return f"site of {first.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}" if first else ""


def has_lost_photos(root: Path) -> bool:
    """Return whether there are rows, and none of the newest has its file."""
    names = apps.get_model("gallery", "Photo").objects.values_list("file", flat=True)
    newest = list(names[:LOOKED_AT_PHOTOS])
    return bool(newest) and not any((root / name).exists() for name in newest)
