"""The server as deployed, while as many requests as may wait for a reading do so."""

import http.client
import json
import select
import socket
from urllib.request import urlopen

import pytest

from recognizer.inference import limits
from tests.support.drawing import encoded, page_of
from tests.support.served import served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]
PNG = encoded(page_of("7"))
LINES = [
    "POST /api/v1/readings/ HTTP/1.1",
    "Host: localhost",
    "Content-Type: image/png",
    f"Content-Length: {len(PNG)}",
]
HEAD = "\r\n".join([*LINES, "", ""])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Return a server where no request waits: it is read at once, or refused."""
    with served(tmp_path_factory.mktemp("served"), MAX_WAITING="0") as server:
        yield server


@pytest.fixture
def slow_senders(server):
    """Return connections that take all places, each without the end of its picture."""
    senders = []
    while server.ask(PNG, "png")[0] != 503:
        # One may have been refused because the question above took the last place.
        senders = [sender for sender in senders if not is_answered(sender)]
        if len(senders) < limits.reading.count:
            senders.append(begin_sending(server))
    yield senders
    while senders:
        finish_sending(senders.pop())


def begin_sending(server) -> socket.socket:
    sender = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    sender.sendall(HEAD.encode() + PNG[:-9])
    return sender


def is_answered(sender: socket.socket) -> bool:
    return bool(select.select([sender], [], [], 0)[0])


def finish_sending(sender: socket.socket) -> bytes:
    """Return the begin of the answer; the place is free by then."""
    with sender:
        sender.sendall(PNG[-9:])
        return sender.recv(12)


def test_a_refused_client_sees_the_answer_however_much_it_sends(server, slow_senders):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for size in (5_000_000, 100, 15_000_000):
        headers = {"Content-Type": "image/png"}
        connection.request("POST", "/api/v1/readings/", bytes(size), headers)
        answer = connection.getresponse()
        assert (answer.status, json.load(answer)["code"]) == (503, "busy")
        assert int(answer.headers["Retry-After"]) >= 1


def test_health_and_pages_are_served_meanwhile(server, slow_senders):
    for path in ("healthz", "readyz", "metrics", "", "static/css/variables.css"):
        with urlopen(f"http://127.0.0.1:{server.port}/{path}", timeout=20) as answer:
            assert answer.status == 200


def test_those_that_were_admitted_are_read(server, slow_senders):
    while slow_senders:
        assert finish_sending(slow_senders.pop()) == b"HTTP/1.1 200"
        assert server.ask(PNG, "png")[0] == 200
