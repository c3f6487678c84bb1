"""The server as deployed: a client that stalls does not keep a thread."""

import runpy
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

CONFIG = Path(__file__).parent.parent / "deploy" / "gunicorn.conf.py"


@pytest.fixture
def config(monkeypatch):
    monkeypatch.delenv("WEB_THREADS", raising=False)
    monkeypatch.setenv("WEB_CLIENT_SECONDS", "1")
    return runpy.run_path(str(CONFIG))


def test_more_threads_than_a_few_stalled_clients_take(config):
    assert config["threads"] == 32


def test_a_read_from_a_silent_client_ends(config):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config["when_ready"](
            SimpleNamespace(LISTENERS=[SimpleNamespace(sock=listener)])
        )
        with socket.create_connection(listener.getsockname()):
            served, _ = listener.accept()
            with served, pytest.raises(BlockingIOError):
                served.recv(1)
