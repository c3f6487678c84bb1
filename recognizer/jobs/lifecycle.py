"""The life of a job: its states and how they change, its end, and what is deleted."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recognizer.errors import RecognizerError
from recognizer.jobs.models import (
    OPEN_STATES,
    READABLE_STATES,
    Chunk,
    Job,
    JobPicture,
    JobQuerySet,
    JobState,
)
from recognizer.jobs.packs import FOLDER
from recognizer.shared_clock import get_shared_time

# The row of a younger folder may not be written yet.
MIN_ORPHAN_AGE = timedelta(hours=3)
BATCH_ROWS = 1000

# Set when there may be something to read, so that the runner need not wait.
work_event = threading.Event()


class JobStateConflict(RecognizerError):
    """The job is in a state from which this is impossible."""

    code = "job_state_conflict"
    message = _("The job has ended already.")


def pause_job(job: Job) -> None:
    """Read no more pictures of a job until it is resumed.

    Raises:
        JobStateConflict: if it has ended.
    """
    change_state(job, READABLE_STATES, JobState.PAUSED)


def resume_job(job: Job) -> None:
    """Go on with a paused job.

    Raises:
        JobStateConflict: if it has ended.
    """
    changed = change_state(job, (JobState.PAUSED,), JobState.WAITING)
    if changed:
        # Its pace is measured anew.
        Job.objects.filter(pk=job.pk).update(started=None)
        Chunk.objects.filter(job=job.pk, is_done=False).update(queued=None)
        finish_job(job.pk)
        wake_runners()


def cancel_job(job: Job) -> None:
    """End a job; what was read stays, and what was not is deleted unread.

    Raises:
        JobStateConflict: if it has finished.
    """
    if job.state != JobState.CANCELED:
        change_state(job, OPEN_STATES, JobState.CANCELED)
        note_end(job.pk)
        delete_unread(job.pk)


def change_state(job: Job, before: Iterable[JobState], after: JobState) -> bool:
    """Change the state of a job; return False if it is in it already.

    Raises:
        JobStateConflict: if it is in another one.
    """
    found = Job.objects.filter(pk=job.pk)
    if found.filter(state__in=before).update(state=after):
        return True
    state = found.values_list("state", flat=True).first()
    is_on_its_way = after == JobState.WAITING and state in READABLE_STATES
    if state == after or is_on_its_way:
        return False
    raise JobStateConflict


def begin_job(pk: UUID) -> None:
    """Note that the pictures of a job are being read."""
    Job.objects.filter(pk=pk, state__in=READABLE_STATES).filter(
        Q(state=JobState.WAITING) | Q(started=None)
    ).update(
        state=JobState.RUNNING,
        started=get_shared_time(),
        counted_at_start=F("read_count") + F("failed_count"),
    )


def finish_job(pk: UUID) -> bool:
    """Finish a job if every picture was read; return whether this call did it.

    Several workers may ask at once: one of them finishes it.
    """
    is_open = Job.objects.filter(pk=pk, state__in=OPEN_STATES)
    if not is_open.without_work().exists():
        return False
    with transaction.atomic():
        is_first = bool(is_open.update(state=JobState.FINISHED, stored_bytes=0))
        if is_first:
            note_end(pk)
    return is_first


def note_end(pk: UUID) -> None:
    """Note when a job ended, forget its key, and note that its webhook is due."""
    now = get_shared_time()
    Job.objects.filter(pk=pk).update(ended=now, key=None)
    Job.objects.filter(pk=pk).exclude(webhook_url="").update(webhook_next=now)


def finish_jobs() -> None:
    """Finish jobs whose last worker was killed before it could."""
    for pk in Job.objects.open().without_work().values_list("pk", flat=True):
        finish_job(pk)


def delete_unread(pk: UUID) -> None:
    """Delete what is stored of the pictures of an ended job."""
    files = list_files(pk)
    Chunk.objects.filter(job=pk).update(file="", is_done=True)
    Job.objects.filter(pk=pk).update(stored_bytes=0)
    delete_files(pk, files)


def list_files(pk: UUID) -> list[str]:
    """Return the names of the files in which pictures of a job are."""
    chunks = Chunk.objects.filter(job=pk).exclude(file="")
    return list(chunks.values_list("file", flat=True))


def delete_files(pk: UUID, names: Iterable[str]) -> None:
    """Delete files of a job, and their folder if nothing else is in it."""
    cast(Any, default_storage).delete_many(names)
    with suppress(OSError):
        default_storage.delete(f"{FOLDER}/{pk.hex}")


def delete_jobs(jobs: JobQuerySet) -> int:
    """Delete jobs with their results and all that is stored of them."""
    found = list(jobs)
    for job in found:
        delete_job(job)
    return len(found)


def delete_job(job: Job) -> None:
    """Delete a job with its results and all that is stored of it."""
    # From now on, nobody begins to read more of it.
    Job.objects.filter(pk=job.pk).update(state=JobState.CANCELED)
    files = list_files(job.pk)
    delete_rows(job.pk)
    delete_files(job.pk, files)


def delete_rows(pk: UUID) -> None:
    """Delete the rows of a job, a part at a time, so that others may write between."""
    pictures = JobPicture.objects.filter(job=pk)
    while keys := list(pictures.values_list("pk", flat=True)[:BATCH_ROWS]):
        JobPicture.objects.filter(pk__in=keys).delete()
    with transaction.atomic():
        JobPicture.objects.filter(job=pk).delete()
        Chunk.objects.filter(job=pk).delete()
        Job.objects.filter(pk=pk).delete()


def delete_expired_jobs() -> int:
    """Delete jobs older than `JOB_MAX_AGE_DAYS`, and those never received in whole."""
    return delete_jobs(Job.objects.expired())


def find_orphan_packs() -> Iterator[str]:
    """Yield the names of files that no chunk owns, which a kill leaves."""
    youngest = get_shared_time() - MIN_ORPHAN_AGE
    try:
        folders = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return
    for folder in folders:
        for file in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            name = f"{FOLDER}/{folder}/{file}"
            is_owned = Chunk.objects.filter(file=name, is_done=False).exists()
            if not is_owned and default_storage.get_modified_time(name) < youngest:
                yield name


def wake_runners() -> None:
    """Let the thread of this process look for work now."""
    work_event.set()
