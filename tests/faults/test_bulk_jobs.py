"""A server that is killed in the middle of a job: each picture is counted once."""

import io
import json
import os
import signal
import subprocess
import time
from zipfile import ZipFile

import pytest
import requests

from tests.support.drawing import encoded, page_of
from tests.support.served import served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("jobs")]
COUNT = 400
SEVEN = encoded(page_of("7", size=40, pen=4))


def archive_of(count):
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for n in range(count):
            archive.writestr(f"{n}.png", SEVEN)
    return file.getvalue()


class Program:
    """A program that follows its job."""

    def __init__(self, server, token):
        self.root = f"http://127.0.0.1:{server.port}"
        self.headers = {"Authorization": f"Bearer {token}"}

    def call(self, method, path, **options):
        url = f"{self.root}{path}"
        return requests.request(method, url, headers=self.headers, **options)

    def wait_for(self, url, is_reached):
        for _ in range(600):
            job = self.call("get", url).json()
            if is_reached(job):
                return job
            time.sleep(0.1)
        raise TimeoutError(job)


def kill_all(server):
    """Kill the server and its workers at once."""
    workers = subprocess.check_output(["pgrep", "-P", str(server.process.pid)])
    for pid in [server.process.pid, *map(int, workers.split())]:
        os.kill(pid, signal.SIGKILL)
    server.process.wait()


def test_a_killed_server_goes_on_with_its_job(tmp_path):
    with served(tmp_path, WEB_CONCURRENCY="2") as server:
        program = Program(server, server.token)
        files = {"archive": archive_of(COUNT)}
        url = program.call("post", "/api/v1/jobs/", files=files).json()["url"]
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
