"""Parsers of request bodies: a form with files, JSON, or the picture itself."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _
from multipart import MultipartError, MultipartSegment, PushMultipartParser
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, DataAndFiles
from rest_framework.utils import json

from recognizer.errors import PhotoTooLarge, UnsupportedFormat
from recognizer.intake.uploads import PhotoUploadHandler

# Enough for the longest file names and for the boundaries around files.
HEADER_BYTES = 32 * 1024
CHUNK_BYTES = 64 * 1024
CUT_OFF = _("The body is shorter than its Content-Length. Send it whole.")
NO_ENCODING = _("Send the body as it is, without Content-Encoding.")
BAD_FORM = _("The form is malformed. Send multipart/form-data with its boundary.")
BAD_JSON = _("The JSON is malformed. Send one object, in UTF-8.")
TOO_DEEP = _("The JSON is nested too deeply.")
NAMED_TWICE = _("The JSON names {name} twice. Name it once.")


class Body:
    """The body of a request, read once and up to its declared length."""

    def __init__(
        self, stream: IO[bytes], context: Mapping[str, Any], limit: int | None = None
    ) -> None:
        """Check the headers before anything is read.

        Args:
            stream: of the request.
            context: of the parser, with the request.
            limit: maximum length in bytes.

        Raises:
            UnsupportedFormat: if the body is compressed.
            PhotoTooLarge: if it is longer than the limit.
        """
        request = context["request"]
        if request.headers.get("Content-Encoding", "identity") not in ("", "identity"):
            raise UnsupportedFormat(NO_ENCODING)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        self.missing = int(declared) if declared.isdecimal() else 0
        if limit is not None and self.missing > limit:
            raise PhotoTooLarge.in_bytes(settings.PHOTO_MAX_BYTES)
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read up to so many bytes, and count them."""
        data = self._stream.read(size) if size >= 0 else self._stream.read()
        self.missing -= len(data)
        return data

    def read_whole(self) -> bytes:
        """Read everything; raise ParseError if the sender hung up."""
        data = self.read()
        self.check_complete()
        return data

    def check_complete(self) -> None:
        """Raise ParseError if the body is shorter than its declared length."""
        if self.missing > 0:
            raise ParseError(CUT_OFF)


class PictureFormParser(BaseParser):
    """Parse a form; keep every file, whatever its name.

    Django's own parser skips files whose name it can't decode.
    """

    media_type = "multipart/form-data"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> DataAndFiles:
        files_bytes = settings.BATCH_MAX_IMAGES * settings.PHOTO_MAX_BYTES
        body = Body(stream, parser_context or {}, files_bytes + HEADER_BYTES)
        boundary = parse_header_parameters(media_type or "")[1].get("boundary", "")
        try:
            form = _Form()
            parser = PushMultipartParser(
                boundary, max_header_size=HEADER_BYTES, header_charset="latin-1"
            )
            for event in parser.parse_blocking(body.read):
                form.add(event)
        except MultipartError as error:
            body.check_complete()
            raise ParseError(BAD_FORM) from error
        while body.read(HEADER_BYTES):
            pass  # bytes after the form are ignored
        body.check_complete()
        return DataAndFiles(form.texts, form.files)


class _Form:
    """Collects the parts of a form from the events of the parser."""

    def __init__(self) -> None:
        self.texts = QueryDict(mutable=True)
        self.files: MultiValueDict[str, UploadedFile] = MultiValueDict()
        self._counts = {"texts": 0, "files": 0}
        self._size = 0

    def add(self, event: MultipartSegment | bytes | None) -> None:
        """Add the header of a part, some of its content, or its end."""
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        elif self._file:
            self._file.receive_data_chunk(event, self._size)
            self._size += len(event)
        else:
            self._text += event
            if len(self._text) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise PhotoTooLarge.in_bytes(settings.PHOTO_MAX_BYTES)

    def _begin(self, part: MultipartSegment) -> None:
        self._name, self._size, self._text = part.name, 0, bytearray()
        self._file: PhotoUploadHandler | None = None
        is_file = "filename" in part.header("Content-Disposition", "").lower()
        self._count("files" if is_file else "texts")
        if is_file:
            self._file = PhotoUploadHandler()
            self._file.new_file(part.name, "photo", part.content_type, None)

    def _end(self) -> None:
        if self._file:
            self.files.appendlist(self._name, self._file.file_complete(self._size))
        else:
            text = self._text.decode(errors="replace")
            self.texts.appendlist(self._name, text)

    def _count(self, kind: str) -> None:
        self._counts[kind] += 1
        if self._counts["files"] > settings.DATA_UPLOAD_MAX_NUMBER_FILES:
            raise TooManyFilesSent
        if self._counts["texts"] > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
            raise TooManyFieldsSent


class BoundedJSONParser(BaseParser):
    """Parse JSON of bounded length and depth without repeated names."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = Body(stream, parser_context or {}, limit).read_whole()
        try:
            return json.loads(data.decode(), object_pairs_hook=to_object)
        except RecursionError as error:
            raise ParseError(TOO_DEEP) from error
        except ValueError as error:
            raise ParseError(BAD_JSON) from error


def to_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; raise ParseError if a name is repeated."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ParseError(NAMED_TWICE.format(name=json.dumps(name[:40])))
        found[name] = value
    return found


class RawImageParser(BaseParser):
    """Parse a body that is the picture itself."""

    media_type = "image/*"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body = Body(stream, parser_context or {}, settings.PHOTO_MAX_BYTES)
        file, size = PhotoUploadHandler(), 0
        file.new_file("image", "photo", media_type, None)
        while chunk := body.read(CHUNK_BYTES):
            file.receive_data_chunk(chunk, size)
            size += len(chunk)
        body.check_complete()
        return {"image": file.file_complete(size)}
