"""Clients that send byte by byte, or nothing, keep nobody else waiting."""

import socket
import time
from contextlib import ExitStack, suppress
from urllib.request import urlopen

import pytest

from tests.support.calls import PNG
from tests.support.served import served

pytestmark = pytest.mark.slow
THREADS, CROWD, CLIENT_SECONDS = 4, 150, 2
RATE = 4096  # bytes a second that a body has to bring along
HEAD = (
    "POST /api/v1/readings/ HTTP/1.1\r\nHost: localhost\r\n"
    "Content-Type: image/png\r\nContent-Length: {}\r\n"
)
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    options = {
        "WEB_THREADS": str(THREADS),
        "WEB_CLIENT_SECONDS": str(CLIENT_SECONDS),
        "WEB_CLIENT_BYTES_PER_SECOND": str(RATE),
    }
    with served(tmp_path_factory.mktemp("served"), **options) as server:
        yield server


def connect(server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def read_all(connection: socket.socket) -> bytes:
    data = b""
    with suppress(ConnectionError):
        while part := connection.recv(65536):
            data += part
    return data


@pytest.mark.parametrize("begin", [b"", HEAD.encode()], ids=["silent", "half a head"])
def test_a_crowd_of_slow_clients_keeps_nobody_waiting(server, begin):
    with ExitStack() as stack:
        crowd = [stack.enter_context(connect(server)) for _ in range(CROWD)]
        for connection in crowd:
            connection.sendall(begin)
        start = time.monotonic()
        for path in 5 * ["healthz", ""]:
            with urlopen(f"http://127.0.0.1:{server.port}/{path}", timeout=20) as page:
                assert page.status == 200
        # With the threads of the crowd, this took CROWD / THREADS times as long.
        assert time.monotonic() - start < CROWD / THREADS * CLIENT_SECONDS / 2


def test_a_head_that_comes_byte_by_byte_is_cut_off(server):
    with connect(server) as connection, suppress(ConnectionError):
        start = time.monotonic()
        connection.settimeout(0.2)
        while time.monotonic() - start < 60:
            connection.sendall(b"G")
            with suppress(TimeoutError):
                if not connection.recv(1):
                    break
    assert CLIENT_SECONDS / 2 < time.monotonic() - start < 60


def test_a_body_that_comes_byte_by_byte_is_cut_off(server):
    with connect(server) as connection:
        connection.sendall((HEAD.format(len(PNG)) + "\r\n").encode())
        connection.settimeout(0.2)
        answer = b""
        start = time.monotonic()
        while not answer and time.monotonic() - start < 60:
            connection.sendall(b"\x89")
            with suppress(TimeoutError):
                answer = connection.recv(65536)
        connection.settimeout(60)
        answer += read_all(connection)
    assert b" 400 " in answer.partition(b"\r\n")[0]
    assert b"shorter than its Content-Length" in answer
    # What came after is no request of its own.
    assert answer.count(b"HTTP/1.1") == 1


def test_a_body_that_comes_slowly_enough_is_read(server):
    body = PNG + bytes(3 * CLIENT_SECONDS * RATE)
    with connect(server) as connection:
        connection.sendall((HEAD.format(len(body)) + "\r\n").encode())
        for start in range(0, len(body), RATE // 2):
            connection.sendall(body[start : start + RATE // 2])
            time.sleep(0.3)
        assert connection.recv(12) == b"HTTP/1.1 200"


def test_a_head_in_several_packets_is_read(server):
    with connect(server) as connection:
        for start in range(0, len(GET), 7):
            connection.sendall(GET[start : start + 7])
            time.sleep(0.1)
        assert b"200 OK" in receive_answer(connection)
        # The connection is kept, also for a request that comes in two parts.
        connection.sendall(GET[:20])
        time.sleep(0.3)
        connection.sendall(GET[20:])
        assert b"200 OK" in receive_answer(connection)


def receive_answer(connection) -> bytes:
    """Return an answer with its body, which may come in a packet of its own."""
    data = b""
    while not data.endswith(b'{"status": "up"}'):
        part = connection.recv(65536)
        assert part, data
        data += part
    return data


def test_requests_one_behind_the_other_are_all_answered(server):
    with connect(server) as connection:
        connection.sendall(3 * GET)
        data = b""
        while data.count(b"HTTP/1.1 200") < 3:
            data += connection.recv(65536)
