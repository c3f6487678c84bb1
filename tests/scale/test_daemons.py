"""Processes that outlive their starter: only these are ended, and all of them."""

import signal
import sys
import time

import pytest

from tests.support.scale.daemons import (
    Daemon,
    ask_to_end,
    end_daemon,
    find_descendants,
    is_running,
    kill_daemon,
    start_daemon,
)
from tests.support.scale.processes import attempts

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, time
subprocess.Popen(["sleep", "60"], start_new_session=True)
time.sleep(60)
"""


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a process, which ends with the test."""
    daemons = []

    def start_one(*command):
        daemons.append(start_daemon(list(command), tmp_path / "log"))
        return daemons[-1]

    yield start_one
    for daemon in daemons:
        kill_daemon(daemon)


def test_a_process_ends_when_it_is_asked(start):
    daemon = start(*SLEEP)
    assert is_running(daemon)
    ask_to_end(daemon, signal.SIGTERM)
    end_daemon(daemon, 10)
    assert not is_running(daemon)


def test_a_process_that_does_not_listen_is_killed(start, tmp_path):
    daemon = start(sys.executable, "-c", DEAF)
    for _ in attempts():
        if "deaf" in (tmp_path / "log").read_text():
            break
    began = time.monotonic()
    ask_to_end(daemon, signal.SIGTERM)
    end_daemon(daemon, 0.3)
    assert not is_running(daemon)
    assert time.monotonic() - began > 0.3


def test_what_a_process_started_is_killed_with_it(start):
    daemon = start(sys.executable, "-c", PARENT)
    for _ in attempts():
        if children := find_descendants(daemon.pid):
            break
    kill_daemon(daemon)
    assert not is_running(daemon)
    for _ in attempts(10):
        if not any(is_alive(pid) for pid in children):
            return


def is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_later_process_with_the_same_id_is_left_alone(start):
    daemon = start(*SLEEP)
    earlier = Daemon(daemon.pid, "1")
    ask_to_end(earlier, signal.SIGTERM)
    end_daemon(earlier, 1)
    kill_daemon(earlier)
    assert is_running(daemon)
