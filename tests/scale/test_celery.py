"""Jobs read by workers of Celery on Redis, of which one is killed in the middle."""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest

from benchmarks.serving import ROOT, site_environment
from tests.support.programs import COUNT, Program, archive_of
from tests.support.scale.postgres_server import postgres_server
from tests.support.scale.processes import NotInstalled
from tests.support.served import served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("celery")]
COMMAND = [sys.executable, "-m", "celery", "-A", "digitsite.scaling.celery_app"]
COMMAND += ["worker", "--concurrency", "1", "--loglevel", "WARNING"]


@contextmanager
def worker(environment, name):
    """Run a worker with a process of its own to read in; yield it."""
    process = subprocess.Popen(
        [*COMMAND, "--hostname", f"{name}@%h"],
        cwd=ROOT,
        env=os.environ | environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    """Kill a worker and the process that reads, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def database_url():
    """Start a PostgreSQL server of its own, as several machines need one."""
    pytest.importorskip("psycopg")
    try:
        with postgres_server() as url:
            yield url
    except NotInstalled as e:
        pytest.skip(f"{e} is not installed")


def test_a_killed_worker_costs_no_picture(redis_url, database_url, tmp_path):
    environment = site_environment(str(tmp_path)) | {
        "DATABASE_URL": database_url,
        "DIGIT_ENGINE": "tests.support.engines.load_seven",
        "JOB_RUNNER": "celery",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "REDIS_URL": redis_url,
    }
    with served(tmp_path, **environment) as server, ExitStack() as workers:
        program = Program(server, server.token)
        url = program.send(archive_of(COUNT))
        first, _ = (workers.enter_context(worker(environment, n)) for n in ("a", "b"))
        before = program.wait_for(url, lambda job: job["done"] > 0)
        kill(first)
        assert before["done"] < COUNT
        ended = program.wait_for(url, lambda job: job["state"] == "finished")
        lines = program.call("get", f"{url}results/?format=jsonl").text
    assert (ended["done"], ended["failed"], ended["total"]) == (COUNT, 0, COUNT)
    names = [json.loads(line)["file"] for line in lines.splitlines()]
    assert names == [f"{n}.png" for n in range(COUNT)]
    assert not list(tmp_path.rglob("*.pack"))
