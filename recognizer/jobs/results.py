"""Results of a job as CSV or JSON lines, in the order of its pictures."""

from collections.abc import Iterator

from recognizer.bulk import FORMATS, FileResult, escape_formula
from recognizer.jobs.models import Job, JobPicture, PictureState

BATCH_ROWS = 200
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


def stream_results(job: Job, form: str) -> Iterator[bytes]:
    """Yield what was read until now, a few hundred pictures at a time.

    Args:
        job: whose results are wanted.
        form: "csv" or "jsonl".
    """
    written = FORMATS[form]
    if written.header:
        yield written.header.encode()
    for pictures in iterate_counted(job):
        lines = (written.to_line(to_file_result(picture, form)) for picture in pictures)
        yield "".join(lines).encode("utf-8", "backslashreplace")


def iterate_counted(job: Job) -> Iterator[list[JobPicture]]:
    """Yield pictures that were read or refused, in order."""
    last = -1
    found = JobPicture.objects.filter(job=job).exclude(state=PictureState.PENDING)
    found = found.only("index", "name", "result").order_by("index")
    while pictures := list(found.filter(index__gt=last)[:BATCH_ROWS]):
        yield pictures
        last = pictures[-1].index


def to_file_result(picture: JobPicture, form: str) -> FileResult:
    """Return a picture as a result of bulk reading."""
    name = escape_formula(picture.name) if form == "csv" else picture.name
    return FileResult(name, picture.result or {})
