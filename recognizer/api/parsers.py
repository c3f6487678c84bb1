"""Parsers of request bodies: a form with files, JSON, or the picture itself."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _
from multipart import MultipartError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, DataAndFiles
from rest_framework.utils import json

from recognizer.api.forms import HEADER_BYTES, Form, parse_form
from recognizer.errors import PhotoTooLarge, UnsupportedFormat
from recognizer.intake.uploads import PhotoUploadHandler

CHUNK_BYTES = 64 * 1024
CUT_OFF = _("The body is shorter than its Content-Length. Send it whole.")
NO_ENCODING = _("Send the body as it is, without Content-Encoding.")
NO_BOUNDARY = _(
    "The Content-Type of the form has no boundary. Let your HTTP library set this "
    "header, not your own code."
)
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
        if is_encoded(request.headers.get("Content-Encoding", "")):
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

    def check_whole(self) -> None:
        """Read what is left; raise ParseError if the sender hung up."""
        while self.read(CHUNK_BYTES):
            pass
        self.check_complete()

    def check_complete(self) -> None:
        """Raise ParseError if the body is shorter than its declared length."""
        if self.missing > 0:
            raise ParseError(CUT_OFF)


def is_encoded(header: str) -> bool:
    """Return whether a Content-Encoding header names more than `identity`."""
    names = {name.strip().lower() for name in header.split(",")}
    return not names <= {"", "identity"}


def parse_multipart(form: Form, body: Body, media_type: str | None) -> DataAndFiles:
    """Parse a body as a form; bytes after the form are ignored.

    Raises:
        ParseError: if there is no boundary, or the form is broken or cut off.
    """
    boundary = parse_header_parameters(media_type or "")[1].get("boundary", "")
    if not boundary:
        raise ParseError(NO_BOUNDARY)
    try:
        parse_form(form, body.read, boundary)
    except MultipartError as error:
        body.check_whole()
        raise ParseError(BAD_FORM) from error
    body.check_whole()
    return DataAndFiles(form.texts, form.files)


class PictureFormParser(BaseParser):
    """Parse a form; keep every file, whatever its name."""

    media_type = "multipart/form-data"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> DataAndFiles:
        files_bytes = settings.BATCH_MAX_IMAGES * settings.PHOTO_MAX_BYTES
        body = Body(stream, parser_context or {}, files_bytes + HEADER_BYTES)
        return parse_multipart(Form(), body, media_type)


class BoundedJSONParser(BaseParser):
    """Parse JSON of bounded length and depth without repeated names."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        limit = settings.PHOTO_MAX_TEXT_BYTES
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
