"""The server as deployed: stalled clients cost nothing, workers count together."""

import gc
import os
import runpy
import socket
import tempfile
from pathlib import Path
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from benchmarks.serving import Server, wait_until_ready
from recognizer.inference import limits
from tests.support.drawing import encoded, page_of

CONFIG = Path(__file__).parent.parent / "deploy" / "gunicorn.conf.py"


@pytest.fixture(autouse=True)
def own_figures(monkeypatch, tmp_path):
    """Let a configuration set where workers count, and forget it afterwards."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def config(monkeypatch):
    monkeypatch.delenv("WEB_THREADS", raising=False)
    monkeypatch.setenv("WEB_CLIENT_SECONDS", "1")
    return runpy.run_path(str(CONFIG))


def test_more_threads_than_a_few_stalled_clients_take(config):
    assert config["threads"] == 64


def test_threads_are_left_for_pages_when_all_that_may_wait_do(config, settings):
    taken = settings.MAX_WAITING + limits.reading.count
    assert config["threads"] - taken >= 24


def test_a_read_from_a_silent_client_ends(config):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config["when_ready"](
            SimpleNamespace(LISTENERS=[SimpleNamespace(sock=listener)])
        )
        with socket.create_connection(listener.getsockname()):
            served, _ = listener.accept()
            with served, pytest.raises(BlockingIOError):
                served.recv(1)


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "REMOTE_USER"])
def test_no_client_of_this_machine_says_where_the_site_is(config, name):
    server = Config()
    server.set("forwarder_headers", config["forwarder_headers"])
    head = f"GET /static/metrics HTTP/1.1\r\nHost: localhost\r\n{name}: /static\r\n\r\n"
    request = next(RequestParser(server, [head.encode()], ("127.0.0.1", 9)))
    assert request.headers == [("HOST", "localhost")]


def test_what_the_start_made_is_never_looked_through_for_garbage(config, monkeypatch):
    monkeypatch.setattr("digitsite.serving.retention.start_retention", list)
    monkeypatch.setattr("digitsite.serving.watchdog.Watchdog.start", lambda _: None)
    monkeypatch.setattr("recognizer.jobs.start_job_threads", list)
    frozen = gc.get_freeze_count()
    try:
        config["post_worker_init"](SimpleNamespace(watch=None))
        assert gc.get_freeze_count() > frozen
    finally:
        gc.unfreeze()


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="has no /dev/shm")
def test_counters_are_in_memory_unless_a_place_is_named(monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)
    assert runpy.run_path(str(CONFIG))["worker_tmp_dir"] == "/dev/shm"
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"]
    assert Path(folder).parent == Path("/dev/shm")
    os.rmdir(folder)
    monkeypatch.setenv("TMPDIR", "/tmp")
    assert runpy.run_path(str(CONFIG))["worker_tmp_dir"] is None


@pytest.fixture
def two_workers(monkeypatch, tmp_path):
    """Return a server of two workers that see sevens, and the folder they count in."""
    monkeypatch.setenv("DIGIT_ENGINE", "tests.support.engines.load_seven")
    monkeypatch.setenv("WEB_CONCURRENCY", "2")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    server = Server(str(tmp_path))
    yield server, tmp_path
    server.process.terminate()
    server.process.wait()


@pytest.mark.slow
def test_any_of_several_workers_tells_the_sum(two_workers):
    server, folder = two_workers
    data, sent = encoded(page_of("7")), 1
    wait_until_ready(server, data)
    while len(list(folder.glob("digitsite-metrics-*/counter_*.db"))) < 2:
        assert server.ask(data, "png")[0] == 200
        sent += 1
    samples = {counted_readings(server) for _ in range(20)}
    assert samples == {f'digitsite_readings_total{{verdict="read"}} {sent}.0'}


def counted_readings(server):
    with urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    return next(line for line in lines if line.startswith("digitsite_readings_total"))


@pytest.mark.slow
def test_a_server_that_ends_leaves_no_figures_behind(two_workers):
    server, folder = two_workers
    wait_until_ready(server, encoded(page_of("7")))
    assert list(folder.glob("digitsite-metrics-*"))
    server.process.terminate()
    server.process.wait()
    assert not list(folder.glob("digitsite-metrics-*"))


def test_a_worker_counts_though_the_folder_was_cleaned_up(config):
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    folder.rmdir()
    config["post_fork"](SimpleNamespace(LISTENERS=[]), None)
    assert folder.is_dir()


def test_a_reload_keeps_the_figures_and_a_new_master_makes_its_own(monkeypatch):
    runpy.run_path(str(CONFIG))
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"]
    runpy.run_path(str(CONFIG))
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == folder
    monkeypatch.setattr(os, "getpid", lambda: 1)
    runpy.run_path(str(CONFIG))
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] != folder
