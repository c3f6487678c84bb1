"""Jobs by Celery: each chunk is queued, read once, and tried again."""

from datetime import timedelta

import pytest
from celery.exceptions import Retry
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from recognizer.errors import ModelUnavailable
from recognizer.jobs import celery_tasks
from recognizer.jobs.celery_tasks import celery_app, queue_chunks, read_queued_chunk
from recognizer.jobs.chunks import claim_chunk
from recognizer.jobs.lifecycle import pause_job, resume_job
from recognizer.jobs.models import Chunk, JobState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.fixture
def eager(monkeypatch):
    """Run tasks at once, where they are queued."""
    monkeypatch.setattr(celery_app.conf, "task_always_eager", True)


@pytest.fixture
def queued(monkeypatch):
    """Return the chunks that were queued; nothing reads them."""
    keys = []
    monkeypatch.setattr(read_queued_chunk, "delay", keys.append)
    return keys


def state(job):
    job.refresh_from_db()
    return job.state, job.read_count, job.failed_count


def test_a_job_is_read_by_its_tasks(job, eager):
    made = job(count=70)
    assert queue_chunks()
    assert state(made) == (JobState.FINISHED, 70, 0)
    assert not queue_chunks()


def test_a_task_that_comes_twice_reads_once(job, eager):
    made = job()
    for _ in "12":
        read_queued_chunk.delay(Chunk.objects.get().pk)
    assert state(made) == (JobState.FINISHED, 3, 0)


def test_a_chunk_is_queued_once_and_again_when_the_queue_lost_it(job, queued):
    job()
    assert queue_chunks()
    assert not queue_chunks()
    long_ago = timezone.now() - timedelta(seconds=celery_tasks.QUEUE_AGAIN_SECONDS + 1)
    Chunk.objects.update(queued=long_ago)
    assert queue_chunks()
    assert len(queued) == 2


def test_a_chunk_of_a_killed_worker_is_queued_again_when_its_lease_is_over(job, queued):
    job()
    queue_chunks()
    claim_chunk(queued[0])
    assert not queue_chunks()
    Chunk.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert queue_chunks()
    assert not queue_chunks()
    assert len(queued) == 2


def test_a_chunk_that_is_being_read_is_not_queued_again(job, queued):
    job()
    soon = timezone.now() + timedelta(seconds=10)
    Chunk.objects.update(leased_until=soon)
    assert not queue_chunks()


def test_a_limited_number_of_chunks_waits_in_the_queue(job, queued, monkeypatch):
    monkeypatch.setattr(celery_tasks, "MAX_QUEUED", 2)
    job(count=100)
    assert queue_chunks()
    assert len(queued) == 2
    assert not queue_chunks()
    Chunk.objects.filter(pk=queued[0]).update(is_done=True)
    assert queue_chunks()
    assert len(queued) == 3


def test_nothing_of_a_paused_job_is_read_until_it_is_resumed(job, eager):
    made = job()
    pause_job(made)
    assert not queue_chunks()
    read_queued_chunk.delay(Chunk.objects.get().pk)
    assert state(made) == (JobState.PAUSED, 0, 0)
    resume_job(made)
    assert queue_chunks()
    assert state(made) == (JobState.FINISHED, 3, 0)


@pytest.mark.parametrize("error", [BrokerAway, ConnectionError])
def test_a_queue_that_is_away_is_tried_again(job, monkeypatch, error):
    def fail(pk):
        raise error

    job()
    monkeypatch.setattr(read_queued_chunk, "delay", fail)
    assert not queue_chunks()
    assert Chunk.objects.get().queued is None


def test_of_two_servers_one_queues_a_chunk(job, queued):
    job()
    now = timezone.now()
    chunk = Chunk.objects.get()
    assert celery_tasks.queue_chunk(chunk.pk, now)
    assert not celery_tasks.queue_chunk(chunk.pk, now)


def test_a_task_is_tried_again_later_each_time(job, monkeypatch):
    def fail(chunk):
        raise ModelUnavailable

    def retry(exc, countdown):
        waits.append(countdown)
        return Retry()

    job()
    monkeypatch.setattr(celery_tasks, "read_chunk", fail)
    monkeypatch.setattr(read_queued_chunk, "retry", retry)
    waits = []
    for retries in (0, 3, 9):
        Chunk.objects.update(leased_until=None)
        read_queued_chunk.push_request(retries=retries)
        with pytest.raises(Retry):
            read_queued_chunk.run(Chunk.objects.get().pk)
        read_queued_chunk.pop_request()
    assert waits == [1, 8, 60]


def test_a_worker_acknowledges_what_it_has_read():
    options = celery_app.conf
    assert options.task_acks_late
    assert options.task_reject_on_worker_lost
    assert options.worker_prefetch_multiplier == 1


def test_a_server_hands_chunks_to_the_queue(settings, queued, monkeypatch):
    from recognizer.jobs import runner

    started = []
    monkeypatch.setattr(runner.JobThread, "start", lambda self: started.append(self))
    settings.JOB_RUNNER = "celery"
    threads = runner.start_job_threads().threads
    assert started == threads
    assert threads[0]._step is queue_chunks
