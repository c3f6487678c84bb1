"""Each picture of a job is read and counted once, whatever happens to its readers."""

import time
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from recognizer import shared_clock
from recognizer.errors import ModelUnavailable
from recognizer.jobs import chunks
from recognizer.jobs.chunks import (
    LEASE_SECONDS,
    Pace,
    claim_chunk,
    claim_next_chunk,
    read_chunk,
)
from recognizer.jobs.lifecycle import pause_job
from recognizer.jobs.models import Chunk, Job, JobPicture, JobState
from recognizer.jobs.packs import CHUNK_PICTURES
from tests.recognizer.jobs.conftest import SEVEN

pytestmark = pytest.mark.django_db


def expire_leases():
    """Let the time pass in which a killed worker keeps its chunk."""
    past = timezone.now() - timedelta(seconds=1)
    Chunk.objects.filter(is_done=False).update(leased_until=past)


def counts(job):
    job.refresh_from_db()
    return job.state, job.read_count, job.failed_count


def test_every_picture_is_read_and_counted(job, read):
    done = read(job(count=3))
    assert counts(done) == (JobState.FINISHED, 3, 0)
    texts = [picture.result["text"] for picture in JobPicture.objects.filter(job=done)]
    assert texts == ["7", "7", "7"]


def test_a_picture_that_is_none_fails_alone(job, read):
    done = read(job(SEVEN, b"no picture", b"", SEVEN))
    assert counts(done) == (JobState.FINISHED, 2, 2)
    pictures = JobPicture.objects.filter(job=done).order_by("index")
    codes = [picture.result.get("code") for picture in pictures]
    assert codes == [None, "unsupported_format", "empty_upload", None]


def test_a_job_of_many_pictures_has_chunks_of_a_few_dozen(job, read):
    made = job(count=CHUNK_PICTURES + 3)
    assert Chunk.objects.filter(job=made).count() == 2
    assert counts(read(made)) == (JobState.FINISHED, CHUNK_PICTURES + 3, 0)


def test_no_picture_stays_once_it_is_read(job, read):
    made = job(count=3)
    [file] = Chunk.objects.values_list("file", flat=True)
    assert default_storage.exists(file)
    assert read(made).stored_bytes == 0
    assert not default_storage.exists(file)
    assert default_storage.listdir("jobs") == ([], [])


def test_a_chunk_is_claimed_once(job):
    job()
    chunk = claim_next_chunk()
    assert claim_next_chunk() is None
    assert claim_chunk(chunk.pk) is None


def test_the_chunks_of_the_oldest_job_come_first(job):
    jobs = [job(count=CHUNK_PICTURES + 1) for _ in "12"]
    claimed = [claim_next_chunk() for _ in "1234"]
    assert [chunk.job_id for chunk in claimed] == [
        made.pk for made in jobs for _ in "12"
    ]
    assert [chunk.index for chunk in claimed] == [0, 1, 0, 1]


@contextmanager
def on_a_host_with_a_wrong_clock(off):
    """Run a block where the own clock is wrong, and that of the database is not."""
    offset = shared_clock.Offset(-off, time.monotonic())
    right_now = timezone.now
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared_clock, "connection", SimpleNamespace(vendor="postgresql"))
        patch.setattr(shared_clock, "_offset", offset)
        patch.setattr(timezone, "now", lambda: right_now() + off)
        yield


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_worker_with_a_wrong_clock_keeps_its_chunk_as_long_as_others(job, minutes):
    job()
    with on_a_host_with_a_wrong_clock(timedelta(minutes=minutes)):
        chunk = claim_next_chunk()
        assert claim_next_chunk() is None
    assert claim_next_chunk() is None
    left = (chunk.leased_until - timezone.now()).total_seconds()
    assert LEASE_SECONDS - 5 < left < LEASE_SECONDS + 5


def test_a_chunk_of_a_killed_worker_is_claimed_once_its_lease_is_over(job, read):
    made = job()
    claim_next_chunk()
    expire_leases()
    assert counts(read(made)) == (JobState.FINISHED, 3, 0)


def test_a_picture_that_two_workers_read_is_counted_once(job, seven):
    made = job(count=3)
    slow = claim_next_chunk()
    expire_leases()
    fast = claim_next_chunk()
    read_chunk(fast)
    pictures = list(JobPicture.objects.filter(job=made))
    for picture in pictures:
        picture.result = {"text": "late"}
    chunks.save_results(made.pk, pictures)
    read_chunk(slow)
    assert counts(made) == (JobState.FINISHED, 3, 0)
    assert not JobPicture.objects.filter(result__text="late").exists()


