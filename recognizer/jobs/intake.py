"""Receive a job: its pictures are stored in chunks before anybody may see it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from recognizer.errors import Busy, EmptyUpload, RecognizerError
from recognizer.intake.uploads import read_upload
from recognizer.jobs.apps import find_allowed_prefix
from recognizer.jobs.archives import add_archive
from recognizer.jobs.lifecycle import delete_job, finish_job, wake_runners
from recognizer.jobs.models import Job, JobQuerySet, JobState, WebhookState
from recognizer.jobs.packs import ChunkWriter
from recognizer.shared_clock import get_shared_time

# When to try again: a job takes minutes.
BUSY_SECONDS = 60
NOTHING_THERE = _("There is no picture below this prefix.")
ALL_BUSY = _("Many jobs wait to be read. Try again later.")
OWN_BUSY = _("{limit} jobs of yours are not finished. Wait for one, or cancel it.")

Fill = Callable[[ChunkWriter], None]


class JobsBusy(Busy):
    """There is no place for another job now."""

    def __init__(self, message: Any) -> None:
        """Take the reason."""
        super().__init__(BUSY_SECONDS)
        self.message = message


@dataclass(frozen=True)
class JobRequest:
    """What a job is created with.

    Attributes:
        owner: the gallery key of the visitor or program.
        webhook_url: called once it has finished; "" calls nobody.
        idempotency_key: keyed hash that identifies the request; None without.
        request_digest: keyed hash of its content.
    """

    owner: UUID
    webhook_url: str = ""
    idempotency_key: str | None = None
    request_digest: str = ""

    def create_row(self) -> Job:
        """Create the row of a job that is being received."""
        is_called = bool(self.webhook_url)
        with transaction.atomic():
            return Job.objects.create(
                owner=self.owner,
                created=get_shared_time(),
                webhook_url=self.webhook_url,
                webhook_state=WebhookState.WAITING if is_called else WebhookState.NONE,
                idempotency_key=self.idempotency_key,
                request_digest=self.request_digest,
            )


def receive_archive(request: JobRequest, file: IO[bytes]) -> Job:
    """Create a job of the members of a ZIP file.

    Raises:
        RecognizerError: if it is refused; nothing is stored then.
    """
    return receive(request, lambda writer: add_archive(writer, file))


def receive_pictures(request: JobRequest, files: Iterable["File[bytes]"]) -> Job:
    """Create a job of uploaded files.

    Raises:
        RecognizerError: if there are too many; nothing is stored then.
    """
    return receive(request, lambda writer: add_pictures(writer, files))


def receive_prefix(request: JobRequest, prefix: str) -> Job:
    """Create a job of the objects of the bucket whose names begin with a prefix.

    Raises:
        LookupError: if the settings do not allow this prefix.
        RecognizerError: if there is none, or too many.
    """
    if find_allowed_prefix(prefix) is None or not hasattr(default_storage, "iterate"):
        raise LookupError(prefix)
    return receive(request, lambda writer: add_objects(writer, prefix))


def receive(request: JobRequest, fill: Fill) -> Job:
    """Create a job, store its pictures, and let it be read.

    Raises:
        RecognizerError: if it is refused; nothing is stored then.
    """
    job = request.create_row()
    with deleted_on_failure(job):
        check_places(job)
        writer = ChunkWriter(job, settings.JOB_MAX_PICTURES, settings.JOB_MAX_BYTES)
        fill(writer)
        writer.flush()
        Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    finish_job(job.pk)
    wake_runners()
    return Job.objects.get(pk=job.pk)


@contextmanager
def deleted_on_failure(job: Job) -> Iterator[None]:
    """Delete what was stored of a job if it can't be received."""
    try:
        yield
    except BaseException:
        delete_job(job)
        raise


def check_places(job: Job) -> None:
    """Check that there is a place for a job, which has its row already.

    So each of several jobs that are sent at once counts the others. What is being
    received may become as large as a job can be.

    Raises:
        JobsBusy: if its owner has too many, or too much waits to be read.
    """
    others = Job.objects.exclude(pk=job.pk)
    received = others.filter(state=JobState.RECEIVING)
    check_own_places((others.open() | received).filter(owner=job.owner))
    unread = others.open().aggregate(size=Sum("stored_bytes"))["size"] or 0
    places = 1 + received.count()
    if unread + places * settings.JOB_MAX_BYTES > settings.JOB_MAX_STORED_BYTES:
        raise JobsBusy(ALL_BUSY)


def check_own_places(own: JobQuerySet) -> None:
    """Check that there is a place for a job beside these of its owner.

    Raises:
        JobsBusy: if there is none.
    """
    if own.count() >= settings.JOB_MAX_OPEN:
        raise JobsBusy(OWN_BUSY.format(limit=settings.JOB_MAX_OPEN))


def add_pictures(writer: ChunkWriter, files: Iterable["File[bytes]"]) -> None:
    """Add uploaded files to a job; each refused one with its reason."""
    for file in files:
        name = file.name or ""
        try:
            with translation.override(settings.LANGUAGE_CODE):
                data = read_upload(file)
        except RecognizerError as refusal:
            writer.fail(name, refusal)
        else:
            writer.add(name, data)


def add_objects(writer: ChunkWriter, prefix: str) -> None:
    """Add objects of the bucket to a job.

    Raises:
        EmptyUpload: if there is none.
    """
    storage = cast(Any, default_storage)
    for name, size in storage.iterate(prefix):
        writer.add_stored(name, size)
    if not writer.count:
        raise EmptyUpload(NOTHING_THERE)
