"""Write a bundle: a tar file, from its first byte to its last.

    format.json               what it is
    rows/LABEL/00001.jsonl.gz rows of a table, in parts
    pictures/NAME             a stored picture
    index/00001.jsonl.gz      of each photo the picture, in parts: name, sha256, bundle
    manifest.json             versions, counts, and the sha256 of each part
    manifest.sha256           the sha256 of the manifest; without it, the end is missing

Rows and index have the same order; pictures stand before the part that lists them.
"""

import fcntl
import gzip
import io
import json
import os
import tarfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone

from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.stored_pictures import compute_sha256
from gallery.services.bundles.tables import Record, to_line

FORMAT, VERSION = "digitsite-bundle", 1
FORMAT_NAME, MANIFEST, MANIFEST_SUM = "format.json", "manifest.json", "manifest.sha256"
PICTURES, ROWS, INDEX = "pictures/", "rows/", "index/"
PART_ROWS = 1000
UNFINISHED = ".unfinished"
# A faster one makes rows of readings a tenth larger.
COMPRESSION = 6


@contextmanager
def new_bundle(path: Path) -> Iterator["BundleWriter"]:
    """Write a bundle, which gets its name when it is whole.

    Raises:
        BundleError: if another process writes the same file.
        OSError: if it can't be written.
    """
    with new_file(path) as file, tarfile.open(fileobj=file, mode="w") as archive:
        yield BundleWriter(archive)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for its owner alone, which gets its name at the end of the block."""
    unfinished = path.with_name(path.name + UNFINISHED)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise BundleError(f"Another process writes {path.name}.") from e
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.replace(unfinished, path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder to disk, so that a rename in it survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class BundleWriter:
    """Writes the members of a bundle.

    Attributes:
        counts: number of records of each folder of parts.
    """

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._parts: dict[str, dict[str, Any]] = {}
        self._pending: dict[str, list[bytes]] = {}
        self._numbers: Counter[str] = Counter()
        self._mtime = int(timezone.now().timestamp())
        self.counts: Counter[str] = Counter()
        self._add(FORMAT_NAME, to_json({"format": FORMAT, "version": VERSION}))

    def add_picture(self, name: str, data: bytes) -> None:
        self._add(PICTURES + name, data)

    def add_record(self, folder: str, record: Record) -> None:
        """Add a record to the parts of a folder, such as `index/`."""
        lines = self._pending.setdefault(folder, [])
        lines.append(to_line(record))
        self.counts[folder] += 1
        if len(lines) == PART_ROWS:
            self.end_part(folder)

    def end_part(self, folder: str) -> None:
        """Write the records of a folder that wait to be written."""
        if not (lines := self._pending.pop(folder, [])):
            return
        self._numbers[folder] += 1
        name = f"{folder}{self._numbers[folder]:05}.jsonl.gz"
        data = gzip.compress(b"".join(lines), COMPRESSION, mtime=0)
        self._add(name, data)
        self._parts[name] = {"sha256": compute_sha256(data), "rows": len(lines)}

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the last members."""
        for folder in list(self._pending):
            self.end_part(folder)
        data = to_json(manifest | {"parts": self._parts})
        self._add(MANIFEST, data)
        self._add(MANIFEST_SUM, describe_sum(data))

    def _add(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(data), 0o600, self._mtime
        self._archive.addfile(member, io.BytesIO(data))
        # It would hold all of them in memory.
        self._archive.members.clear()  # type: ignore[attr-defined]


def describe_sum(manifest: bytes) -> bytes:
    """Return the last member, as `sha256sum` writes and verifies it."""
    return f"{compute_sha256(manifest)}  {MANIFEST}\n".encode()


def to_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, indent=1).encode() + b"\n"
