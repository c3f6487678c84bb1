"""Read uploads, bounded in size."""

import base64
import binascii
import re
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from recognizer.errors import EmptyUpload, PhotoTooLarge

IN_MEMORY_BYTES = 2 * 1024 * 1024
DATA_URL_PREFIX = re.compile(
    r"\s*data:[\w.+/-]*(;[\w=.+-]+)*;base64,", re.ASCII | re.IGNORECASE
)
# Both alphabets of RFC 4648 are accepted.
URL_SAFE = str.maketrans("-_", "+/")
MAX_ESCAPES = 2  # a form may escape what a script has escaped before


def read_upload(file: File) -> bytes:
    """Return the content of one upload.

    Raises:
        EmptyUpload: if it is empty.
        PhotoTooLarge: if it has more than `PHOTO_MAX_BYTES`.
    """
    limit = settings.PHOTO_MAX_BYTES
    if (file.size or 0) > limit:
        raise PhotoTooLarge.in_bytes(limit)
    file.seek(0)
    data = file.read(limit + 1)
    if not data:
        raise EmptyUpload
    if len(data) > limit:
        raise PhotoTooLarge.in_bytes(limit)
    return data


def from_base64(text: str) -> ContentFile:
    """Decode base64, plain or in a data URL, to a file.

    Text that went through a form unescaped is understood too: its `+` became spaces.

    Raises:
        ValueError: if it is not base64.
    """
    for _ in range(MAX_ESCAPES):
        text = unquote(text, "ascii", "strict") if "%" in text else text
    prefix = DATA_URL_PREFIX.match(text)
    encoded = text[prefix.end() :] if prefix else text
    # Line breaks as in mail are common, and the URL-safe alphabet is one more.
    encoded = re.sub(r"[^\S ]+", "", encoded).translate(URL_SAFE)
    folded, damaged = encoded.replace(" ", ""), encoded.replace(" ", "+")
    candidates = [folded, damaged] if is_folded(encoded) else [damaged, folded]
    for candidate in candidates:
        with suppress(binascii.Error):
            return ContentFile(decode_base64(candidate), name="photo")
    raise ValueError("not base64")


def is_folded(encoded: str) -> bool:
    """Return whether the spaces in base64 part it, and were no `+` before.

    Mostly, one of both readings alone has a whole number of groups of four; else spaces
    that part it do so at regular intervals.
    """
    folded_length = len(encoded) - encoded.count(" ")
    is_whole = folded_length % 4 == 0
    if is_whole != (len(encoded) % 4 == 0):
        return is_whole
    *parts, last = encoded.split(" ")
    return all(len(part) == len(parts[0]) >= len(last) for part in parts)


def decode_base64(encoded: str) -> bytes:
    """Decode base64 whose padding may be missing.

    Raises:
        binascii.Error: if it is not base64.
    """
    padding = "" if encoded.endswith("=") else "=" * (-len(encoded) % 4)
    return base64.b64decode(encoded + padding, validate=True)


class PhotoUploadHandler(FileUploadHandler):
    """Store each uploaded file in memory or in an unnamed file, up to the limit.

    A spooled file has no name on disk, so not even a killed process leaves it behind.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        # Bytes beyond the limit are counted but not stored.
        if start <= settings.PHOTO_MAX_BYTES:
            self.spool.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.spool.seek(0)
        return UploadedFile(
            self.spool, self.file_name, self.content_type, file_size, self.charset
        )