def test_what_a_killed_worker_had_saved_is_not_read_again(job, read):
    made = job(count=3)
    claim_next_chunk()
    first = JobPicture.objects.filter(job=made).first()
    first.state, first.result = "read", {"text": "saved"}
    chunks.save_results(made.pk, [first])
    expire_leases()
    assert counts(read(made)) == (JobState.FINISHED, 3, 0)
    assert JobPicture.objects.filter(result__text="saved").count() == 1


class Killed(BaseException):
    """Stands for the end of a process: nothing of it is saved."""


@pytest.fixture
def poison(monkeypatch):
    """Let a process end over pictures with these bytes."""
    healthy = chunks.recognize

    def read(data):
        if data == b"poison":
            raise Killed
        return healthy(data)

    monkeypatch.setattr(chunks, "recognize", read)


def read_until_killed():
    """Read as a worker does; return whether it survived."""
    while chunk := claim_next_chunk():
        try:
            read_chunk(chunk)
        except Killed:
            expire_leases()
            return False
    return True


def test_a_picture_that_kills_its_readers_fails_alone(job, seven, poison):
    made = job(SEVEN, b"poison", SEVEN)
    lives = [read_until_killed() for _ in range(4)]
    assert lives == [False, False, False, True]
    assert counts(made) == (JobState.FINISHED, 2, 1)
    failed = JobPicture.objects.get(job=made, state="failed")
    assert (failed.index, failed.result["code"]) == (1, "worker_killed")


@pytest.mark.parametrize("stop", ["pause", "end"])
def test_a_job_that_is_stopped_keeps_what_was_read(job, read, stop):
    made, looks = job(count=3), []

    def wait():
        looks.append(1)
        if stop == "pause" and len(looks) == 2:
            pause_job(made)

    pace = Pace(lambda: stop == "end" and len(looks) > 1, wait)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "SAVE_SECONDS", 0)
        assert read_chunk(claim_next_chunk(), pace) is False
    assert counts(made)[1:] == (1, 0)
    chunk = Chunk.objects.get()
    assert (chunk.lease, chunk.tries) == (None, 0)


@pytest.mark.parametrize("outage", [OSError, ModelUnavailable])
def test_an_outage_gives_the_chunk_back_for_longer_each_time(job, monkeypatch, outage):
    made = job(count=2)

    def fail(*args):
        raise outage

    monkeypatch.setattr(chunks, "read_picture", fail)
    waits = []
    for _ in range(3):
        with pytest.raises(outage):
            read_chunk(claim_next_chunk())
        chunk = Chunk.objects.get()
        waits.append(round((chunk.leased_until - timezone.now()).total_seconds()))
        assert claim_next_chunk() is None
        expire_leases()
    assert waits == [1, 2, 4]
    assert chunk.tries == 0
    assert counts(made) == (JobState.RUNNING, 0, 0)


def test_pictures_whose_file_is_gone_fail(job, read):
    made = job(count=2)
    default_storage.delete(Chunk.objects.get().file)
    assert counts(read(made)) == (JobState.FINISHED, 0, 2)
    assert JobPicture.objects.first().result["code"] == "picture_missing"


def test_the_oldest_job_is_read_first(job):
    first, _ = job(), job()
    assert claim_next_chunk().job_id == first.pk


def test_no_chunk_of_a_paused_job_is_claimed(job):
    pause_job(job())
    assert claim_next_chunk() is None
    assert claim_chunk(Chunk.objects.get().pk) is None
    assert Chunk.objects.get().tries == 0


def test_the_time_left_follows_from_the_pace(job):
    made = job(count=4)
    assert made.seconds_left is None
    started = timezone.now() - timedelta(seconds=10)
    Job.objects.update(state="running", started=started, read_count=1)
    made.refresh_from_db()
    assert made.seconds_left == 30


def test_what_is_stored_shows_nothing_and_its_key_goes_with_the_end(job, read):
    hidden = b"a place and a name"
    made = job(SEVEN + hidden, count=1)
    [file] = Chunk.objects.values_list("file", flat=True)
    with default_storage.open(file) as stored:
        content = stored.read()
    assert hidden not in content
    assert SEVEN[:8] not in content
    assert Job.objects.get(pk=made.pk).key
    done = read(made)
    assert counts(done) == (JobState.FINISHED, 1, 0)
    assert done.key is None


def test_a_picture_that_was_altered_in_the_storage_is_refused(job, read):
    made = job(SEVEN, SEVEN)
    [file] = Chunk.objects.values_list("file", flat=True)
    with default_storage.open(file) as stored:
        data = bytearray(stored.read())
    data[40:47] = b"altered"
    default_storage.delete(file)
    assert default_storage.save(file, ContentFile(data)) == file
    done = read(made)
    assert counts(done) == (JobState.FINISHED, 1, 1)
    [refused] = JobPicture.objects.filter(job=done, state="failed")
    assert refused.result["code"] == "picture_missing"
