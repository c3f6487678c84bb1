"""Every change of a job's state, its end, and what is deleted."""

import os
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone

from recognizer.jobs import lifecycle, packs
from recognizer.jobs.intake import JobRequest, JobsBusy, receive_pictures
from recognizer.jobs.lifecycle import (
    JobStateConflict,
    begin_job,
    cancel_job,
    delete_expired_jobs,
    delete_jobs,
    find_orphan_packs,
    finish_job,
    finish_jobs,
    pause_job,
    resume_job,
)
from recognizer.jobs.models import Chunk, Job, JobPicture, JobState

pytestmark = pytest.mark.django_db
OWNER = UUID(int=1)
CHANGES = {"pause": pause_job, "resume": resume_job, "cancel": cancel_job}


def state_after(job, state, change):
    Job.objects.filter(pk=job.pk).update(state=state)
    job.refresh_from_db()
    CHANGES[change](job)
    job.refresh_from_db()
    return job.state


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("waiting", "pause", "paused"),
        ("running", "pause", "paused"),
        ("paused", "pause", "paused"),
        ("paused", "resume", "waiting"),
        ("waiting", "resume", "waiting"),
        ("running", "resume", "running"),
        ("waiting", "cancel", "canceled"),
        ("running", "cancel", "canceled"),
        ("paused", "cancel", "canceled"),
        ("canceled", "cancel", "canceled"),
    ],
)
def test_a_job_changes_its_state(job, before, change, after):
    assert state_after(job(), before, change) == after


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ("finished", "pause"),
        ("finished", "resume"),
        ("finished", "cancel"),
        ("canceled", "pause"),
        ("canceled", "resume"),
    ],
)
def test_a_job_that_has_ended_does_not_begin_again(job, before, change):
    with pytest.raises(JobStateConflict):
        state_after(job(), before, change)


def test_a_resumed_job_is_read_to_its_end(job, read):
    made = job()
    pause_job(made)
    assert read(made).state == JobState.PAUSED
    resume_job(made)
    assert read(made).state == JobState.FINISHED


def test_a_canceled_job_keeps_its_results_and_no_picture(job, read):
    made = job()
    [file] = Chunk.objects.values_list("file", flat=True)
    cancel_job(made)
    assert not default_storage.exists(file)
    done = read(made)
    assert (done.state, done.stored_bytes, done.counted) == ("canceled", 0, 0)
    assert done.ended


def test_a_job_begins_once_and_again_after_a_pause(job):
    made = job()
    begin_job(made.pk)
    made.refresh_from_db()
    first = made.started
    begin_job(made.pk)
    made.refresh_from_db()
    assert (made.state, made.started) == (JobState.RUNNING, first)
    pause_job(made)
    resume_job(made)
    begin_job(made.pk)
    made.refresh_from_db()
    assert made.started > first


def test_a_job_finishes_once(job):
    made = job()
    assert not finish_job(made.pk)
    Chunk.objects.update(is_done=True)
    assert finish_job(made.pk)
    assert not finish_job(made.pk)


def test_a_job_is_finished_though_its_last_worker_was_killed(job):
    made = job()
    Chunk.objects.update(is_done=True)
    finish_jobs()
    made.refresh_from_db()
    assert made.state == JobState.FINISHED


def test_a_deleted_job_leaves_nothing(job, monkeypatch):
    monkeypatch.setattr(lifecycle, "BATCH_ROWS", 2)
    made = job(count=5)
    assert delete_jobs(Job.objects.filter(pk=made.pk)) == 1
    assert not JobPicture.objects.exists()
    assert not Chunk.objects.exists()
    assert default_storage.listdir("jobs") == ([], [])


def test_old_jobs_are_deleted_and_so_are_those_never_received(job, settings):
    young, old, given_up = job(), job(), job()
    day = timedelta(days=1)
    now = timezone.now()
    settings.JOB_MAX_AGE_DAYS = 2
    Job.objects.filter(pk=old.pk).update(created=now - 3 * day)
    Job.objects.filter(pk=given_up.pk).update(created=now - day, state="receiving")
    assert delete_expired_jobs() == 2
    assert list(Job.objects.all()) == [young]


