"""The forms in which a picture comes: a form with files, JSON, or the body itself."""

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.base import ContentFile
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

# Room for the longest names that anybody thought of, and for what stands around files.
HEADER_BYTES = 32 * 1024
CUT_OFF = _("The body is shorter than its Content-Length. Send it whole.")
NO_ENCODING = _("Send the body as it is, without Content-Encoding.")
BAD_FORM = _("The form is malformed. Send multipart/form-data with its boundary.")
BAD_JSON = _("The JSON is malformed. Send one object, in UTF-8.")
TOO_DEEP = _("The JSON is nested too deeply.")
NAMED_TWICE = _("The JSON names {name} twice. Name it once.")


class Body:
    """What a request holds, read once and no further than it says."""

    def __init__(self, stream, context: dict, limit: int | None = None):
        """Refuse by its header a body that is too long, or packed, unread."""
        request = context["request"]
        if request.headers.get("Content-Encoding", "identity") not in ("", "identity"):
            raise UnsupportedFormat(NO_ENCODING)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        self.missing = int(declared) if declared.isdecimal() else 0
        if limit is not None and self.missing > limit:
            raise PhotoTooLarge.in_bytes(settings.PHOTO_MAX_BYTES)
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size) if size >= 0 else self._stream.read()
        self.missing -= len(data)
        return data

    def read_whole(self) -> bytes:
        data = self.read()
        self.refuse_if_cut_off()
        return data

    def refuse_if_cut_off(self) -> None:
        """Refuse what came of a body whose sender hung up."""
        if self.missing > 0:
            raise ParseError(CUT_OFF)


class PictureFormParser(BaseParser):
    """Takes files of a form, whatever they are called, and loses none.

    Django's own parser leaves out files of which it can't make out the name.
    """

    media_type = "multipart/form-data"

    def parse(self, stream, media_type=None, parser_context=None):
        files_bytes = settings.BATCH_MAX_IMAGES * settings.PHOTO_MAX_BYTES
        body = Body(stream, parser_context, files_bytes + HEADER_BYTES)
        boundary = parse_header_parameters(media_type)[1].get("boundary", "")
        try:
            form = _Form()
            parser = PushMultipartParser(
                boundary, max_header_size=HEADER_BYTES, header_charset="latin-1"
            )
            for event in parser.parse_blocking(body.read):
                form.take(event)
        except MultipartError as error:
            body.refuse_if_cut_off()
            raise ParseError(BAD_FORM) from error
        while body.read(HEADER_BYTES):
            pass  # what follows the form is nobody's
        body.refuse_if_cut_off()
        return DataAndFiles(form.texts, form.files)


class _Form:
    """The parts of a form as they come."""

    def __init__(self):
        self.texts, self.files = QueryDict(mutable=True), MultiValueDict()
        self._counts = {"texts": 0, "files": 0}
        self._size = 0

    def take(self, event: MultipartSegment | bytes | None) -> None:
        """Take the head of a part, some of what it holds, or its end."""
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
        self._name, self._size, self._text, self._file = part.name, 0, bytearray(), None
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
    """Takes JSON of bounded length and depth, in which nothing is said twice."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = Body(stream, parser_context, limit).read_whole()
        try:
            return json.loads(data.decode(), object_pairs_hook=to_object)
        except RecursionError as error:
            raise ParseError(TOO_DEEP) from error
        except ValueError as error:
            raise ParseError(BAD_JSON) from error


def to_object(pairs: list[tuple]) -> dict:
    """Return the pairs of a JSON object, none of which replaces another."""
    found = {}
    for name, value in pairs:
        if name in found:
            raise ParseError(NAMED_TWICE.format(name=json.dumps(name[:40])))
        found[name] = value
    return found


class RawImageParser(BaseParser):
    """Takes a body that is the picture itself."""

    media_type = "image/*"

    def parse(self, stream, media_type=None, parser_context=None):
        body = Body(stream, parser_context, settings.PHOTO_MAX_BYTES)
        return {"image": ContentFile(body.read_whole(), name="photo")}
