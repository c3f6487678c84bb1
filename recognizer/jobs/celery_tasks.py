"""Read jobs by Celery: the app, its task, and what hands chunks to the queue."""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import Celery
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from recognizer.jobs.chunks import (
    MAX_DELAY_SECONDS,
    OUTAGES,
    claim_chunk,
    read_chunk,
)
from recognizer.jobs.lifecycle import finish_jobs
from recognizer.jobs.models import READABLE_STATES, Chunk

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
    now = timezone.now()
    is_free = Q(leased_until=None) | Q(leased_until__lt=now)
    is_readable = Q(is_done=False, job__state__in=READABLE_STATES)
    chunks = Chunk.objects.filter(is_readable)
    places = MAX_QUEUED - chunks.exclude(is_unqueued(now)).count()
    found = chunks.filter(is_free, is_unqueued(now))
    found = found.order_by("job__created", "job_id", "index")
    keys = list(found.values_list("pk", flat=True)[: max(0, places)])
    queued = [queue_chunk(pk, now) for pk in keys]
    return any(queued)


def is_unqueued(now: datetime) -> Q:
    """Select chunks that are in no queue: never handed to one, or lost by it.

    Where a lease is over, the worker that took the chunk out of the queue is gone.
    """
    lost = now - timedelta(seconds=QUEUE_AGAIN_SECONDS)
    is_left = Q(lease__isnull=False, leased_until__lt=now)
    return Q(queued=None) | Q(queued__lt=lost) | is_left


def queue_chunk(pk: int, now: datetime) -> bool:
    """Hand a chunk to the queue, unless another process did; False if that fails."""
    chunk = Chunk.objects.filter(is_unqueued(now), pk=pk)
    if not chunk.update(queued=timezone.now(), lease=None):
        return False
    try:
        read_queued_chunk.delay(pk)
    except (BrokerAway, OSError) as e:
        Chunk.objects.filter(pk=pk).update(queued=None)
        logger.error("The queue is away: %s", type(e).__name__)
        return False
    return True