def test_files_of_no_chunk_are_found(job, own_media):
    job()
    default_storage.save("jobs/0/1.pack", ContentFile(b"left"))
    assert list(find_orphan_packs()) == []
    for path in own_media.rglob("*.pack"):
        os.utime(path, (time.time() - 5 * 3600,) * 2)
    assert list(find_orphan_packs()) == ["jobs/0/1.pack"]


def test_a_site_without_jobs_has_no_orphans(db):
    assert list(find_orphan_packs()) == []


def files(count=1):
    return [ContentFile(b"x", name=f"{n}.png") for n in range(count)]


def test_an_owner_has_so_many_jobs_at_a_time(db, settings):
    settings.JOB_MAX_OPEN = 1
    receive_pictures(JobRequest(OWNER), files())
    with pytest.raises(JobsBusy):
        receive_pictures(JobRequest(OWNER), files())
    receive_pictures(JobRequest(UUID(int=2)), files())
    cancel_job(Job.objects.filter(owner=OWNER).get())
    receive_pictures(JobRequest(OWNER), files())


def test_a_site_stores_so_many_bytes_at_a_time(db, settings):
    settings.JOB_MAX_STORED_BYTES = settings.JOB_MAX_BYTES
    first = receive_pictures(JobRequest(OWNER), files())
    with pytest.raises(JobsBusy):
        receive_pictures(JobRequest(UUID(int=2)), files())
    cancel_job(first)
    receive_pictures(JobRequest(UUID(int=2)), files())


def test_jobs_that_are_received_at_the_same_time_count(db, settings):
    settings.JOB_MAX_OPEN = 1
    for state in (JobState.RECEIVING, JobState.PAUSED):
        job = Job.objects.create(owner=OWNER, state=state)
        with pytest.raises(JobsBusy):
            receive_pictures(JobRequest(OWNER), files())
        job.delete()
    settings.JOB_MAX_STORED_BYTES = 2 * settings.JOB_MAX_BYTES
    Job.objects.create(owner=OWNER)
    receive_pictures(JobRequest(UUID(int=2)), files())
    Job.objects.create(owner=UUID(int=3))
    with pytest.raises(JobsBusy):
        receive_pictures(JobRequest(UUID(int=4)), files())
    assert not Job.objects.filter(owner=UUID(int=4)).exists()


def test_a_job_that_can_not_be_stored_leaves_nothing(db, monkeypatch):
    def fail(*args):
        raise OSError

    monkeypatch.setattr(default_storage, "save", fail, raising=False)
    with pytest.raises(OSError):  # noqa: PT011
        receive_pictures(JobRequest(OWNER), files())
    assert not Job.objects.exists()


def test_a_chunk_holds_a_limited_number_of_bytes(job, monkeypatch):
    monkeypatch.setattr(packs, "CHUNK_BYTES", 100)
    made = job(b"x" * 60, b"y" * 60, b"z" * 10)
    assert Chunk.objects.filter(job=made).count() == 3 - 1
    assert made.total == 3


def test_a_chunk_whose_rows_can_not_be_saved_leaves_no_file(db, monkeypatch):
    def fail(*args):
        raise OperationalError

    monkeypatch.setattr(JobPicture.objects, "bulk_create", fail)
    with pytest.raises(OperationalError):
        receive_pictures(JobRequest(OWNER), files())
    assert default_storage.listdir("jobs") == ([], [])


def test_a_job_is_seen_by_its_owner_once_it_is_received(job):
    made = job()
    assert list(Job.objects.of_owner(made.owner)) == [made]
    assert not Job.objects.of_owner(OWNER).exists()
    assert not Job.objects.of_owner(None).exists()
    Job.objects.update(state="receiving")
    assert not Job.objects.of_owner(made.owner).exists()


def test_rows_have_names_that_tell_them_apart(job):
    made = job()
    texts = {str(made), str(Chunk.objects.get()), str(JobPicture.objects.first())}
    assert len(texts) == 3
    assert all(made.pk.hex in text.replace("-", "") for text in texts)
