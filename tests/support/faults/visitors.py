"""Visitors who keep, read and look at photos, and note what they were answered."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from typing import NamedTuple

from tests.support.drawing import encoded, page_of
from tests.support.scale.processes import LOOPBACK

PICTURE = encoded(page_of("7", size=60))
PHOTOS, READINGS = "/api/v1/photos/", "/api/v1/readings/"
CALM_SECONDS, TIMEOUT_SECONDS = 0.1, 60
WELL = (200, 201)
NO_ANSWER = 0


class Answer(NamedTuple):
    """What a visitor was answered.

    Attributes:
        visitor: number of the visitor.
        what: "keep", "read", "list" or "show".
        status: of HTTP; 0 if there was none.
        code: of a refusal.
        photo: id of the photo that was kept.
        end: monotonic time.
    """

    visitor: int
    what: str
    status: int
    code: str
    photo: str
    end: float

    @property
    def is_well(self) -> bool:
        return self.status in WELL


@dataclass
class Visitor:
    """One browser with its session, or one program with a token.

    Attributes:
        port: of the site.
        number: gives the visitor an address of its own.
        token: of a program; "" makes it a browser.
        cookies: of a browser.
        headers: more of them.
    """

    port: int
    number: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def open_page(self, path: str = "/") -> int:
        """Return the status of a page; it brings the cookie of the CSRF token."""
        return self.send("GET", path)[0]

    def send(
        self, method: str, path: str, body: bytes | None = None, kind: str = "image/png"
    ) -> tuple[int, bytes, http.client.HTTPMessage | None]:
        """Return status, body and headers of an answer; status 0 if there is none."""
        source = (f"127.0.1.{self.number + 1}", 0)
        connection = http.client.HTTPConnection(
            LOOPBACK, self.port, TIMEOUT_SECONDS, source_address=source
        )
        try:
            connection.request(method, path, body, self._build_headers(kind))
            answer = connection.getresponse()
            self._keep_cookies(answer.headers)
            return answer.status, answer.read(), answer.headers
        except (OSError, http.client.HTTPException):
            return NO_ANSWER, b"", None
        finally:
            connection.close()

    def _build_headers(self, kind: str) -> dict[str, str]:
        headers = {"Content-Type": kind, **self.headers}
        if self.token:
            return headers | {"Authorization": f"Bearer {self.token}"}
        pairs = (f"{name}={value}" for name, value in self.cookies.items())
        headers["Cookie"] = "; ".join(pairs)
        headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        return headers

    def _keep_cookies(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value

    def do(self, what: str, photo: str = "") -> Answer:
        """Keep, read, list or show a photo."""
        method, path, body = {
            "keep": ("POST", PHOTOS, PICTURE),
            "read": ("POST", READINGS, PICTURE),
            "list": ("GET", PHOTOS, None),
            "show": ("GET", f"{PHOTOS}{photo}/image/", None),
        }[what]
        status, data, headers = self.send(method, path, body)
        is_json = headers and "json" in headers.get("Content-Type", "")
        found = json.loads(data) if is_json else {}
        kept = found.get("id", "") if what == "keep" else ""
        end = time.monotonic()
        return Answer(self.number, what, status, found.get("code", ""), kept, end)

    def visit(self) -> Iterator[Answer]:
        """Do one thing after another, without end."""
        photo = ""
        for turn in count():
            answer = self.do("keep")
            photo = answer.photo or photo
            yield answer
            yield self.do(("read", "list")[turn % 2])
            if photo:
                yield self.do("show", photo)


class Load:
    """Visitors who all come at the same time.

    Attributes:
        answers: in the order of their end.
    """

    def __init__(self, visitors: list[Visitor]) -> None:
        self.answers: list[Answer] = []
        self._visitors = visitors
        self._stop = threading.Event()

    @contextmanager
    def going_on(self) -> Iterator["Load"]:
        """Let them come while the block lasts."""
        threads = [
            threading.Thread(target=self._visit, args=[v]) for v in self._visitors
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _visit(self, visitor: Visitor) -> None:
        for answer in visitor.visit():
            self.answers.append(answer)
            if self._stop.wait(CALM_SECONDS):
                return

    @property
    def failures(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.is_well]

    @property
    def kept(self) -> set[str]:
        """Return the ids of photos that visitors know to be kept."""
        return {answer.photo for answer in self.answers if answer.photo}

    @property
    def max_failures(self) -> int:
        """Return the failed requests of the visitor who saw the most of them."""
        return max(Counter(a.visitor for a in self.failures).values(), default=0)

    def count_failures(self) -> Counter[str]:
        return Counter(
            f"{answer.status} {answer.code}".strip() for answer in self.failures
        )

    def seconds_until_well(self, since: float) -> float:
        """Return how long after a moment the last request failed."""
        return max((answer.end - since for answer in self.failures), default=0.0)
