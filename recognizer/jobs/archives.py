"""Pictures in a ZIP file, read without extracting it, whoever made it."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from recognizer.errors import (
    EmptyUpload,
    PhotoTooLarge,
    RecognizerError,
    UnsupportedFormat,
)
from recognizer.jobs.packs import ChunkWriter

NO_ARCHIVE = _("This is not a ZIP file, or it is damaged. Send a ZIP of pictures.")
NO_PICTURE = _("The ZIP file holds no file. Send a ZIP of pictures.")
# The record at the end of each archive, and the comment that may follow it.
END = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
MAX_COMMENT_BYTES = 0xFFFF
# Of one entry of the directory: its fields, a long name, and what systems add to it.
MAX_ENTRY_BYTES = 4096
ENCRYPTED = 0x1
ARCHIVE_SUFFIXES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
ARCHIVE_SIGNATURES = (b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"\xfd7zXZ")
# What systems put into archives beside the files that a person chose.
CLUTTER_FOLDERS = {"__MACOSX"}
CLUTTER_NAMES = {"thumbs.db", "desktop.ini"}
DAMAGES = (
    *(BadZipFile, LargeZipFile, EOFError, zlib.error, NotImplementedError),
    *(RuntimeError, OSError, ValueError, struct.error),
)


class MemberEncrypted(RecognizerError):
    """A member needs a password."""

    code = "encrypted_member"
    message = "The file is encrypted. Send the archive without a password."


class MemberNested(RecognizerError):
    """A member is an archive itself."""

    code = "nested_archive"
    message = "The file is an archive inside the archive. Send its pictures."


class MemberPathUnsafe(RecognizerError):
    """The path of a member leads out of the archive."""

    code = "unsafe_path"
    message = "The path of the file leads out of the archive. Rename it."


class MemberDamaged(RecognizerError):
    """A member can't be taken out of the archive."""

    code = "damaged_member"
    message = "The file is damaged, or packed in an unusual way. Pack it again."


@dataclass(frozen=True)
class Directory:
    """What the end of an archive says of its directory."""

    entries: int
    size: int


def add_archive(writer: ChunkWriter, file: IO[bytes]) -> None:
    """Add the members of a ZIP file to a job; each refused one with its reason.

    Raises:
        UnsupportedFormat: if it is no ZIP file.
        EmptyUpload: if there is no file in it.
        PhotoTooLarge: if it has too many members or bytes.
        OSError: if they can't be stored.
    """
    check_directory(file, writer.max_pictures)
    try:
        archive = ZipFile(file)
    except DAMAGES as e:
        raise UnsupportedFormat(NO_ARCHIVE) from e
    with archive:
        for member in iterate_files(archive):
            add_member(writer, archive, member)
    if not writer.count:
        raise EmptyUpload(NO_PICTURE)


def check_directory(file: IO[bytes], max_pictures: int) -> None:
    """Check the size of the directory before it is parsed, which takes memory.

    Folders have entries, too, so that there may be more of them than pictures.

    Raises:
        UnsupportedFormat: if it is no ZIP file.
        PhotoTooLarge: if there are too many entries.
    """
    directory = find_directory(file)
    max_entries = 2 * max_pictures + 100
    is_long = directory.size > max_entries * MAX_ENTRY_BYTES
    if directory.entries > max_entries or is_long:
        raise PhotoTooLarge.in_pictures(max_pictures)


def find_directory(file: IO[bytes]) -> Directory:
    """Find the record at the end of a ZIP file.

    Raises:
        UnsupportedFormat: if there is none, or one that needs ZIP64.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - END.size - MAX_COMMENT_BYTES))
    tail = file.read()
    start = tail.rfind(END_SIGNATURE)
    if start < 0 or len(tail) < start + END.size:
        raise UnsupportedFormat(NO_ARCHIVE)
    fields = END.unpack_from(tail, start)
    entries, directory_size = fields[4], fields[5]
    if entries == 0xFFFF or directory_size == 0xFFFFFFFF:
        return find_large_directory(file, size)
    return Directory(entries, directory_size)


def find_large_directory(file: IO[bytes], size: int) -> Directory:
    """Find the same record of an archive with more entries than two bytes count.

    Raises:
        UnsupportedFormat: if there is none.
    """
    length = min(size, END.size + MAX_COMMENT_BYTES + 1024)
    file.seek(size - length)
    tail = file.read()
    start = tail.rfind(b"PK\x06\x06")
    if start < 0 or len(tail) < start + 56:
        raise UnsupportedFormat(NO_ARCHIVE)
    entries, directory_size = struct.unpack_from("<2Q", tail, start + 32)
    return Directory(entries, directory_size)


def iterate_files(archive: ZipFile) -> Iterator[ZipInfo]:
    """Yield the members that a person chose: no folders, and no clutter of systems."""
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        is_clutter = (
            CLUTTER_FOLDERS & set(path.parts)
            or path.name.lower() in CLUTTER_NAMES
            or (path.name.startswith(".") and path.name != "..")
        )
        if not member.is_dir() and not is_clutter:
            yield member


def add_member(writer: ChunkWriter, archive: ZipFile, member: ZipInfo) -> None:
    """Add one member to a job, or the reason why it is refused."""
    inflated_bytes = 0
    try:
        with translation.override(settings.LANGUAGE_CODE):
            check_member(member)
            inflated_bytes = member.file_size
            data = read_member(archive, member, writer.bytes_left)
    except RecognizerError as refusal:
        writer.fail(member.filename, refusal, inflated_bytes)
        return
    writer.add(member.filename, data)


def check_member(member: ZipInfo) -> None:
    """Check what the directory says of a member.

    Raises:
        RecognizerError: if it is refused.
    """
    if is_path_unsafe(member):
        raise MemberPathUnsafe
    if member.flag_bits & ENCRYPTED:
        raise MemberEncrypted
    if member.filename.lower().endswith(ARCHIVE_SUFFIXES):
        raise MemberNested
    if member.file_size > settings.PHOTO_MAX_BYTES:
        raise PhotoTooLarge.in_bytes(settings.PHOTO_MAX_BYTES)


def is_path_unsafe(member: ZipInfo) -> bool:
    """Return whether a path is absolute or climbs, or whether the member is a link."""
    name = member.orig_filename.replace("\\", "/")
    path = PurePosixPath(name)
    has_drive = len(name) > 1 and name[1] == ":"
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    return (
        path.is_absolute() or ".." in path.parts or "\0" in name or has_drive or is_link
    )


def read_member(archive: ZipFile, member: ZipInfo, bytes_left: int) -> bytes:
    """Return the content of a member, at most as much as it may have.

    Raises:
        RecognizerError: if it is empty, damaged, too large, or an archive.
    """
    limit = min(settings.PHOTO_MAX_BYTES, max(0, bytes_left))
    try:
        with archive.open(member) as content:
            data = content.read(limit + 1)
    except DAMAGES as e:
        raise MemberDamaged from e
    if not data:
        raise EmptyUpload
    if len(data) > limit:
        raise PhotoTooLarge.in_bytes(settings.PHOTO_MAX_BYTES)
    if data.startswith(ARCHIVE_SIGNATURES):
        raise MemberNested
    return data
