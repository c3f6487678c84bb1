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
    command = [find_program("redis-server"), "--bind", LOOPBACK, "--port", str(port)]
    command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    with running(command, folder / "redis.log", lambda: is_listening(port)):
        yield f"redis://{LOOPBACK}:{port}/0"
