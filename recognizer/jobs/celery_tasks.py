"""Read jobs by Celery: the app, its task, and what hands chunks to the queue."""

import logging
from datetime import timedelta
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
    lost = now - timedelta(seconds=QUEUE_AGAIN_SECONDS)
    is_free = Q(leased_until=None) | Q(leased_until__lt=now)
    chunks = Chunk.objects.filter(is_done=False, job__state__in=READABLE_STATES)
    places = MAX_QUEUED - chunks.filter(queued__gte=lost).count()
    is_new = Q(queued=None) | Q(queued__lt=lost)
    found = chunks.filter(is_free, is_new).order_by("job__created", "job_id", "index")
    keys = list(found.values_list("pk", flat=True)[: max(0, places)])
    queued = [queue_chunk(pk, lost) for pk in keys]
    return any(queued)


def queue_chunk(pk: int, lost: Any) -> bool:
    """Hand a chunk to the queue, unless another process did; False if that fails."""
    is_new = Q(queued=None) | Q(queued__lt=lost)
    if not Chunk.objects.filter(is_new, pk=pk).update(queued=timezone.now()):
        return False
    try:
        read_queued_chunk.delay(pk)
    except (BrokerAway, OSError) as e:
        Chunk.objects.filter(pk=pk).update(queued=None)
        logger.error("The queue is away: %s", type(e).__name__)
        return False
    return True
