"""Write a backup of the site into a bundle, while the site serves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from django.conf import settings
from django.db import connection

from gallery.models import Photo
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.reader import Bundle, Entry, open_bundle
from gallery.services.bundles.snapshot import find_migrations, open_snapshot
from gallery.services.bundles.stored_pictures import (
    compute_sha256,
    load_picture,
    map_ahead,
)
from gallery.services.bundles.tables import PHOTOS, TABLES, Record
from gallery.services.bundles.writer import (
    FORMAT,
    INDEX,
    ROWS,
    VERSION,
    BundleWriter,
    new_bundle,
)

BATCH_ROWS = 500


@dataclass
class Backup:
    """What was written.

    Attributes:
        rows: number of rows of each table.
        pictures: number of pictures in this bundle.
        size: bytes of these.
        damaged: ids of photos whose file differs from the sha256 in its row.
        lost: ids of photos whose file is missing; they are left out.
        deleted: ids of photos that were deleted meanwhile; they are left out.
    """

    rows: dict[str, int] = field(default_factory=dict)
    pictures: int = 0
    size: int = 0
    damaged: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    @property
    def photos(self) -> int:
        return self.rows[PHOTOS.label]


class Copied(NamedTuple):
    """A photo, and what is written of its picture.

    Attributes:
        record: the row.
        known: its entry, if an earlier bundle holds the picture.
        data: the bytes otherwise; None if they are not there.
    """

    record: Record
    known: Entry | None
    data: bytes | None


def write_backup(path: Path, since: Path | None = None) -> Backup:
    """Write a bundle; an existing file is replaced only by a whole one.

    The rows are those of one moment. Each is written after its picture, so that every
    row of the bundle has one. A photo that is deleted meanwhile is left out.

    Args:
        path: of the file.
        since: an earlier bundle, whose pictures are left out.

    Raises:
        BundleError: if the earlier bundle can't be built on.
        OSError: if the bundle can't be written.
    """
    earlier = open_bundle(since) if since else None
    if since and path.exists() and path.samefile(since):
        raise BundleError("Give another file than the earlier backup: it is needed.")
    with new_bundle(path) as writer, open_snapshot() as alias:
        run = BackupRun(writer, earlier)
        run.copy_tables(alias)
        return run.finish(find_migrations(alias))


class BackupRun:
    """One backup on its way into a bundle."""

    def __init__(self, writer: BundleWriter, earlier: Bundle | None) -> None:
        self.id, self.writer, self.earlier = str(uuid4()), writer, earlier
        self.backup = Backup()
        self.needs: set[str] = set()
        self.created = find_moment(earlier)
        self.missing: list[str] = []

    def copy_tables(self, using: str) -> None:
        """Write the rows of all tables, and the pictures of the photos."""
        for table in TABLES:
            folder = f"{ROWS}{table.label}/"
            records = table.read_records(using)
            if table is PHOTOS:
                records = self.copy_pictures(records)
            for record in records:
                self.writer.add_record(folder, record)
            self.backup.rows[table.label] = self.writer.counts[folder]

    def copy_pictures(self, records: Iterable[Record]) -> Iterator[Record]:
        """Write the pictures of photos; yield the rows of those that have one."""
        for photo in map_ahead(copy_picture, self.find_known(records)):
            if photo.known is None and photo.data is None:
                self.missing.append(photo.record["id"])
                continue
            entry = photo.known or self.add_picture(photo)
            if photo.record["file_sha256"] not in (None, entry.sha256):
                self.backup.damaged.append(entry.photo)
            self.needs.add(entry.bundle)
            self.writer.add_record(INDEX, entry._asdict())
            yield photo.record

    def add_picture(self, photo: Copied) -> Entry:
        name, data = photo.record["file"], photo.data or b""
        self.writer.add_picture(name, data)
        self.backup.pictures += 1
        self.backup.size += len(data)
        sha256 = compute_sha256(data)
        return Entry(photo.record["id"], name, sha256, len(data), self.id)

    def find_known(self, records: Iterable[Record]) -> Iterator[Copied]:
        """Yield photos with the entry of the earlier bundle, where it has one.

        Both have the order of the ids, so that none of them has to be in memory.
        """
        entries = self.earlier.read_index() if self.earlier else iter(())
        entry = next(entries, None)
        for record in records:
            while entry and entry.photo < record["id"]:
                entry = next(entries, None)
            known = entry if entry and is_same(entry, record) else None
            yield Copied(record, known, None)

    def finish(self, migrations: dict[str, str]) -> Backup:
        """Write the manifest."""
        self.backup.lost = find_existing(self.missing)
        lost = set(self.backup.lost)
        self.backup.deleted = [key for key in self.missing if key not in lost]
        self.writer.finish(
            {
                "format": FORMAT,
                "version": VERSION,
                "id": self.id,
                "created": self.created,
                "product": settings.PRODUCT_VERSION,
                "database": connection.vendor,
                "migrations": migrations,
                "needs": self.find_needs(),
                "rows": self.backup.rows,
                "pictures": {"count": self.backup.pictures, "bytes": self.backup.size},
                "damaged": len(self.backup.damaged),
            }
        )
        return self.backup

    def find_needs(self) -> dict[str, str]:
        """Return the earlier bundles that hold pictures of this one, with dates."""
        if self.earlier is None:
            return {}
        dates = {**self.earlier.needs, self.earlier.id: self.earlier.created}
        return {key: date for key, date in dates.items() if key in self.needs}


def find_moment(earlier: Bundle | None) -> str:
    """Return now, in UTC; if the clock went back, the moment after the earlier one."""
    now = datetime.now(UTC)
    if earlier:
        after = datetime.fromisoformat(earlier.created) + timedelta(microseconds=1)
        now = max(now, after)
    return now.isoformat(timespec="microseconds")


def is_same(entry: Entry, record: Record) -> bool:
    """Return whether an earlier bundle holds the picture of this row."""
    is_whole = record["file_sha256"] in (None, entry.sha256)
    return (entry.photo, entry.name) == (record["id"], record["file"]) and is_whole


def copy_picture(photo: Copied) -> Copied:
    if photo.known:
        return photo
    return photo._replace(data=load_picture(photo.record["file"]))


def find_existing(keys: list[str]) -> list[str]:
    """Return the ids of photos that have a row now, not only in the snapshot."""
    waiting, found = iter(keys), []
    while batch := list(islice(waiting, BATCH_ROWS)):
        rows = Photo.objects.filter(pk__in=batch).values_list("pk", flat=True)
        found += [str(key) for key in rows]
    return found
