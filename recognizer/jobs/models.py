"""Database tables of bulk jobs: jobs, their chunks and pictures, and who reads them."""

from datetime import timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from recognizer.jobs.encryption import create_key
from recognizer.shared_clock import get_shared_time

# A job that is received for longer was given up by its sender or its server.
MAX_RECEIVING = timedelta(hours=2)


class JobState(models.TextChoices):
    # Its pictures are being stored, and nobody sees it yet.
    RECEIVING = "receiving"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELED = "canceled"


READABLE_STATES = (JobState.WAITING, JobState.RUNNING)
OPEN_STATES = (*READABLE_STATES, JobState.PAUSED)


class WebhookState(models.TextChoices):
    NONE = ""
    # It is sent once the job has finished.
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class JobQuerySet(models.QuerySet):
    def of_owner(self, owner: UUID | None) -> Self:
        """Return the jobs of one visitor or program; none without a key."""
        if owner is None:
            return self.none()
        return self.filter(owner=owner).exclude(state=JobState.RECEIVING)

    def open(self) -> Self:
        """Return those that have not ended."""
        return self.filter(state__in=OPEN_STATES)

    def readable(self) -> Self:
        """Return those whose pictures may be read now."""
        return self.filter(state__in=READABLE_STATES)

    def without_work(self) -> Self:
        """Return those of which every picture was read."""
        chunks = Chunk.objects.filter(job=models.OuterRef("pk"), is_done=False)
        return self.filter(~models.Exists(chunks))

    def expired(self) -> Self:
        """Return those older than `JOB_MAX_AGE_DAYS`, and those never received."""
        now = get_shared_time()
        old = Q(created__lt=now - timedelta(days=settings.JOB_MAX_AGE_DAYS))
        given_up = Q(state=JobState.RECEIVING, created__lt=now - MAX_RECEIVING)
        return self.filter(old | given_up)

    def newer_than(self, job: Any) -> Self:
        """Return the jobs before this position in a list with the newest first."""
        same = Q(created=job.created, pk__gt=job.pk)
        return self.filter(Q(created__gt=job.created) | same)

    def older_than(self, job: Any) -> Self:
        """Return the jobs after this position in a list with the newest first."""
        same = Q(created=job.created, pk__lt=job.pk)
        return self.filter(Q(created__lt=job.created) | same)


class Job(models.Model):
    """Many pictures that are read one after the other, and nobody waits for."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # The gallery key of the visitor or program, which alone may see it.
    owner = models.UUIDField()
    # Decrypts its stored pictures; null once it has ended.
    key = models.BinaryField(max_length=32, null=True, default=create_key)
    created = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=JobState, default=JobState.RECEIVING)
    total = models.PositiveIntegerField(default=0)
    read_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    # Of the pictures that are stored until they are read.
    stored_bytes = models.PositiveBigIntegerField(default=0)
    # When it began, or went on after a pause, and what had been counted by then.
    started = models.DateTimeField(null=True)
    counted_at_start = models.PositiveIntegerField(default=0)
    ended = models.DateTimeField(null=True)
    webhook_url = models.CharField(max_length=500, blank=True)
    webhook_state = models.CharField(
        max_length=9, choices=WebhookState, default=WebhookState.NONE, blank=True
    )
    webhook_tries = models.PositiveSmallIntegerField(default=0)
    webhook_next = models.DateTimeField(null=True)
    # Hashes that identify the request that created it.
    idempotency_key = models.CharField(max_length=64, null=True, editable=False)
    request_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [
            models.Index(fields=["owner", "-created", "-id"], name="job_owner_order"),
            models.Index(fields=["state", "created"], name="job_state_order"),
            models.Index(
                fields=["webhook_next"],
                condition=Q(webhook_next__isnull=False),
                name="job_webhook_next",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "idempotency_key"], name="job_idempotency_key"
            )
        ]

    def __str__(self) -> str:
        return f"Job {self.pk}"

    @property
    def counted(self) -> int:
        """How many pictures were read or refused."""
        return self.read_count + self.failed_count

    @property
    def seconds_left(self) -> int | None:
        """Estimate when it ends, from its pace since it began; None if unknown."""
        if self.state != JobState.RUNNING or self.started is None:
            return None
        counted = self.counted - self.counted_at_start
        if counted <= 0:
            return None
        seconds = (get_shared_time() - self.started).total_seconds()
        return round(max(0.0, seconds) / counted * (self.total - self.counted))


class Chunk(models.Model):
    """A few dozen pictures of a job, stored in one file until they are read."""

    job = models.ForeignKey(Job, models.CASCADE)
    index = models.PositiveIntegerField()
    # Name of the file in the storage; "" where the pictures are in the bucket.
    file = models.CharField(max_length=100, blank=True)
    is_done = models.BooleanField(default=False)
    # Whoever reads it renews the lease; who was killed does not.
    lease = models.UUIDField(null=True)
    # Whose server reads it; "" where a worker of a queue does.
    machine = models.CharField(max_length=255, blank=True)
    leased_until = models.DateTimeField(null=True)
    # How often somebody began to read it and did not say how it ended.
    tries = models.PositiveSmallIntegerField(default=0)
    # How often it was given back, because storage or model were away.
    delays = models.PositiveSmallIntegerField(default=0)
    # When it was handed to a queue last.
    queued = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "index"], name="chunk_index")
        ]
        indexes = [
            models.Index(
                fields=["job", "index"],
                condition=Q(is_done=False),
                name="chunk_open",
            ),
            models.Index(
                fields=["queued"],
                condition=Q(is_done=False),
                name="chunk_queued",
            ),
        ]

    def __str__(self) -> str:
        return f"Chunk {self.index} of {self.job_id}"


class PictureState(models.TextChoices):
    PENDING = "pending"
    READ = "read"
    FAILED = "failed"


class JobPicture(models.Model):
    """One picture of a job: where it is stored until it is read, then its result."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, models.CASCADE)
    # In the order in which they were sent, counted from 0.
    index = models.PositiveIntegerField()
    # Index of its chunk; null where it was refused before it was stored.
    chunk = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=1024)
    offset = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(
        max_length=7, choices=PictureState, default=PictureState.PENDING
    )
    result = models.JSONField(null=True)
    # How often it was read alone and did not come to an end.
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "index"], name="job_picture_index")
        ]
        indexes = [models.Index(fields=["job", "chunk"], name="job_picture_chunk")]

    def __str__(self) -> str:
        return f"Picture {self.index} of {self.job_id}"


class MachineLease(models.Model):
    """Which process of a machine reads jobs: one at a time."""

    machine = models.CharField(primary_key=True, max_length=255)
    process = models.UUIDField()
    pid = models.PositiveIntegerField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"Lease of {self.machine}"
