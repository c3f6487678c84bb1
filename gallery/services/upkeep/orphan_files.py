"""Orphan files: files without a row, which a kill between file and row leaves."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from gallery.models import Photo
from gallery.services.photos import FILES

FOLDERS = ("photos", "thumbnails")
# The row of a younger file may not be written yet.
MIN_AGE = timedelta(hours=1)
BATCH_FILES = 500


def find_orphans() -> Iterator[str]:
    """Yield the names of files that are old enough and in no row."""
    youngest = timezone.now() - MIN_AGE
    for folder in FOLDERS:
        names = list_files(default_storage, folder)
        while batch := list(islice(names, BATCH_FILES)):
            yield from drop_young(drop_owned(batch), youngest)


def list_files(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from list_files(storage, f"{folder}/{name}")


def drop_owned(names: list[str]) -> list[str]:
    """Return the files that no row has; files are named after the key of the row."""
    keys = {name: to_key(name) for name in names}
    found = Photo.objects.only(*FILES).in_bulk(
        [key for key in keys.values() if key is not None]
    )
    owned = {name for photo in found.values() for name in photo.file_names}
    return [name for name in names if name not in owned]


def to_key(name: str) -> UUID | None:
    try:
        return UUID(Path(name).stem)
    except ValueError:
        return None


def drop_young(names: list[str], youngest: datetime) -> Iterator[str]:
    """Yield the files that are older; one may be gone meanwhile."""
    for name in names:
        with suppress(FileNotFoundError):
            if default_storage.get_modified_time(name) < youngest:
                yield name
