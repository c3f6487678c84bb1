"""Files of a job: the pictures of a chunk side by side, until they are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import translation

from recognizer.errors import PhotoTooLarge, RecognizerError
from recognizer.jobs.encryption import decrypt, encrypt
from recognizer.jobs.models import Chunk, Job, JobPicture, PictureState
from recognizer.representation import to_refusal_json

FOLDER = "jobs"
CHUNK_PICTURES = 32
CHUNK_BYTES = 16 * 1024 * 1024
MAX_NAME_LENGTH = 1024


class PictureMissing(RecognizerError):
    """The file is not there any more."""

    code = "picture_missing"
    message = "The picture was gone before it was read. Send it again."


class PictureSource(Protocol):
    """Where the pictures of a chunk are."""

    def read(self, picture: JobPicture) -> bytes:
        """Return the bytes of a picture.

        Raises:
            PictureMissing: if it is gone.
            PhotoTooLarge: if it has more than `PHOTO_MAX_BYTES`.
            OSError: if the storage is away.
        """


@dataclass
class ChunkWriter:
    """Stores the pictures of a new job, a chunk at a time.

    Attributes:
        job: whose pictures they are.
        max_pictures: of a job.
        max_bytes: of all its pictures.
    """

    job: Job
    max_pictures: int
    max_bytes: int
    _count: int = 0
    _chunks: int = 0
    _bytes: int = 0
    _rows: list[JobPicture] = field(default_factory=list)
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0

    @property
    def count(self) -> int:
        """Number of pictures until now."""
        return self._count

    @property
    def bytes_left(self) -> int:
        """How many bytes the job may still hold."""
        return self.max_bytes - self._bytes

    def add(self, name: str, data: bytes) -> None:
        """Store a picture.

        Raises:
            PhotoTooLarge: if the job has too many pictures or bytes.
            OSError: if it can't be stored.
        """
        if self._size and self._size + len(data) > CHUNK_BYTES:
            self.flush()
        row = self._add_row(name, self._chunks)
        stored = encrypt(data, bytes(self.job.key or b""))
        row.offset, row.size = self._size, len(stored)
        self._parts.append(stored)
        self._size += len(stored)
        self._count_bytes(len(data))

    def add_stored(self, name: str, size: int) -> None:
        """Add a picture that is in the bucket, and stays there."""
        self._add_row(name, self._chunks).size = size

    def fail(self, name: str, refusal: RecognizerError, size: int = 0) -> None:
        """Add a picture that is refused, of which so many bytes were looked at."""
        row = self._add_row(name, None)
        # It is stored for whoever reads it later, in whatever language.
        with translation.override(settings.LANGUAGE_CODE):
            row.state, row.result = PictureState.FAILED, to_refusal_json(refusal)
        self._count_bytes(size)

    def flush(self) -> None:
        """Store what was added since the last chunk."""
        if not self._rows:
            return
        is_open = any(row.chunk is not None for row in self._rows)
        file = self._save() if self._parts else ""
        try:
            self._save_rows(file, is_open)
        except BaseException:
            if file:
                default_storage.delete(file)
            raise
        self._chunks += is_open
        self._rows, self._parts, self._size = [], [], 0

    def _add_row(self, name: str, chunk: int | None) -> JobPicture:
        if len(self._rows) >= CHUNK_PICTURES:
            self.flush()
            chunk = chunk if chunk is None else self._chunks
        if self._count >= self.max_pictures:
            raise PhotoTooLarge.in_pictures(self.max_pictures)
        row = JobPicture(
            job=self.job, index=self._count, chunk=chunk, name=name[:MAX_NAME_LENGTH]
        )
        self._count += 1
        self._rows.append(row)
        return row

    def _count_bytes(self, size: int) -> None:
        self._bytes += size
        if self._bytes > self.max_bytes:
            raise PhotoTooLarge.in_all_bytes(self.max_bytes)

    def _save(self) -> str:
        name = f"{FOLDER}/{self.job.pk.hex}/{self._chunks}.pack"
        return default_storage.save(name, ContentFile(b"".join(self._parts)))

    def _save_rows(self, file: str, is_open: bool) -> None:
        failed = sum(row.state == PictureState.FAILED for row in self._rows)
        with transaction.atomic():
            if is_open:
                Chunk.objects.create(job=self.job, index=self._chunks, file=file)
            JobPicture.objects.bulk_create(self._rows)
            Job.objects.filter(pk=self.job.pk).update(
                total=F("total") + len(self._rows),
                failed_count=F("failed_count") + failed,
                stored_bytes=F("stored_bytes") + self._size,
            )


@contextmanager
def open_pictures(chunk: Chunk) -> Iterator[PictureSource]:
    """Open where the pictures of a chunk are.

    Raises:
        OSError: if the storage is away.
    """
    if not chunk.file:
        yield BucketSource()
        return
    try:
        file = default_storage.open(chunk.file, "rb")
    except FileNotFoundError:
        yield MissingSource()
        return
    with file:
        yield PackSource(file, bytes(chunk.job.key or b""))


@dataclass
class PackSource:
    """The file of a chunk, and the key of its job."""

    file: Any
    key: bytes

    def read(self, picture: JobPicture) -> bytes:
        """Return the part of the file that is this picture, decrypted."""
        self.file.seek(picture.offset)
        try:
            return decrypt(self.file.read(picture.size), self.key)
        except ValueError as e:
            raise PictureMissing from e


class MissingSource:
    """The file of a chunk that is gone."""

    def read(self, picture: JobPicture) -> bytes:
        """Refuse each picture."""
        raise PictureMissing


class BucketSource:
    """Pictures that are in the bucket, each an object of its own."""

    def read(self, picture: JobPicture) -> bytes:
        """Return the content of an object whose size is within the limit."""
        if picture.size > settings.PHOTO_MAX_BYTES:
            raise PhotoTooLarge.in_bytes(settings.PHOTO_MAX_BYTES)
        try:
            with default_storage.open(picture.name, "rb") as file:
                return bytes(file.read())
        except FileNotFoundError as e:
            raise PictureMissing from e
