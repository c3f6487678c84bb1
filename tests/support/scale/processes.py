"""Servers in a folder of their own, which end with the test or command."""

import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

LOOPBACK = "127.0.0.1"
# Below what Linux gives to connections.
SERVER_PORTS = (20_000, 32_000)
START_SECONDS = 60


class NotInstalled(Exception):
    """A program is not on this machine."""


def find_program(name: str, *folders: str) -> str:
    """Return the path of a program.

    Raises:
        NotInstalled: if it is not on this machine.
    """
    for folder in (None, *folders):
        if path := shutil.which(name, path=folder):
            return path
    raise NotInstalled(name)


def find_port() -> int:
    """Return a port of loopback that is free now."""
    with closing(socket.socket()) as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def find_ports(count: int) -> list[int]:
    """Return different ports that are free now, outside of those of connections.

    A server that is started again finds its port free, whatever connected meanwhile.
    """
    with ExitStack() as held:
        ports: list[int] = []
        while len(ports) < count:
            probe, port = held.enter_context(closing(socket.socket())), choose_port()
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            ports.append(port)
    return ports


def choose_port() -> int:
    return random.randrange(*SERVER_PORTS)


def is_listening(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


@contextmanager
def running(command: list[str], log: Path, is_ready: Callable[[], bool], **options):
    """Run a server until the block ends; wait until it is ready.

    Args:
        command: of the server.
        log: file for its output.
        is_ready: asked until it returns True.
        options: of `started`.

    Raises:
        TimeoutError: if it is not ready soon.
    """
    with started(command, log, **options) as process:
        for _ in attempts():
            if is_ready():
                break
            if process.poll() is not None:
                raise TimeoutError(f"A server ended:\n{log.read_text()[-2000:]}")
        yield process


@contextmanager
def started(command: list[str], log: Path, signal=signal.SIGTERM, **options):
    """Run a server until the block ends; its output goes to a file.

    Args:
        command: of the server.
        log: file for its output.
        signal: that ends it though it has clients.
        options: of `subprocess.Popen`.
    """
    with open(log, "ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        yield process
    finally:
        process.send_signal(signal)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def attempts(seconds: float = START_SECONDS) -> Iterator[None]:
    """Yield every tenth of a second, for a while.

    Raises:
        TimeoutError: if nobody stopped it.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.1)
    raise TimeoutError("A server did not start.")
