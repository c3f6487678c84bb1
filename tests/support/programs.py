"""A program that sends a job to a served site and follows it."""

import io
import time
from zipfile import ZipFile

import requests

from tests.support.drawing import encoded, page_of

# Enough that a kill meets a job in its middle.
COUNT = 400
SEVEN = encoded(page_of("7", size=40, pen=4))
WAIT_SECONDS = 120


def archive_of(count: int) -> bytes:
    """Return a ZIP file of so many sevens."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for n in range(count):
            archive.writestr(f"{n}.png", SEVEN)
    return file.getvalue()


class Program:
    """Calls the API with a token."""

    def __init__(self, server, token: str) -> None:
        self.root = f"http://127.0.0.1:{server.port}"
        self.headers = {"Authorization": f"Bearer {token}"}

    def call(self, method: str, path: str, **options) -> requests.Response:
        url = f"{self.root}{path}"
        return requests.request(method, url, headers=self.headers, **options)

    def send(self, archive: bytes) -> str:
        """Send a job; return its URL."""
        answer = self.call("post", "/api/v1/jobs/", files={"archive": archive})
        return answer.json()["url"]

    def wait_for(self, url: str, is_reached) -> dict:
        """Return a job once it is as far as wanted."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            job = self.call("get", url).json()
            if is_reached(job):
                return job
            time.sleep(0.1)
        raise TimeoutError(job)
