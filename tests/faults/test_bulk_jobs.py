"""A server that is killed in the middle of a job: each picture is counted once."""

import json
import os
import signal
import subprocess

import pytest

from tests.support.programs import COUNT, Program, archive_of
from tests.support.served import served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("jobs")]


def kill_all(server):
    """Kill the server and its workers at once."""
    workers = subprocess.check_output(["pgrep", "-P", str(server.process.pid)])
    for pid in [server.process.pid, *map(int, workers.split())]:
        os.kill(pid, signal.SIGKILL)
    server.process.wait()


def test_a_killed_server_goes_on_with_its_job(tmp_path):
    with served(tmp_path, WEB_CONCURRENCY="2") as server:
        program = Program(server, server.token)
        url = program.send(archive_of(COUNT))
        before = program.wait_for(url, lambda job: job["done"] > 0)
        kill_all(server)
        assert before["done"] < COUNT
        with served(tmp_path, WEB_CONCURRENCY="2") as again:
            program = Program(again, server.token)
            ended = program.wait_for(url, lambda job: job["state"] == "finished")
            lines = program.call("get", f"{url}results/?format=jsonl").text
    assert (ended["done"], ended["failed"], ended["total"]) == (COUNT, 0, COUNT)
    names = [json.loads(line)["file"] for line in lines.splitlines()]
    assert names == [f"{n}.png" for n in range(COUNT)]
    assert not list(tmp_path.rglob("*.pack"))
