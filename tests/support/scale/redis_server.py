"""A Redis server on loopback."""

from contextlib import contextmanager
from pathlib import Path

from tests.support.scale.processes import (
    LOOPBACK,
    find_port,
    find_program,
    is_listening,
    running,
)


@contextmanager
def redis_server(folder: Path, port: int = 0):
    """Start a Redis server without persistence; yield its REDIS_URL.

    Raises:
        NotInstalled: if there is none on this machine.
    """
    port = port or find_port()
    command, log = build_command(folder, port), folder / "redis.log"
    with running(command, log, lambda: is_listening(port)):
        yield build_url(port)


def build_command(folder: Path, port: int) -> list[str]:
    command = [find_program("redis-server"), "--bind", LOOPBACK, "--port", str(port)]
    return [*command, "--save", "", "--appendonly", "no", "--dir", str(folder)]


def build_url(port: int) -> str:
    return f"redis://{LOOPBACK}:{port}/0"


def flush(port: int) -> None:
    """Let a server forget everything."""
    import redis

    with redis.Redis(LOOPBACK, port) as client:
        client.flushall()
