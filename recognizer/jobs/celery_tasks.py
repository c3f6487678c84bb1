"""Read jobs by Celery: the app, its task, and what hands chunks to the queue."""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import Celery
from django.conf import settings
from django.db.models import Q
from kombu.exceptions import OperationalError as BrokerAway

from recognizer.jobs.chunks import (
    MAX_DELAY_SECONDS,
    OUTAGES,
    claim_chunk,
    find_next_chunks,
    is_free,
    read_chunk,
)
from recognizer.jobs.lifecycle import finish_jobs
from recognizer.jobs.models import Chunk
from recognizer.shared_clock import get_shared_time

# Chunks in the queue at a time, and when one is handed to it again: a queue may lose
# what it holds. A chunk that comes twice is read once.
MAX_QUEUED = 200
QUEUE_AGAIN_SECONDS = 60
# A message that a killed worker held comes again after this time.
VISIBILITY_SECONDS = 120

logger = logging.getLogger(__name__)

celery_app = Celery("digitsite", broker=settings.REDIS_URL)
celery_app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_publish_retry=False,
    # A worker that waits takes what another has not begun.
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
    },
)


@celery_app.task(  # type: ignore[untyped-decorator]
    bind=True, max_retries=None, name="recognizer.jobs.read_chunk"
)
def read_queued_chunk(self: Any, pk: int) -> None:
    """Read a chunk, unless somebody else does or has; try again after an outage."""
    try:
        if chunk := claim_chunk(pk):
            read_chunk(chunk)
            queue_chunks()
    except OUTAGES as e:
        delay = min(2**self.request.retries, MAX_DELAY_SECONDS)
        raise self.retry(exc=e, countdown=delay) from e


def queue_chunks() -> bool:
    """Hand chunks that may be read to the queue; return whether there were any."""
    finish_jobs()
    now = get_shared_time()
    unqueued = Chunk.objects.filter(is_free(now), is_unqueued(now))
    keys = find_next_chunks(unqueued, MAX_QUEUED - count_queued(now))
    queued = [queue_chunk(pk, now) for pk in keys]
    return any(queued)


def count_queued(now: datetime) -> int:
    """Return how many chunks are in the queue, or read; also of jobs that pause."""
    handed = Chunk.objects.filter(is_done=False, queued__gte=get_loss_time(now))
    return handed.exclude(is_unqueued(now)).count()


def is_unqueued(now: datetime) -> Q:
    """Select chunks that are in no queue: never handed to one, or lost by it.

    Where a lease is over, the worker that took the chunk out of the queue is gone.
    """
    is_left = Q(lease__isnull=False, leased_until__lt=now)
    return Q(queued=None) | Q(queued__lt=get_loss_time(now)) | is_left


def get_loss_time(now: datetime) -> datetime:
    """Return when a chunk that the queue lost was handed to it, at the latest."""
    return now - timedelta(seconds=QUEUE_AGAIN_SECONDS)


def queue_chunk(pk: int, now: datetime) -> bool:
    """Hand a chunk to the queue, unless another process did; False if that fails."""
    chunk = Chunk.objects.filter(is_unqueued(now), pk=pk)
    if not chunk.update(queued=get_shared_time(), lease=None):
        return False
    try:
        read_queued_chunk.delay(pk)
    except (BrokerAway, OSError) as e:
        Chunk.objects.filter(pk=pk).update(queued=None)
        logger.error("The queue is away: %s", type(e).__name__)
        return False
    return True
