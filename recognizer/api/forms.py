"""Forms, as multipart/form-data, of the API and of the pages."""

from collections.abc import Callable
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from recognizer.errors import PhotoTooLarge
from recognizer.intake.uploads import PhotoUploadHandler

# Enough for the longest file names and for the boundaries around files.
HEADER_BYTES = 32 * 1024
CHUNK_BYTES = 64 * 1024

NO_NAME = _("Picture without a name")


class FileReceiver(Protocol):
    """Takes one file of a form."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Take some of it, which begins at `start`."""

    def file_complete(self, file_size: int) -> Any:
        """Return the file, of which so many bytes came."""


class Form:
    """Collects the parts of a form from the events of the parser.

    Attributes:
        texts: the fields with text.
        files: the fields with files, whatever those are called.
    """

    def __init__(self) -> None:
        self.texts = QueryDict(mutable=True)
        self.files: MultiValueDict[str, UploadedFile] = MultiValueDict()
        self._counts = {"texts": 0, "files": 0}
        self._text_bytes = 0
        self._size = 0

    @property
    def max_text_bytes(self) -> int:
        """The most bytes of all texts; one may be a picture in base64."""
        return int(settings.PHOTO_MAX_TEXT_BYTES)

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
            self._text_bytes += len(event)
            if self._text_bytes > self.max_text_bytes:
                raise PhotoTooLarge.in_bytes(settings.PHOTO_MAX_BYTES)

    def _begin(self, part: MultipartSegment) -> None:
        self._part, self._size, self._text = part, 0, bytearray()
        self._file: FileReceiver | None = None
        is_file = "filename" in part.header("Content-Disposition", "").lower()
        self._count("files" if is_file else "texts")
        if is_file:
            self._file = self.open_file(part)

    def _end(self) -> None:
        name = self._part.name
        if self._file is None:
            self.texts.appendlist(name, self._text.decode(errors="replace"))
        elif self.is_chosen(self._part, self._size):
            self.files.appendlist(name, self._file.file_complete(self._size))

    def _count(self, kind: str) -> None:
        self._counts[kind] += 1
        self.check_count(kind, self._counts[kind])

    def check_count(self, kind: str, count: int) -> None:
        """Refuse a form with too many parts of a kind, "files" or "texts".

        Raises:
            TooManyFilesSent: if it has too many files.
            TooManyFieldsSent: if it has too many texts.
        """
        if kind == "files" and count > settings.DATA_UPLOAD_MAX_NUMBER_FILES:
            raise TooManyFilesSent
        if kind == "texts" and count > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
            raise TooManyFieldsSent

    def open_file(self, part: MultipartSegment) -> FileReceiver:
        """Return what takes a file."""
        handler = PhotoUploadHandler()
        name = self.get_file_name(part)
        handler.new_file(part.name, name, part.content_type, None)
        return handler

    def get_file_name(self, part: MultipartSegment) -> str:
        """Return the name that the site uses for a file: not the sender's."""
        return "photo"

    def is_chosen(self, part: MultipartSegment, size: int) -> bool:
        """Return whether a part is a file of the sender's, and not an empty field."""
        return True


class PageForm(Form):
    """A form of a page, which names the files that it refuses."""

    @property
    def max_text_bytes(self) -> int:
        """The most bytes of all texts, none of which is a picture."""
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def get_file_name(self, part: MultipartSegment) -> str:
        """Return what can be shown of a name."""
        name = (part.filename or "").encode("latin-1").decode(errors="replace")
        last = name.replace("\\", "/").rpartition("/")[2]
        shown = "".join(filter(str.isprintable, last)).strip()
        return str(NO_NAME) if shown in {"", ".", ".."} else shown

    def is_chosen(self, part: MultipartSegment, size: int) -> bool:
        """Leave out what a browser sends of a field without a file."""
        return bool(part.filename or size)


def parse_form(form: Form, read: Callable[[int], bytes], boundary: str) -> None:
    """Parse a form up to its end.

    Args:
        form: gets its parts.
        read: returns up to so many bytes of the body.
        boundary: that parts it.

    Raises:
        MultipartError: if it is malformed.
        PhotoTooLarge: if its texts are too large.
        TooManyFilesSent: if it has too many files.
        TooManyFieldsSent: if it has too many texts.
    """
    parser = PushMultipartParser(
        boundary, max_header_size=HEADER_BYTES, header_charset="latin-1"
    )
    for event in parser.parse_blocking(read):
        form.add(event)


class FormUploadHandler(FileUploadHandler):
    """Parse the forms of the pages as those of the API.

    Django's own parser skips files whose names it does not like.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, UploadedFile]]:
        if content_length > settings.BATCH_MAX_IMAGES * settings.PHOTO_MAX_BYTES:
            raise RequestDataTooBig("The request body is too large.")
        form = PageForm()
        try:
            parse_form(form, input_data.read, boundary.decode())
        except MultipartError as error:
            raise MultiPartParserError("The form is malformed.") from error
        except PhotoTooLarge as error:
            raise RequestDataTooBig("The texts of the form are too large.") from error
        while input_data.read(CHUNK_BYTES):
            pass  # bytes after the form are ignored
        return form.texts, form.files
