"""Servers of this checkout on free ports: gunicorn as `make run` starts it."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

ROOT = Path(__file__).parent.parent
SITE = "digitsite.wsgi"
CONFIGURED = ("-c", "deploy/gunicorn.conf.py")
# What serves another application: as many threads, and nothing of the product.
PLAIN = ("-k", "gthread", "--threads", "64")
READY_SECONDS = 120
MAX_IDLE_SECONDS = 1.5  # a little less than the `keepalive` of every server
MEASURED_IN_KB = re.compile(r"\d+")


class Answer(NamedTuple):
    """What a server answered, and how long it took.

    Attributes:
        status: of HTTP.
        body: as it came.
        seconds: from the first byte sent to the last received.
        retry_after: seconds; None where the server gave none.
    """

    status: int
    body: bytes
    seconds: float
    retry_after: int | None = None


class Server:
    """A gunicorn on a free port of 127.0.0.1, with its database in a folder."""

    def __init__(self, folder: str, application: str = SITE, **environment: str):
        """Start it.

        Args:
            folder: for database and media.
            application: module with a WSGI application.
            environment: more variables.
        """
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = os.environ | site_environment(folder) | environment
        bind = f"127.0.0.1:{self.port}"
        options = CONFIGURED if application == SITE else PLAIN
        command = ["-m", "gunicorn", *options, "-b", bind]
        self.process = subprocess.Popen(
            [sys.executable, *command, application],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, data: bytes, kind: str) -> tuple[int, bytes]:
        """Request a reading of a picture on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": f"image/{kind.lower()}"}
        connection.request("POST", "/api/v1/readings/", data, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def find_workers(self) -> list[int]:
        """Return the process IDs of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def processor_seconds(self) -> float:
        """Return the processor time that all threads of the workers have used."""
        return sum(map(read_processor_seconds, self.find_workers()))

    def memory(self, name: str) -> int:
        """Return VmRSS or VmHWM of all workers in MB."""
        return sum(read_memory_kb(pid, name) for pid in self.find_workers()) // 1024

    def forget_peak(self) -> None:
        """Let VmHWM begin anew."""
        for pid in self.find_workers():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


class Client:
    """One client that keeps its connection, as a browser does."""

    def __init__(self, port: int, token: str = ""):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.used = 0.0

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, form: tuple[str, bytes]) -> Answer:
        """Send a form, as `to_form` makes it."""
        kind, body = form
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict) -> Answer:
        start = time.perf_counter()
        # A server ends a connection that was not used for long.
        was_idle_long = start - self.used > MAX_IDLE_SECONDS
        if was_idle_long:
            self.connection.close()
        try:
            self.connection.request(method, path, body, self.headers | headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return Answer(0, b"", time.perf_counter() - start)
        self.used = time.perf_counter()
        retry_after = int(answer.headers.get("Retry-After", 0)) or None
        return Answer(answer.status, content, self.used - start, retry_after)


def to_form(*pictures: bytes, field: str = "image") -> tuple[str, bytes]:
    """Return content type and body of a form with pictures, each in the same field."""
    boundary = uuid4().hex
    head = (
        f"--{boundary}\r\nContent-Disposition: form-data; "
        f'name="{field}"; filename="p"\r\n\r\n'
    ).encode()
    parts = b"".join(head + data + b"\r\n" for data in pictures)
    kind = f"multipart/form-data; boundary={boundary}"
    return kind, parts + f"--{boundary}--\r\n".encode()


@contextmanager
def serve_site(
    ready: str = "/readyz", **environment: str
) -> Iterator[tuple[Server, str]]:
    """Start the site, with its tables, in a temporary folder; end it afterwards.

    Args:
        ready: path that is answered well once it is.
        environment: more variables.

    Yields:
        The server, and the token of a program.
    """
    with tempfile.TemporaryDirectory() as folder:
        manage(folder, "migrate", "--verbosity=0", "--skip-checks")
        token = manage(folder, "createtoken", "benchmark", "--skip-checks").split()[-1]
        server = Server(folder, **environment)
        try:
            wait_until_healthy(server, ready)
            yield server, token
        finally:
            server.end()


def manage(folder: str, *words: str) -> str:
    """Run a command of the site and return what it printed."""
    command = [sys.executable, "manage.py", *words]
    environment = os.environ | site_environment(folder)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def site_environment(folder: str) -> dict[str, str]:
    """Return the variables of a site for measurements, with everything in a folder."""
    return {
        "DJANGO_DEBUG": "1",
        "MALLOC_ARENA_MAX": "2",
        "THROTTLE_READINGS": "off",
        "THROTTLE_WRITES": "off",
        "THROTTLE_EXPORTS": "off",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": folder,
        "REDIS_URL": "",
        "S3_BUCKET": "",
    }


def wait_until_ready(server: Server, data: bytes) -> float:
    """Return the seconds until the first reading of a PNG."""
    return wait_until(lambda: server.ask(data, "png")[0] == 200)


def wait_until_healthy(server: Server, path: str = "/healthz") -> float:
    """Return the seconds until an address is answered well."""
    return wait_until(lambda: Client(server.port).get(path).status == 200)


def wait_until(is_there) -> float:
    start = time.perf_counter()
    while time.perf_counter() - start < READY_SECONDS:
        try:
            if is_there():
                return time.perf_counter() - start
        except OSError:
            pass
        time.sleep(0.02)
    raise SystemExit("The server did not answer within two minutes.")


def read_processor_seconds(pid: int) -> float:
    """Return the processor time of all threads that a process has now.

    The scheduler counts in ns, the usual figure in ticks of 10 ms.
    """
    nanoseconds = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            nanoseconds += int((task / "schedstat").read_text().split()[0])
        except OSError:  # it has just ended
            continue
    return nanoseconds / 1e9


def read_memory_kb(pid: int, name: str) -> int:
    """Return VmRSS or VmHWM of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith(name))
    return int(MEASURED_IN_KB.findall(found)[0])


def read_answer(answer: Answer) -> dict:
    """Return the JSON of a successful answer."""
    if answer.status not in (200, 201):
        raise SystemExit(f"The server answered {answer.status} {answer.body[:200]!r}.")
    return json.loads(answer.body)
