"""Jobs of a visitor or program: created once for each request, and found again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import IO, cast
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File
from django.db import IntegrityError
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request

from gallery.identity import get_own_key, persist_own_key
from gallery.services.idempotency import (
    KEY_AGE,
    IdempotencyKeyReused,
    IdempotentRequest,
)
from gallery.services.storage_failures import storage_failures
from recognizer import Busy
from recognizer.jobs import (
    Job,
    JobQuerySet,
    JobRequest,
    JobState,
    check_own_places,
    delete_jobs,
    receive_archive,
    receive_pictures,
    receive_prefix,
)


@dataclass(frozen=True)
class JobContent:
    """What a job is made of: one of archive, pictures and prefix.

    Attributes:
        archive: a ZIP file.
        pictures: uploaded files.
        prefix: of names in the bucket.
        webhook: URL that is called at the end, or "".
    """

    archive: File | None = None
    pictures: tuple[File, ...] = ()
    prefix: str = ""
    webhook: str = ""

    @property
    def files(self) -> list[File]:
        """What identifies the content."""
        texts = ContentFile(f"{self.prefix}\n{self.webhook}".encode())
        return [*([self.archive] if self.archive else []), *self.pictures, texts]

    def to_receiver(self) -> Callable[[JobRequest], Job]:
        """Return what creates the job."""
        if self.archive is not None:
            return partial(receive_archive, file=cast(IO[bytes], self.archive))
        if self.pictures:
            return partial(receive_pictures, files=self.pictures)
        return partial(receive_prefix, prefix=self.prefix)


def get_jobs(request: HttpRequest | Request) -> JobQuerySet:
    """Return the jobs of this visitor or program, newest first."""
    return Job.objects.of_owner(get_own_key(request))


def check_place(request: HttpRequest | Request) -> None:
    """Check that this visitor or program may have one more job.

    It spares who may not the sending of all pictures.

    Raises:
        JobsBusy: if not.
    """
    check_own_places(get_jobs(request).open())


def create_job(
    request: HttpRequest | Request,
    content: JobContent,
    idempotent: IdempotentRequest | None = None,
) -> tuple[Job, bool]:
    """Create a job, or return the one that the same request created before.

    Args:
        request: of the visitor or program.
        content: what is read.
        idempotent: identifies the request if it is repeated.

    Returns:
        The job, and whether it is new.

    Raises:
        RecognizerError: if it is refused; nothing is stored then.
        LookupError: if the prefix is not allowed.
    """
    known = get_own_key(request)
    if known and (job := find_repeated(known, idempotent)):
        return job, False
    owner = known or uuid4()
    wanted = JobRequest(
        owner,
        content.webhook,
        idempotent.key_hash if idempotent else None,
        idempotent.digest if idempotent else "",
    )
    with storage_failures():
        try:
            job = content.to_receiver()(wanted)
        except IntegrityError as e:
            return find_concurrent(owner, idempotent, e), False
        keep_findable(request, job, known)
    return job, True


def keep_findable(request: HttpRequest | Request, job: Job, known: UUID | None) -> None:
    """Store the key in the visitor's session, or delete the job."""
    try:
        persist_own_key(request, known, job.owner)
    except BaseException:
        delete_jobs(Job.objects.filter(pk=job.pk))
        raise


def find_repeated(owner: UUID, idempotent: IdempotentRequest | None) -> Job | None:
    """Return the job that the same request created before, if any.

    Raises:
        IdempotencyKeyReused: if the request with this key had other content.
        Busy: if it is still being received.
    """
    if idempotent is None:
        return None
    jobs = Job.objects.filter(owner=owner, idempotency_key=idempotent.key_hash)
    oldest = timezone.now() - KEY_AGE
    jobs.filter(created__lt=oldest).update(idempotency_key=None, request_digest="")
    job = jobs.first()
    if job and job.request_digest != idempotent.digest:
        raise IdempotencyKeyReused
    if job and job.state == JobState.RECEIVING:
        raise Busy
    return job


def find_concurrent(
    owner: UUID, idempotent: IdempotentRequest | None, error: IntegrityError
) -> Job:
    """Return the job of the other one of two same requests at once.

    Raises:
        IntegrityError: if there is none, so that something else went wrong.
    """
    if job := find_repeated(owner, idempotent):
        return job
    raise error
