"""Responses with a stored file: whole, in part, or 304 if the client has it."""

import re
from collections.abc import Callable
from typing import overload

from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException

# A single range only: multipart responses are not worth it for files of this size.
RANGE = re.compile(r"bytes=\s*([0-9]{0,15})-([0-9]{0,15})\s*")
WRITE_CONDITIONS = {"If-Match", "If-Unmodified-Since"}


class RangeNotSatisfiable(APIException):
    status_code = status.HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE
    default_code = "range_not_satisfiable"
    default_detail = _("The requested range is beyond the end of the file.")

    def __init__(self, size: int):
        super().__init__()
        self.size = size


@overload
def answer_conditionally(
    request: HttpRequest, etag: str, response: HttpResponse
) -> HttpResponse: ...


@overload
def answer_conditionally(request: HttpRequest, etag: str) -> HttpResponse | None: ...


def answer_conditionally(
    request: HttpRequest, etag: str, response: HttpResponse | None = None
) -> HttpResponse | None:
    """Return a 304 response if the client has the version `etag`, else `response`.

    If-Match and If-Unmodified-Since guard writes. Reads ignore them, as they always
    did, where Django would answer 412, a status that the API does not document.
    """
    if WRITE_CONDITIONS & request.headers.keys():
        return response
    return get_conditional_response(request, etag, response=response)


def answer_with_file(request, etag: str, open_file: Callable[[], File]) -> HttpResponse:
    """Answer with a file, the requested range of it, or 304.

    Args:
        request: a GET or HEAD request.
        etag: of the file.
        open_file: opens the file; it is not called for a 304.

    Raises:
        FileNotFoundError: if the file can't be opened.
        RangeNotSatisfiable: if the range is beyond its end.
    """
    response = answer_conditionally(request, etag)
    if response is None:
        file = open_file()
        response = build_file_response(file, get_range(request, etag, file.size))
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def redirect_to_file(request, etag: str, file: FieldFile) -> HttpResponse:
    """Answer with a URL that is good for a short time, or 304."""
    response = answer_conditionally(request, etag)
    if response is None:
        response = HttpResponseRedirect(file.url)
        response["Cache-Control"] = "private, no-store"
    return response


def build_file_response(file: File, part: slice | None) -> FileResponse:
    if part is None:
        return FileResponse(file)
    size = file.size
    with file:
        file.seek(part.start)
        data = file.read(part.stop - part.start)
    response = FileResponse(ContentFile(data, name=file.name), status=206)
    response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def get_range(request, etag: str, size: int) -> slice | None:
    """Return the byte range that a request asks for; None for the whole file."""
    # With a weak ETag, a client might join parts of two different files.
    condition = request.headers.get("If-Range", etag)
    is_same = condition == etag and not condition.startswith("W/")
    if request.method != "GET" or (not is_same and "If-Range" in request.headers):
        return None
    return parse_range(request.headers.get("Range", ""), size)


def parse_range(header: str, size: int) -> slice | None:
    """Parse a Range header; None, for the whole file, where it is malformed.

    Raises:
        RangeNotSatisfiable: if no byte of the file is in the range.
    """
    match = RANGE.fullmatch(header)
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(size - int(last), 0)
    stop = min(int(last) + 1, size) if first and last else size
    if start >= stop:
        raise RangeNotSatisfiable(size)
    return slice(start, stop)
