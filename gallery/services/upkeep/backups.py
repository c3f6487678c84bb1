"""Backups: one file with database, photos and checksums, made while the site serves.

A backup is a tar file of `media/…`, `database.sqlite3` and, as its last member,
`manifest.json`.
"""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

FORMAT, VERSION = "digitsite-backup", 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database.sqlite3", "media"
# Of each photo, the columns with names of files; the first one must be there.
SELECT_FILES = "SELECT id, file_sha256, file, thumbnail, small_thumbnail FROM {photo}"
PHOTO, PAIRING = "gallery_photo", "gallery_pairing"


class BackupUnsupported(Exception):
    """This database is not copied here."""


@dataclass
class Backup:
    """What a backup holds.

    Attributes:
        files: name, sha256 and size of each file, in the order of the archive.
        photos: number of rows.
        damaged: ids of photos whose file differs from the sha256 in its row.
    """

    files: list[dict[str, Any]] = field(default_factory=list)
    photos: int = 0
    damaged: list[str] = field(default_factory=list)


def write_backup(path: Path) -> Backup:
    """Write a backup; an existing file is replaced only by a whole one.

    The rows are copied first and then the files that they name, so that every row of
    the backup has its file. A photo that is deleted meanwhile is left out.

    Raises:
        BackupUnsupported: if the database is not SQLite.
        OSError: if the backup can't be written.
    """
    if connection.vendor != "sqlite":
        raise BackupUnsupported("Only SQLite is copied; use the tools of the database.")
    backup = Backup()
    with snapshot_database() as snapshot, new_archive(path) as archive:
        add_photos(archive, snapshot, backup)
        with closing(sqlite3.connect(snapshot)) as database:
            # What was deleted is not left in unused pages.
            database.execute("VACUUM")
        data = snapshot.read_bytes()
        add_member(archive, DATABASE, data)
        manifest = build_manifest(backup, data)
        add_member(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    return backup


@contextmanager
def snapshot_database() -> Iterator[Path]:
    """Copy the database as of now, without links that let a phone in."""
    with TemporaryDirectory(prefix="digitsite-backup-") as folder:
        path = Path(folder) / DATABASE
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            # In one step: in several, each write of the site would begin it anew.
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute(f"DELETE FROM {PAIRING}")
            copy.commit()
        yield path


@contextmanager
def new_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive for its owner alone, which gets its name when it is whole."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                yield archive
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def add_photos(archive: tarfile.TarFile, snapshot: Path, backup: Backup) -> None:
    """Add the files of all rows; rows whose photo was deleted meanwhile go."""
    with closing(sqlite3.connect(snapshot)) as database:
        rows = database.execute(SELECT_FILES.format(photo=PHOTO)).fetchall()
        for key, sha256, file, *thumbnails in rows:
            if not add_file(archive, file, backup):
                database.execute(f"DELETE FROM {PHOTO} WHERE id = ?", [key])
                continue
            backup.photos += 1
            if sha256 not in (None, backup.files[-1]["sha256"]):
                backup.damaged.append(key)
            for name in filter(None, thumbnails):
                add_file(archive, name, backup)
        database.commit()


def add_file(archive: tarfile.TarFile, name: str, backup: Backup) -> bool:
    """Add a stored file; return False if it is not there."""
    try:
        with default_storage.open(name, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return False
    add_member(archive, f"{MEDIA}/{name}", data)
    backup.files.append({"name": name, **describe(data)})
    return True


def add_member(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    member.mtime = int(timezone.now().timestamp())
    archive.addfile(member, io.BytesIO(data))


def describe(data: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def build_manifest(backup: Backup, database: bytes) -> dict[str, Any]:
    """Build the description of a backup, from which it can be verified and restored."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "created": timezone.now().isoformat(),
        "database": {"kind": "sqlite", "name": DATABASE, **describe(database)},
        "migrations": find_migrations(),
        "photos": backup.photos,
        "files": backup.files,
    }


def find_migrations() -> dict[str, str]:
    """Return the newest migration of each app: the version of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, MAX(name) FROM django_migrations GROUP BY app")
        return dict(cursor.fetchall())
