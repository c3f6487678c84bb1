"""Files that no photo owns: what a kill between file and row leaves behind."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.storage import Storage, default_storage
from django.db.models import Q
from django.utils import timezone

from gallery.models import Photo

FOLDERS = ("photos", "thumbnails")
# A younger file may be of a photo whose row is being written just now.
MIN_AGE = timedelta(hours=1)


def find_orphans() -> Iterator[str]:
    """Give the names of files that are old enough and in no row."""
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
    """Say whether a row names this file; files are called by the key of their row."""
    try:
        key = UUID(Path(name).stem)
    except ValueError:
        return False
    is_named = Q(file=name) | Q(thumbnail=name) | Q(small_thumbnail=name)
    return Photo.objects.filter(is_named, pk=key).exists()
