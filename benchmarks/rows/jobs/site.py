"""A site whose jobs are read by workers of Celery, with a Redis of its own."""

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZipFile

from benchmarks.drawn_pictures import draw_picture
from benchmarks.serving import (
    ROOT,
    Client,
    Server,
    manage,
    read_answer,
    site_environment,
    to_form,
    wait_until_healthy,
)

JOBS = "/api/v1/jobs/"
CELERY = ["-m", "celery", "-A", "digitsite.scaling.celery_app", "worker"]
CELERY += ["--concurrency", "1", "--loglevel", "ERROR"]
SETTINGS = {"DIGIT_ENGINE": "litert", "JOB_RUNNER": "celery", "THROTTLE_JOBS": "off"}
# Small, as cut-out digits are: what is measured is the job around the reading.
SIDE_PX = 64
# So many that each worker has loaded its networks when they are read.
WARM_UP_PICTURES = 320
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class JobSeconds:
    """How long a job took: until its answer was sent, and from then to its end."""

    receiving: float
    reading: float


@dataclass(frozen=True)
class JobSite:
    """A served site.

    Attributes:
        client: of a program.
        environment: of its workers.
    """

    client: Client
    environment: dict[str, str]

    def run(self, count: int) -> JobSeconds:
        """Have so many pictures read.

        Raises:
            SystemExit: if not every picture was read once.
        """
        form = to_form(archive_of(count), field="archive")
        sent = time.time()
        job, answered = read_answer(self.client.post(JOBS, form)), time.time()
        while not job["ended"]:
            time.sleep(LOOK_SECONDS)
            job = json.loads(self.client.get(job["url"]).body)
        if (job["done"], job["failed"], job["total"]) != (count, 0, count):
            raise SystemExit(f"A job of {count} pictures ended as {job}")
        ended = datetime.fromisoformat(job["ended"]).timestamp()
        return JobSeconds(answered - sent, ended - answered)

    @contextmanager
    def workers(self, count: int) -> Iterator[None]:
        """Run so many workers, which have loaded their networks."""
        with ExitStack() as stack:
            for number in range(count):
                name = ["--hostname", f"worker{number}@%h"]
                command = [sys.executable, *CELERY, *name]
                stack.enter_context(running(command, self.environment))
            self.run(WARM_UP_PICTURES)
            yield


@contextmanager
def job_site(**more_settings: str) -> Iterator[JobSite]:
    """Start a site and its Redis in a temporary folder; yield the site."""
    with tempfile.TemporaryDirectory() as folder, redis_server(folder) as url:
        manage(folder, "migrate", "--verbosity=0", "--skip-checks")
        token = manage(folder, "createtoken", "benchmark", "--skip-checks").split()[-1]
        settings = SETTINGS | {"REDIS_URL": url} | more_settings
        server = Server(folder, **settings)
        try:
            wait_until_healthy(server, "/readyz")
            environment = os.environ | site_environment(folder) | settings
            yield JobSite(Client(server.port, token), environment)
        finally:
            server.end()


@contextmanager
def redis_server(folder: str) -> Iterator[str]:
    """Start a Redis without persistence; yield its URL.

    Raises:
        SystemExit: if there is none on this machine.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise SystemExit("redis-server is not installed (Debian: redis-server).")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    with running([*command, "--dir", folder], dict(os.environ)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """Run a program until the block ends."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, **silent)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def archive_of(count: int) -> bytes:
    """Return a ZIP file of so many small pictures."""
    picture, file = draw_picture(SIDE_PX, SIDE_PX, "PNG"), io.BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number:06}.png", picture)
    return file.getvalue()
