"""A worker that is killed in the middle of a job of 5,000 pictures."""

import io
import json
import time
import zipfile
from collections.abc import Callable

from tests.support.faults.site import Site, manage
from tests.support.faults.table import Row
from tests.support.faults.visitors import PICTURE, Visitor
from tests.support.scale.processes import attempts

PICTURES = 5000
JOB_SECONDS = 540
JOBS = "/api/v1/jobs/"


def kill_worker(site: Site) -> Row:
    """Kill one of two workers a third of the way, and count each picture."""
    row = Row("`kill -9` of a worker in a job of 5,000 pictures", requests=1)
    program = Visitor(site.port, 30, token=create_token(site))
    url = send_job(program)
    wait_for(program, url, lambda job: job["done"] >= PICTURES // 3)
    site.topology.kill("worker1")
    killed, before = time.monotonic(), get_job(program, url)["done"]
    row.expect(before < PICTURES, "the job was over too early")
    wait_for(program, url, lambda job: job["done"] > before)
    row.seconds = time.monotonic() - killed
    site.topology.start("worker1")
    job = wait_for(program, url, lambda job: job["state"] == "finished")
    compare(row, job, get_results(program, url), site.look_into().packs)
    return row


def create_token(site: Site) -> str:
    words = ("manage.py", "createtoken", f"job {time.monotonic()}")
    return manage(site.topology, *words).split()[-1]


def send_job(program: Visitor) -> str:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for number in range(PICTURES):
            file.writestr(f"{number}.png", PICTURE)
    head = (
        b'--x\r\nContent-Disposition: form-data; name="archive"; filename="a"\r\n\r\n'
    )
    form = head + archive.getvalue() + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    status, body, _ = program.send("POST", JOBS, form, kind)
    if status != 201:
        raise ValueError(f"The job was answered with {status}.")
    return f"{JOBS}{json.loads(body)['id']}/"


def get_job(program: Visitor, url: str) -> dict:
    status, body, _ = program.send("GET", url)
    if status != 200:
        raise ValueError(f"The job was answered with {status}.")
    return json.loads(body)


def wait_for(program: Visitor, url: str, is_so: Callable[[dict], bool]) -> dict:
    for _ in attempts(JOB_SECONDS):
        job = get_job(program, url)
        if is_so(job):
            break
    return job


def get_results(program: Visitor, url: str) -> list[dict]:
    _, body, _ = program.send("GET", f"{url}results/?format=jsonl")
    return [json.loads(line) for line in body.splitlines()]


def compare(row: Row, job: dict, lines: list[dict], packs: set[str]) -> None:
    """Compare counts and lines: each picture once in both."""
    names = [line["file"] for line in lines]
    expected = {f"{number}.png" for number in range(PICTURES)}
    row.rows_without_file = len(expected - set(names))
    row.files_without_row = len(packs)
    row.failed = f"{job['failed']} of {job['total']} pictures"
    row.expect((job["done"], job["failed"]) == (PICTURES, 0), f"{job['done']} counted")
    row.expect(len(names) == PICTURES and set(names) == expected, "lines differ")
    row.expect(not packs, "pictures of a job that is over are stored")
