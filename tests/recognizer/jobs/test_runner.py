"""The thread of a server that reads jobs: one at a time, behind visitors."""

import subprocess
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from recognizer.inference.admission import Admission
from recognizer.inference.limits import Limit
from recognizer.jobs import runner
from recognizer.jobs.apps import check_job_settings
from recognizer.jobs.chunks import claim_next_chunk
from recognizer.jobs.models import Job, JobState, MachineLease
from recognizer.jobs.runner import (
    JobRunner,
    JobThread,
    JobThreads,
    Machine,
    get_machine_name,
    start_job_threads,
)


@pytest.fixture
def one():
    return JobRunner(Machine("here"), lambda: False)


@pytest.mark.django_db
def test_one_process_of_a_machine_reads_jobs(job, seven, one):
    made = job()
    assert one.machine.claim()
    assert not JobRunner(Machine("here"), lambda: False).step()
    assert one.step()
    made.refresh_from_db()
    assert made.state == JobState.FINISHED
    assert not one.step()


@pytest.mark.django_db
def test_another_process_goes_on_once_the_lease_is_over(one):
    other = Machine("here")
    assert one.machine.claim()
    assert not other.claim()
    MachineLease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert other.claim()
    assert not one.machine.claim()


@pytest.mark.django_db
def test_another_process_goes_on_at_once_after_a_kill(job, one, monkeypatch):
    job()
    assert one.machine.claim()
    chunk = claim_next_chunk("here")
    killed = subprocess.Popen(["true"])
    killed.wait()
    MachineLease.objects.update(pid=killed.pid)
    assert claim_next_chunk("here") is None
    assert Machine("here").claim()
    assert claim_next_chunk("here").pk == chunk.pk


@pytest.mark.django_db
def test_of_two_processes_that_claim_at_once_one_succeeds(one, monkeypatch):
    def be_slower(**options):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(MachineLease.objects, "filter", filter_now)
            assert Machine("here").claim()
        return MachineLease.objects.none()

    filter_now = MachineLease.objects.filter
    monkeypatch.setattr(MachineLease.objects, "filter", be_slower)
    assert not one.machine.claim()


def test_machines_of_the_same_name_differ(tmp_path):
    names = []
    for start in ("one", "two"):
        (tmp_path / start).write_text(f"{start}\n")
        names.append(get_machine_name(tmp_path / start))
    assert names[0] != names[1]
    assert get_machine_name() == get_machine_name()
    unknown = get_machine_name(tmp_path / "missing")
    assert unknown == get_machine_name(tmp_path / "missing") not in names


@pytest.mark.django_db
def test_a_process_of_somebody_else_is_alive():
    assert runner.is_alive(1)


@pytest.mark.django_db
def test_another_process_goes_on_at_once_after_an_orderly_end(one):
    one.machine.claim()
    JobThreads([], one.machine).end()
    assert Machine("here").claim()
    assert "here" in str(MachineLease.objects.get())


@pytest.mark.django_db
def test_other_machines_read_beside_it(one):
    assert one.machine.claim()
    assert Machine("there").claim()


@pytest.mark.django_db
def test_a_runner_without_a_chunk_to_claim_waits(job, one, monkeypatch):
    job()
    monkeypatch.setattr(runner, "claim_next_chunk", lambda machine: None)
    assert not one.step()


@pytest.mark.django_db
def test_a_picture_waits_while_visitors_are_served(one, monkeypatch):
    admission = Admission(Limit(2))
    monkeypatch.setattr(runner, "admission", admission)
    assert admission.is_idle
    one._wait()
    with admission.place():
        assert not admission.is_idle
        threading.Timer(
            0.1, monkeypatch.setattr, [runner, "admission", Admission(Limit(2))]
        ).start()
        start = time.monotonic()
        one._wait()
    assert 0.05 < time.monotonic() - start < runner.MAX_YIELD_SECONDS


@pytest.mark.django_db
def test_under_load_a_picture_does_not_wait_for_ever(one, monkeypatch):
    admission = Admission(Limit(2))
    monkeypatch.setattr(runner, "admission", admission)
    monkeypatch.setattr(runner, "MAX_YIELD_SECONDS", 0.05)
    with admission.place():
        one._wait()
    assert MachineLease.objects.get(machine="here").process == one.machine.process


def test_a_thread_goes_on_after_a_failure():
    seen, steps = threading.Event(), []

    def step():
        steps.append(1)
        if len(steps) == 1:
            raise OperationalError
        if len(steps) == 2:
            raise ValueError
        seen.set()
        return False

    thread = JobThread("jobs", step, look_seconds=0.01)
    thread.start()
    assert seen.wait(5)
    thread.end()
    assert thread.is_ended()
    assert not thread.is_alive()


def test_a_thread_is_woken_for_new_work():
    wake, looks = threading.Event(), threading.Semaphore(0)

    def step():
        looks.release()
        return False

    thread = JobThread("jobs", step, wake=wake, look_seconds=60)
    thread.start()
    assert looks.acquire(timeout=5)
    wake.set()
    assert looks.acquire(timeout=5)
    thread.end()


@pytest.mark.django_db(transaction=True)
def test_a_server_reads_jobs_by_itself(job, seven):
    threads = start_job_threads()
    made = job()
    for _ in range(200):
        made.refresh_from_db()
        if made.state == JobState.FINISHED:
            break
        time.sleep(0.05)
    threads.end()
    assert (made.state, made.read_count) == (JobState.FINISHED, 3)
    assert not MachineLease.objects.exists()
    assert Job.objects.get().ended


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"JOB_RUNNER": "nobody"}, "jobs.E001"),
        ({"JOB_RUNNER": "celery", "REDIS_URL": ""}, "jobs.E002"),
        ({"DIGIT_JOB_PREFIXES": [""]}, "jobs.E003"),
        ({"DIGIT_JOB_PREFIXES": ["pho"]}, "jobs.E003"),
        ({"DIGIT_JOB_PREFIXES": ["photos/ab"]}, "jobs.E003"),
    ],
)
def test_settings_that_can_not_work_are_reported(settings, options, code):
    for name, value in options.items():
        setattr(settings, name, value)
    assert [message.id for message in check_job_settings()] == [code]


def test_settings_that_work_are_not_reported(settings):
    settings.DIGIT_JOB_PREFIXES = ["scans/"]
    assert check_job_settings() == []
