"""A gunicorn worker whose threads do not wait for slow clients.

gunicorn's own worker gives a thread to each new connection, and keeps it there while
the head or the body of a request comes in byte by byte.
"""

import os
import select
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker

from digitsite.serving.watchdog import App, RequestWatch

# How long a silent client keeps a thread, a head may take, and a body may stand still.
CLIENT_SECONDS = int(os.environ.get("WEB_CLIENT_SECONDS", "20"))
# What a body has to bring along; a bad mobile network brings several times that.
MIN_BYTES_PER_SECOND = int(os.environ.get("WEB_CLIENT_BYTES_PER_SECOND", "4096"))
# How long a thread waits for a head that comes in several packets.
HEAD_SECONDS = 0.05
# A head that is longer is refused by the parser.
MAX_HEAD_BYTES = 64 * 1024
HEAD_END = b"\r\n\r\n"
# How often connections are looked at that have sent a part of a head.
LOOK_SECONDS = 0.5
# A thread's answer to its worker: a part of the head has not come yet.
INCOMPLETE = object()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Gives a thread to a request once its head is there, and while its body comes.

    Attributes:
        waiting: connections whose head has not come in whole.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: list[TConn] = []
        self.watch = RequestWatch()
        self._looked = 0.0
        # Of each thread, the clock of the client whose request it handles.
        self._clocks = threading.local()

    def handle(self, conn: TConn) -> Any:
        """Handle a request in a thread, or give the thread back."""
        if self.cfg.is_ssl:
            return super().handle(conn)
        head = None if has_buffered(conn) else wait_for_head(conn.sock, HEAD_SECONDS)
        if head is not None and not is_whole_head(head):
            # Without a byte, the worker's own poller notices the first one.
            return INCOMPLETE if head or conn.initialized else _DEFER
        conn.sock.setblocking(True)
        conn.init()
        if not conn.is_http2:
            self._clocks.current = restart_clock(conn.parser.unreader)
        return super().handle(conn)

    def load_wsgi(self) -> None:
        """Load the application, and watch how long its requests take."""
        super().load_wsgi()
        app: App = self.wsgi  # type: ignore[has-type]
        self.wsgi = self.watch.wrap(app, self.get_wait_clock)

    def get_wait_clock(self) -> Callable[[], float]:
        """Return what tells how long this thread's request waited for its client."""
        clock = getattr(self._clocks, "current", None)
        return clock.get_waited if clock else lambda: 0.0

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        """Let a connection without a whole head wait beside the threads."""
        if is_incomplete(fs):
            conn.timeout = time.monotonic() + CLIENT_SECONDS
            self.waiting.append(conn)
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Look at all that wait, about once a second: serve, or close in the end."""
        super().murder_pending()
        if self.alive and time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        waiting, self.waiting = self.waiting, []
        for conn in waiting:
            if is_whole_head(wait_for_head(conn.sock, 0)):
                self.enqueue_req(conn)
            elif self.alive and time.monotonic() < conn.timeout:
                self.waiting.append(conn)
            else:
                self.nr_conns -= 1
                conn.close()


def is_incomplete(answer: "Future[Any]") -> bool:
    """Return whether a thread was given back because a head had not come yet."""
    with suppress(Exception):
        return answer.result() is INCOMPLETE
    return False


def has_buffered(conn: TConn) -> bool:
    """Return whether the parser has read the begin of this request already."""
    return conn.parser is not None and bool(conn.parser.unreader.buf.getvalue())


def wait_for_head(sock: socket.socket, seconds: float) -> bytes | None:
    """Return what has come of a head, once that is whole or the time is over.

    Returns:
        b"" if nothing has come; None if the client is gone.
    """
    end = time.monotonic() + seconds
    while True:
        data: bytes | None
        try:
            data = sock.recv(MAX_HEAD_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            data = data or None
        except BlockingIOError:
            data = b""
        except OSError:
            data = None
        if is_whole_head(data) or time.monotonic() >= end:
            return data
        time.sleep(HEAD_SECONDS / 5)


def is_whole_head(data: bytes | None) -> bool:
    """Return whether a thread can go on: with a whole head, or one to be refused."""
    return data is None or HEAD_END in data or len(data) >= MAX_HEAD_BYTES


def restart_clock(unreader: Any) -> "BodyClock":
    """Give the client of a new request its whole time again; return its clock."""
    if isinstance(unreader.chunk, BodyClock):
        unreader.chunk.restart()
    else:
        unreader.chunk = BodyClock(unreader)
    return unreader.chunk


class BodyClock:
    """Reads from a client that brings enough bytes for the time that it takes.

    Time in which the site does something else does not count. A client that was too
    slow is at its end: what it sends later is not taken as its next request.
    """

    def __init__(self, unreader: Any) -> None:
        """Take what reads from the socket."""
        self._read: Callable[[int | None], bytes] = unreader.chunk
        self._sock: socket.socket = unreader.sock
        self._has_ended = False
        self.restart()

    def restart(self) -> None:
        self.received, self.waited = 0, 0.0

    def get_waited(self) -> float:
        """Return for how many seconds the client was waited for."""
        return self.waited

    def __call__(self, size_hint: int | None = None) -> bytes:
        """Read what there is; nothing, as at the end, where a client is too slow.

        Raises:
            TimeoutError: if the socket has a shorter timeout of its own.
        """
        if self._has_ended:
            return b""
        allowed = CLIENT_SECONDS + self.received / MIN_BYTES_PER_SECOND
        left = min(allowed - self.waited, CLIENT_SECONDS)
        own = self._sock.gettimeout()
        start = time.monotonic()
        has_come = is_readable(self._sock, left if own is None else min(left, own))
        if not has_come and own is not None and own < left:
            raise TimeoutError
        self._has_ended = not has_come
        data = self._read(size_hint) if has_come else b""
        self.waited += time.monotonic() - start
        self.received += len(data)
        return data


def is_readable(sock: socket.socket, seconds: float) -> bool:
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(max(0, seconds) * 1000))
