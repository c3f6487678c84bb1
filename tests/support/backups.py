"""Restore a backup into an empty folder, as docs/operations.md says, and check it."""

import hashlib
import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

MEDIA = "media"


def restore(backup: Path, folder: Path) -> dict:
    """Unpack a backup; return its manifest."""
    with tarfile.open(backup) as archive:
        archive.extractall(folder, filter="data")
    return json.loads((folder / "manifest.json").read_text())


def read_rows(folder: Path) -> list[tuple[str, str, str]]:
    """Return id, file and sha256 of each photo of a restored database."""
    with closing(sqlite3.connect(folder / "database.sqlite3")) as database:
        query = "SELECT id, file, file_sha256 FROM gallery_photo"
        return database.execute(query).fetchall()


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def find_faults(folder: Path, manifest: dict) -> list[str]:
    """Return what of a restored backup is missing or differs from its checksum."""
    sums = {f"{MEDIA}/{file['name']}": file["sha256"] for file in manifest["files"]}
    sums["database.sqlite3"] = manifest["database"]["sha256"]
    faults = [
        name for name, sha256 in sums.items() if hash_file(folder / name) != sha256
    ]
    faults += [
        key
        for key, file, sha256 in read_rows(folder)
        if not (folder / MEDIA / file).exists()
        or hash_file(folder / MEDIA / file) != sha256
    ]
    return faults
