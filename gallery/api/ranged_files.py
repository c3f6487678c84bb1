"""How a kept file is sent: in parts where asked, and not again where it is known."""

import re
from collections.abc import Callable

from django.core.files.base import ContentFile, File
from django.http import FileResponse, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException

# One part alone: many in one answer are more trouble than a file of this size.
PART = re.compile(r"bytes=\s*([0-9]{0,15})-([0-9]{0,15})\s*")


class RangeNotSatisfiable(APIException):
    status_code = status.HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE
    default_code = "range_not_satisfiable"
    default_detail = _("The file is shorter than that. Ask for a part that is there.")

    def __init__(self, size: int):
        super().__init__()
        self.size = size


def is_known(request, etag: str) -> bool:
    """Say whether who asks holds this state already."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    weak = {name.removeprefix("W/") for name in known}
    return bool({"*", etag.removeprefix("W/")} & weak)


def answer_with(request, etag: str, open_file: Callable[[], File]) -> HttpResponse:
    """Answer with a file, a part of it, or the word that it is known.

    Raises:
        FileNotFoundError: if it can't be opened.
        RangeNotSatisfiable: if the part asked for is behind its end.
    """
    if is_known(request, etag):
        return HttpResponse(status=304, headers={"ETag": etag})
    file = open_file()
    response = whole_or_part(file, part_of(request, etag, file.size))
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    return response


def whole_or_part(file: File, part: slice | None) -> FileResponse:
    if part is None:
        return FileResponse(file)
    size = file.size
    with file:
        file.seek(part.start)
        data = file.read(part.stop - part.start)
    response = FileResponse(ContentFile(data, name=file.name), status=206)
    response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def part_of(request, etag: str, size: int) -> slice | None:
    """Return which bytes are asked for; None for all."""
    # By a weak name, parts of two files might be put together.
    condition = request.headers.get("If-Range", etag)
    is_same = condition == etag and not condition.startswith("W/")
    if request.method != "GET" or (not is_same and "If-Range" in request.headers):
        return None
    return find_part(request.headers.get("Range", ""), size)


def find_part(header: str, size: int) -> slice | None:
    """Return the bytes that a header names; None for all, where it is no such header.

    Raises:
        RangeNotSatisfiable: if there is not one such byte.
    """
    match = PART.fullmatch(header)
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
