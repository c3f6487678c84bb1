"""Read a chunk of a job: under a lease, and each picture counted once."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation

from recognizer.bulk import recognize
from recognizer.errors import EmptyUpload, ModelUnavailable, RecognizerError
from recognizer.jobs.lifecycle import begin_job, delete_files, finish_job
from recognizer.jobs.models import (
    READABLE_STATES,
    Chunk,
    Job,
    JobPicture,
    PictureState,
)
from recognizer.jobs.packs import PictureSource, open_pictures
from recognizer.representation import to_reading_json, to_refusal_json
from recognizer.shared_clock import get_shared_time

# A worker that was killed keeps others from its chunk for this long.
LEASE_SECONDS = 20
# How long results wait in memory: what a kill loses is read again.
SAVE_SECONDS = 1.0
# Picture by picture, a process may be killed this often before one is given up.
MAX_TRIES_ALONE = 2
MAX_DELAY_SECONDS = 60
CANDIDATES = 20

# What says nothing about a picture: storage, database or model are away.
OUTAGES = (OSError, OperationalError, InterfaceError, ModelUnavailable)

logger = logging.getLogger(__name__)


class WorkerKilled(RecognizerError):
    """Processes that read this picture did not survive it."""

    code = "worker_killed"
    message = "The picture could not be read: each process that tried was ended."


def never() -> bool:
    return False


def nobody() -> None:
    """Wait for nobody."""


@dataclass(frozen=True)
class Pace:
    """How the reading of a chunk fits in with what else the process does.

    Attributes:
        is_stopped: returns whether the process is about to end.
        wait: is called before each picture: visitors come first.
    """

    is_stopped: Callable[[], bool] = never
    wait: Callable[[], None] = nobody


def claim_next_chunk(machine: str = "") -> Chunk | None:
    """Claim a chunk of the oldest job that may be read; None if there is none.

    Args:
        machine: whose server reads it.
    """
    free = Chunk.objects.filter(is_free(get_shared_time()))
    for pk in find_next_chunks(free, CANDIDATES):
        if chunk := claim_chunk(pk, machine):
            return chunk
    return None


def is_free(now: datetime) -> Q:
    """Select chunks that nobody reads."""
    return Q(leased_until=None) | Q(leased_until__lt=now)


def find_next_chunks(chunks: QuerySet[Chunk], limit: int) -> list[int]:
    """Return the keys of the first of these chunks, those of the oldest job first.

    Job by job, so that it costs the same however many chunks wait behind them.
    """
    found: list[int] = []
    jobs = Job.objects.readable().order_by("created", "pk")
    for job in jobs.values_list("pk", flat=True):
        if len(found) >= limit:
            break
        own = chunks.filter(job=job, is_done=False).order_by("index")
        found += own.values_list("pk", flat=True)[: limit - len(found)]
    return found


def claim_chunk(pk: int, machine: str = "") -> Chunk | None:
    """Claim a chunk unless somebody reads it, it was read, or its job may not be.

    The conditions are on its own row, so that of several claims one succeeds.
    """
    now, lease = get_shared_time(), uuid4()
    claimed = Chunk.objects.filter(is_free(now), pk=pk, is_done=False).update(
        lease=lease,
        machine=machine,
        leased_until=now + timedelta(seconds=LEASE_SECONDS),
        tries=F("tries") + 1,
    )
    if not claimed:
        return None
    chunk = Chunk.objects.select_related("job").filter(pk=pk, lease=lease).first()
    if chunk and chunk.job.state not in READABLE_STATES:
        give_back(chunk)
        return None
    return chunk


def give_back(chunk: Chunk, delay_seconds: float = 0) -> None:
    """End a lease: the chunk may be claimed again, after a delay."""
    until = get_shared_time() + timedelta(seconds=delay_seconds)
    Chunk.objects.filter(pk=chunk.pk, lease=chunk.lease).update(
        lease=None,
        leased_until=until if delay_seconds else None,
        tries=F("tries") - 1,
        delays=F("delays") + int(delay_seconds > 0),
    )


def get_delay_seconds(chunk: Chunk) -> int:
    """Return when to try again after an outage: later each time."""
    return min(2 ** min(chunk.delays, 10), MAX_DELAY_SECONDS)


def read_chunk(chunk: Chunk, pace: Pace = Pace()) -> bool:
    """Read the pictures of a claimed chunk; return whether all are counted.

    Raises:
        OSError: if the storage is away.
        OperationalError: if the database is.
        ModelUnavailable: if there is no model.
    """
    begin_job(chunk.job_id)
    try:
        with translation.override(None), open_pictures(chunk) as source:
            ChunkReader(chunk, source, pace).read_all()
    except OUTAGES:
        give_back(chunk, get_delay_seconds(chunk))
        raise
    return end_chunk(chunk)


def end_chunk(chunk: Chunk) -> bool:
    """Close a chunk if all its pictures are counted, else give it back."""
    pending = JobPicture.objects.filter(
        job=chunk.job_id, chunk=chunk.index, state=PictureState.PENDING
    )
    if pending.exists():
        give_back(chunk)
        return False
    close_chunk(chunk)
    finish_job(chunk.job_id)
    return True


def close_chunk(chunk: Chunk) -> None:
    """Delete the pictures of a chunk; their results stay."""
    pictures = JobPicture.objects.filter(job=chunk.job_id, chunk=chunk.index)
    size = sum(pictures.values_list("size", flat=True)) if chunk.file else 0
    with transaction.atomic():
        is_first = Chunk.objects.filter(pk=chunk.pk, is_done=False).update(
            is_done=True, file="", lease=None
        )
        if is_first and size:
            Job.objects.filter(pk=chunk.job_id, stored_bytes__gte=size).update(
                stored_bytes=F("stored_bytes") - size
            )
    if chunk.file:
        delete_files(chunk.job_id, [chunk.file])


@dataclass
class ChunkReader:
    """Reads the pictures of a chunk one after the other, and saves their results.

    Where a process did not survive this chunk, each picture is tried alone: it is
    noted before it is read, and given up when that was in vain `MAX_TRIES_ALONE` times.
    """

    chunk: Chunk
    source: PictureSource
    pace: Pace
    _unsaved: list[JobPicture] = field(default_factory=list)
    _saved_at: float = field(default_factory=time.monotonic)

    @property
    def is_careful(self) -> bool:
        """Whether a process was killed over this chunk before."""
        return self.chunk.tries > 1

    def read_all(self) -> None:
        """Read what is not counted yet, until the job is paused or the process ends."""
        pending = JobPicture.objects.filter(
            job=self.chunk.job_id, chunk=self.chunk.index, state=PictureState.PENDING
        ).order_by("index")
        try:
            for picture in list(pending):
                self.pace.wait()
                if self.pace.is_stopped() or not self._save_in_time():
                    return
                self._read(picture)
        finally:
            self._save()

    def _read(self, picture: JobPicture) -> None:
        if self.is_careful and not self._begin_alone(picture):
            refuse(picture, WorkerKilled())
        else:
            read_picture(picture, self.source)
        self._unsaved.append(picture)

    def _begin_alone(self, picture: JobPicture) -> bool:
        """Note a try before it begins; return False if there were enough."""
        if picture.tries >= MAX_TRIES_ALONE:
            return False
        JobPicture.objects.filter(pk=picture.pk).update(tries=F("tries") + 1)
        return True

    def _save_in_time(self) -> bool:
        """Save now and then, and renew the lease; return False to stop."""
        is_time = time.monotonic() - self._saved_at >= SAVE_SECONDS
        if not (self.is_careful or is_time):
            return True
        self._save()
        return renew_lease(self.chunk)

    def _save(self) -> None:
        unsaved, self._unsaved = self._unsaved, []
        save_results(self.chunk.job_id, unsaved)
        self._saved_at = time.monotonic()


def renew_lease(chunk: Chunk) -> bool:
    """Keep a chunk; return False if somebody else has it, or its job was stopped."""
    until = get_shared_time() + timedelta(seconds=LEASE_SECONDS)
    mine = Chunk.objects.filter(pk=chunk.pk, lease=chunk.lease)
    is_wanted = Job.objects.filter(pk=chunk.job_id, state__in=READABLE_STATES).exists()
    return bool(mine.update(leased_until=until)) and is_wanted


def read_picture(picture: JobPicture, source: PictureSource) -> None:
    """Read one picture, or note why it is refused.

    Raises:
        OSError: if the storage is away.
        ModelUnavailable: if there is no model.
    """
    try:
        data = source.read(picture)
        if not data:
            raise EmptyUpload
        picture.result = to_reading_json(*recognize(data))
        picture.state = PictureState.READ
    except ModelUnavailable:
        raise
    except RecognizerError as refusal:
        refuse(picture, refusal)


def refuse(picture: JobPicture, refusal: RecognizerError) -> None:
    picture.result, picture.state = to_refusal_json(refusal), PictureState.FAILED


def save_results(job: UUID, pictures: list[JobPicture]) -> None:
    """Save results and count them, each picture once, whoever else has read it too."""
    if not pictures:
        return
    counts = dict.fromkeys(PictureState, 0)
    with transaction.atomic():
        for picture in pictures:
            pending = JobPicture.objects.filter(
                pk=picture.pk, state=PictureState.PENDING
            )
            counts[PictureState(picture.state)] += pending.update(
                state=picture.state, result=picture.result
            )
        Job.objects.filter(pk=job).update(
            read_count=F("read_count") + counts[PictureState.READ],
            failed_count=F("failed_count") + counts[PictureState.FAILED],
        )
