"""Parse the form of a job: a ZIP file, or many pictures in one temporary file."""

import io
from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from multipart import MultipartSegment
from rest_framework.parsers import BaseParser, DataAndFiles

from recognizer.api.forms import HEADER_BYTES, FileReceiver, PageForm
from recognizer.api.parsers import Body, parse_multipart
from recognizer.errors import PhotoTooLarge

ARCHIVE_FIELD = "archive"
# Around each file of the form: its boundary and headers.
PART_BYTES = 512


class SpooledPicture(File):
    """One picture of a form: a part of the temporary file that holds all of them."""

    def __init__(self, spool: IO[bytes], name: str) -> None:
        """Begin at the end of the file; the picture grows while the form is parsed."""
        super().__init__(None, name)
        self._spool, self._offset = spool, spool.seek(0, io.SEEK_END)
        self._stored = self._position = 0
        self._length = 0

    @property
    def size(self) -> int:
        return self._length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Store what is within the limit; the rest is counted but not stored."""
        self._length = start + len(raw_data)
        if start <= settings.PHOTO_MAX_BYTES:
            self._spool.write(raw_data)
            self._stored += len(raw_data)

    def file_complete(self, file_size: int) -> "SpooledPicture":
        return self

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        self._position = position
        return position

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._stored - self._position)
        size = left if size < 0 else min(size, left)
        self._spool.seek(self._offset + self._position)
        self._position += size
        return self._spool.read(size)


class SpooledArchive(File):
    """A ZIP file in a temporary file of its own, without a name on the disk."""

    def __init__(self, name: str) -> None:
        super().__init__(TemporaryFile(), name)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.write(raw_data)

    def file_complete(self, file_size: int) -> "SpooledArchive":
        return self


class JobForm(PageForm):
    """A form with a ZIP file, or up to `JOB_MAX_PICTURES` pictures."""

    def __init__(self) -> None:
        super().__init__()
        self._spool: IO[bytes] | None = None

    def open_file(self, part: MultipartSegment) -> FileReceiver:
        """Return what takes a file, bytes beyond the limit of a picture excepted."""
        name = self.get_file_name(part)
        if part.name == ARCHIVE_FIELD:
            return SpooledArchive(name)
        self._spool = self._spool or TemporaryFile()  # noqa: SIM115
        return SpooledPicture(self._spool, name)

    def check_count(self, kind: str, count: int) -> None:
        """Raise PhotoTooLarge for more files than a job may have."""
        if kind == "texts":
            super().check_count(kind, count)
        elif count > settings.JOB_MAX_PICTURES:
            raise PhotoTooLarge.in_pictures(settings.JOB_MAX_PICTURES)


class JobFormParser(BaseParser):
    """Parse a form of up to `JOB_MAX_PICTURES` files and `JOB_MAX_BYTES`."""

    media_type = "multipart/form-data"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> DataAndFiles:
        overhead = PART_BYTES * settings.JOB_MAX_PICTURES + HEADER_BYTES
        body = Body(stream, parser_context or {})
        if body.missing > settings.JOB_MAX_BYTES + overhead:
            raise PhotoTooLarge.in_all_bytes(settings.JOB_MAX_BYTES)
        return parse_multipart(JobForm(), body, media_type)
