"""The server as deployed, and clients that send less or more than they said."""

import json
import socket
from contextlib import suppress

import pytest

from tests.support.drawing import encoded, page_of
from tests.support.served import served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]
PNG = encoded(page_of("7"))
HEAD = 'Content-Disposition: form-data; name="{}"; filename="p"\r\n\r\n'
JSON = json.dumps({"image": "iVBOR" * 4000}).encode()


def form(*names: str) -> bytes:
    parts = [b"--b\r\n" + HEAD.format(n).encode() + PNG + b"\r\n" for n in names]
    return b"".join(parts) + b"--b--\r\n"


FORM = "multipart/form-data; boundary=b"
# Each with where it breaks off.
BODIES = {
    "form": (FORM, form("image"), 500),
    "form, after a whole picture": (FORM, form("images", "images"), len(PNG) + 200),
    "form, before its end": (FORM, form("image"), -4),
    "form, after its end": (FORM, form("image") + b"\r\n" * 9, -9),
    "body": ("image/png", PNG, 500),
    "body, but for a byte": ("image/png", PNG, -1),
    "JSON": ("application/json", JSON, 500),
    "JSON, after its end": ("application/json", JSON + b" " * 9, -5),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Return a server with two threads and a short patience."""
    folder = tmp_path_factory.mktemp("served")
    with served(folder, WEB_CLIENT_SECONDS="1", WEB_THREADS="2") as server:
        yield server


def connect(server, kind: str, length: int, path="/api/v1/photos/") -> socket.socket:
    """Return a connection on which a request began that promises so many bytes."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {server.token}",
        f"Content-Type: {kind}",
        f"Content-Length: {length}",
    ]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    return connection


def answer_of(connection: socket.socket) -> tuple[int, dict]:
    """Return status and JSON of the answer, once the server has closed."""
    data = b""
    # Whoever sends into a connection that the server has closed reads it to a reset.
    with suppress(ConnectionError):
        while part := connection.recv(65536):
            data += part
    head, _, body = data.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def is_nothing_kept(server) -> bool:
    return not list(server.folder.glob("photos/**/*.*"))


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_ends_early_is_refused_and_nothing_kept(server, name):
    kind, body, end = BODIES[name]
    with connect(server, kind, len(body)) as connection:
        connection.sendall(body[:end])
        connection.shutdown(socket.SHUT_WR)
        status, refusal = answer_of(connection)
    assert (status, refusal["code"]) == (400, "invalid_input")
    assert "shorter than its Content-Length" in refusal["detail"]
    assert is_nothing_kept(server)


def test_clients_that_are_gone_keep_no_thread(server):
    kind, body, end = BODIES["form"]
    for _ in range(8):
        with connect(server, kind, len(body)) as connection:
            connection.sendall(body[:end])
    assert server.ask(PNG, "png")[0] == 200
    assert is_nothing_kept(server)


def test_clients_that_fall_silent_are_let_go(server):
    kind, body, end = BODIES["form"]
    silent = [connect(server, kind, len(body)) for _ in range(4)]
    for connection in silent:
        connection.sendall(body[:end])
    assert server.ask(PNG, "png")[0] == 200
    for connection in silent:
        with connection:
            assert answer_of(connection)[0] == 400
    assert is_nothing_kept(server)


def test_what_follows_a_body_is_no_part_of_it(server):
    with connect(server, "image/png", len(PNG), "/api/v1/readings/") as connection:
        connection.sendall(PNG + b"and more\r\n\r\n")
        data = b"".join(iter(lambda: connection.recv(65536), b""))
    assert data.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 200" not in data[9:]


@pytest.mark.parametrize("kind", ["image/png", "application/json", FORM])
def test_a_client_that_sends_too_much_hears_why(server, kind):
    length = 1_000_000_000
    with connect(server, kind, length, "/api/v1/readings/") as connection:
        # The server may answer and close before all of it is sent.
        with suppress(OSError):
            connection.sendall(b"x" * 1_000_000)
            connection.shutdown(socket.SHUT_WR)
        status, refusal = answer_of(connection)
    assert (status, refusal["code"]) == (413, "photo_too_large")


def test_a_body_that_comes_whole_is_kept(server):
    kind, body, _ = BODIES["form"]
    with connect(server, kind, len(body)) as connection:
        connection.sendall(body)
        assert connection.recv(12) == b"HTTP/1.1 201"
    assert not is_nothing_kept(server)
