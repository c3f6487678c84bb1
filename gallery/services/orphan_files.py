"""Orphan files: files without a row, which a kill between file and row leaves."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.storage import Storage, default_storage
from django.db.models import Q
from django.utils import timezone

from gallery.models import Photo

FOLDERS = ("photos", "thumbnails")
# The row of a younger file may not be written yet.
MIN_AGE = timedelta(hours=1)


def find_orphans() -> Iterator[str]:
    """Yield the names of files that are old enough and in no row."""
    youngest = timezone.now() - MIN_AGE
    for folder in FOLDERS:
        for name in list_files(default_storage, folder):
            is_old = default_storage.get_modified_time(name) < youngest
            if is_old and not is_owned(name):
                yield name


def list_files(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from list_files(storage, f"{folder}/{name}")


def is_owned(name: str) -> bool:
    """Return whether a row has this file; files are named after the key of the row."""
    try:
        key = UUID(Path(name).stem)
    except ValueError:
        return False
    has_file = Q(file=name) | Q(thumbnail=name) | Q(small_thumbnail=name)
    return Photo.objects.filter(has_file, pk=key).exists()
