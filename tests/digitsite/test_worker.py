"""Heads and bodies of slow clients, without a server: sockets in pairs."""

import socket
import threading
import time
from concurrent.futures import Future
from io import BytesIO
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import _DEFER, ThreadWorker

from digitsite.serving import worker
from digitsite.serving.watchdog import RequestWatch
from digitsite.serving.worker import (
    INCOMPLETE,
    MAX_HEAD_BYTES,
    BodyClock,
    PatientWorker,
    has_buffered,
    is_incomplete,
    is_whole_head,
    restart_clock,
    wait_for_head,
)

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def pair():
    """Return a client and what the server has of it."""
    client, server = socket.socketpair()
    yield client, server
    client.close()
    server.close()


def read_from(sock):
    """Return what gunicorn reads bodies with."""
    return SimpleNamespace(sock=sock, chunk=lambda size: sock.recv(size or 1024))


# Heads


@pytest.mark.parametrize(
    ("data", "is_whole"),
    [
        (None, True),
        (b"", False),
        (HEAD[:9], False),
        (HEAD, True),
        (b"x" * MAX_HEAD_BYTES, True),
    ],
    ids=["gone", "nothing", "a part", "all", "too long"],
)
def test_a_thread_goes_on_with_a_whole_head(data, is_whole):
    assert is_whole_head(data) is is_whole


def test_a_head_is_looked_at_and_stays_to_be_read(pair):
    client, server = pair
    client.sendall(HEAD)
    assert wait_for_head(server, 1) == HEAD
    assert server.recv(1024) == HEAD


def test_a_head_in_parts_is_waited_for(pair):
    client, server = pair
    client.sendall(HEAD[:5])
    later = threading.Timer(0.05, client.sendall, [HEAD[5:]])
    later.start()
    assert wait_for_head(server, 5) == HEAD
    later.join()


def test_a_silent_client_has_sent_nothing(pair):
    assert wait_for_head(pair[1], 0) == b""


def test_a_client_that_is_gone_has_no_head(pair):
    client, server = pair
    client.close()
    assert wait_for_head(server, 1) is None
    server.close()
    assert wait_for_head(server, 1) is None


def test_a_request_behind_another_is_in_the_parser_already():
    unreader = SimpleNamespace(buf=BytesIO(b"GET"))
    assert has_buffered(SimpleNamespace(parser=SimpleNamespace(unreader=unreader)))
    assert not has_buffered(SimpleNamespace(parser=None))


# Bodies


def test_a_body_that_comes_is_read_and_its_time_counted(pair):
    client, server = pair
    clock = BodyClock(read_from(server))
    later = threading.Timer(0.05, client.sendall, [b"body"])
    later.start()
    assert clock(16) == b"body"
    assert 0.03 < clock.get_waited() < 5
    assert clock.received == 4
    later.join()


def test_a_body_that_stands_still_ends_for_good(pair, monkeypatch):
    monkeypatch.setattr(worker, "CLIENT_SECONDS", 0.05)
    client, server = pair
    clock = BodyClock(read_from(server))
    assert clock() == b""
    client.sendall(b"next request")
    assert clock() == b""


def test_a_shorter_timeout_of_the_socket_holds(pair):
    server = pair[1]
    server.settimeout(0.01)
    with pytest.raises(TimeoutError):
        BodyClock(read_from(server))()


def test_each_request_gets_its_whole_time(pair):
    client, server = pair
    unreader = read_from(server)
    clock = restart_clock(unreader)
    client.sendall(b"body")
    assert unreader.chunk(16) == b"body"
    assert restart_clock(unreader) is clock
    assert (clock.received, clock.get_waited()) == (0, 0.0)


# The worker


class Connection:
    """A connection as gunicorn has it."""

    def __init__(self, sock, initialized=False):
        self.sock, self.initialized = sock, initialized
        self.parser, self.is_http2 = None, False
        self.timeout, self.is_closed = time.monotonic() + 60, False

    def init(self):
        self.parser = SimpleNamespace(unreader=read_from(self.sock))
        self.parser.unreader.buf = BytesIO()

    def close(self):
        self.is_closed = True


@pytest.fixture
def patient(monkeypatch):
    """Return a worker that serves nobody yet; it notes what gunicorn would do."""
    done = []
    monkeypatch.setattr(ThreadWorker, "__init__", lambda self: None)
    monkeypatch.setattr(ThreadWorker, "handle", lambda self, conn: "handled")
    monkeypatch.setattr(ThreadWorker, "murder_pending", lambda self: None)
    monkeypatch.setattr(
        ThreadWorker, "finish_request", lambda self, conn, fs: done.append(conn)
    )
    made = PatientWorker()
    made.cfg, made.alive, made.nr_conns = SimpleNamespace(is_ssl=False), True, 1
    made.enqueue_req = done.append
    made.done = done
    return made


def answer(value):
    future = Future()
    future.set_result(value)
    return future


def test_a_whole_request_is_handled_with_a_clock(patient, pair):
    client, server = pair
    client.sendall(HEAD)
    conn = Connection(server)
    assert patient.handle(conn) == "handled"
    assert isinstance(conn.parser.unreader.chunk, BodyClock)
    assert patient.get_wait_clock()() == 0.0


def test_a_thread_without_a_request_waits_for_nobody(patient):
    assert patient.get_wait_clock()() == 0.0


def test_an_encrypted_connection_is_left_to_gunicorn(patient, pair):
    patient.cfg.is_ssl = True
    assert patient.handle(Connection(pair[1])) == "handled"


def test_a_thread_is_given_back_while_a_head_is_not_whole(patient, pair):
    client, server = pair
    assert patient.handle(Connection(server)) is _DEFER
    assert patient.handle(Connection(server, initialized=True)) is INCOMPLETE
    client.sendall(HEAD[:5])
    assert patient.handle(Connection(server)) is INCOMPLETE


def test_a_connection_without_a_whole_head_waits_beside_the_threads(patient, pair):
    conn = Connection(pair[1])
    patient.finish_request(conn, answer(INCOMPLETE))
    assert (patient.waiting, patient.done) == ([conn], [])
    other = Connection(pair[1])
    patient.finish_request(other, answer("handled"))
    assert patient.done == [other]


def test_a_request_that_failed_is_not_incomplete():
    failed = Future()
    failed.set_exception(ValueError())
    assert not is_incomplete(failed)


def test_a_head_that_came_in_the_end_is_served(patient, pair):
    client, server = pair
    conn = Connection(server)
    patient.waiting = [conn]
    patient.murder_pending()
    assert (patient.waiting, patient.done) == ([conn], [])
    client.sendall(HEAD)
    patient.murder_pending()  # too soon to look again
    assert patient.done == []
    patient._looked = 0.0
    patient.murder_pending()
    assert (patient.waiting, patient.done) == ([], [conn])


def test_a_head_that_never_comes_is_closed(patient, pair):
    conn = Connection(pair[1])
    conn.timeout = 0.0
    patient.waiting = [conn]
    patient.murder_pending()
    assert conn.is_closed
    assert (patient.waiting, patient.nr_conns) == ([], 0)


def test_the_application_is_watched(patient, monkeypatch):
    def load(self):
        self.wsgi = lambda environ, start_response: [b"served"]

    monkeypatch.setattr(ThreadWorker, "load_wsgi", load)
    patient.load_wsgi()
    assert isinstance(patient.watch, RequestWatch)
    assert list(patient.wsgi({"REQUEST_METHOD": "GET"}, None)) == [b"served"]
