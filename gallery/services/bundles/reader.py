"""Read a bundle: its manifest, its rows, and its pictures one after the other."""

import gzip
import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.stored_pictures import compute_sha256
from gallery.services.bundles.tables import Record
from gallery.services.bundles.writer import (
    FORMAT,
    FORMAT_NAME,
    INDEX,
    MANIFEST,
    MANIFEST_SUM,
    PICTURES,
    ROWS,
    VERSION,
    describe_sum,
)


class Entry(NamedTuple):
    """What the index says of the picture of a photo.

    Attributes:
        photo: id of the row.
        name: of the picture in the storage.
        sha256: of its bytes.
        bytes: how many they are.
        bundle: id of the bundle that holds them.
    """

    photo: str
    name: str
    sha256: str
    bytes: int
    bundle: str


class Picture(NamedTuple):
    name: str
    data: bytes


@dataclass(frozen=True)
class Bundle:
    """A whole bundle.

    Attributes:
        path: of its file.
        manifest: what it says of itself.
        offsets: where each member begins that is no picture, and its size.
    """

    path: Path
    manifest: dict[str, Any]
    offsets: dict[str, tuple[int, int]]

    @property
    def id(self) -> str:
        return str(self.manifest["id"])

    @property
    def needs(self) -> dict[str, str]:
        """Ids of the earlier bundles that hold pictures of it, with their dates."""
        return self.manifest["needs"]

    @property
    def created(self) -> str:
        """The moment of its rows, in UTC, by which bundles are ordered."""
        return str(self.manifest["created"])

    def count(self, label: str) -> int:
        """Return the number of rows of a table."""
        return int(self.manifest["rows"].get(label, 0))

    def read_rows(self, label: str) -> Iterator[Record]:
        """Yield the rows of a table.

        Raises:
            BundleError: if they are damaged.
        """
        yield from self._read_parts(f"{ROWS}{label}/")

    def read_index(self) -> Iterator[Entry]:
        """Yield an entry for each photo, in the order of the rows.

        Raises:
            BundleError: if the index is damaged.
        """
        for record in self._read_parts(INDEX):
            try:
                yield Entry(**record)
            except TypeError as e:
                raise BundleError(f"The index of {self.path.name} is damaged.") from e

    def read_pictures(self) -> Iterator[Picture]:
        """Yield the pictures that this bundle holds, in the order of the index."""
        with open(self.path, "rb") as file:
            for member in read_members(file):
                if member.name.startswith(PICTURES):
                    file.seek(member.offset_data)
                    data = file.read(member.size)
                    yield Picture(member.name.removeprefix(PICTURES), data)

    def _read_parts(self, folder: str) -> Iterator[Record]:
        parts = self.manifest["parts"]
        for name in sorted(name for name in parts if name.startswith(folder)):
            data = self._read_part(name)
            try:
                lines = gzip.decompress(data).splitlines()
                records = [json.loads(line) for line in lines]
            except (OSError, EOFError, ValueError, zlib.error) as e:
                raise BundleError(f"{name} in {self.path.name} is damaged.") from e
            yield from records

    def _read_part(self, name: str) -> bytes:
        if name not in self.offsets:
            raise BundleError(f"{name} is missing in {self.path.name}.")
        with open(self.path, "rb") as file:
            data = read_at(file, *self.offsets[name])
        if compute_sha256(data) != self.manifest["parts"][name]["sha256"]:
            raise BundleError(f"{name} in {self.path.name} is damaged.")
        return data


def open_bundle(path: Path) -> Bundle:
    """Open a bundle and read its manifest.

    Raises:
        BundleError: if it is none, not whole, or of a later format.
        OSError: if the file can't be read.
    """
    with open(path, "rb") as file:
        check_format(path.name, file)
        offsets = {
            member.name: (member.offset_data, member.size)
            for member in read_members(file)
            if not member.name.startswith(PICTURES)
        }
        if MANIFEST not in offsets or MANIFEST_SUM not in offsets:
            raise BundleError(f"{path.name} is not whole: its end is missing.")
        data = read_at(file, *offsets[MANIFEST])
        checksum = read_at(file, *offsets[MANIFEST_SUM])
    if checksum != describe_sum(data):
        raise BundleError(f"The manifest of {path.name} is damaged.")
    return Bundle(path, json.loads(data), offsets)


def check_format(name: str, file: BinaryIO) -> None:
    """Refuse what is no bundle, or one that only a later version can read."""
    unknown = f"{name} is not a backup of a site, or its begin is damaged."
    try:
        member = next(read_members(file), None)
        if member is None or member.name != FORMAT_NAME:
            raise BundleError(unknown)
        described = json.loads(file.read(member.size))
        version = int(described["version"]) if described["format"] == FORMAT else 0
    except (BundleError, ValueError, KeyError, TypeError) as e:
        raise BundleError(unknown) from e
    if not 1 <= version <= VERSION:
        raise BundleError(
            f"{name} has format {version}, and this version reads formats up to "
            f"{VERSION}: install the version that made it, or a later one."
        )


def read_members(file: BinaryIO) -> Iterator[tarfile.TarInfo]:
    """Yield the members from the first on; the file stands at the data of each.

    A damaged one ends them, so that the manifest is missing.

    Raises:
        BundleError: if the file is not a tar file, or ends within a member.
    """
    file.seek(0)
    try:
        with tarfile.open(fileobj=file, mode="r:") as archive:
            while member := archive.next():
                # It would hold all of them in memory.
                archive.members.clear()  # type: ignore[attr-defined]
                file.seek(member.offset_data)
                yield member
    except tarfile.TarError as e:
        raise BundleError(f"{Path(file.name).name} is damaged or not whole.") from e


def read_at(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)
