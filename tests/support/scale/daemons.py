"""Processes that outlive the command that started them, and are found again later."""

import os
import signal
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.support.scale.processes import attempts

ENDED = ("Z", "X")
STATE, START = 0, 19  # fields of /proc/PID/stat behind the name


class Daemon(NamedTuple):
    """A process, and the moment of its start: later ones may have the same ID."""

    pid: int
    started: str


def start_daemon(command: list[str], log: Path, **options) -> Daemon:
    """Start a process that goes on without this one; its output goes to a file.

    Args:
        command: to run.
        log: file that is appended to.
        options: of `subprocess.Popen`.
    """
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **options,
        )
    # Where this process goes on, it is still its parent, but does not wait for it.
    process.returncode = 0
    fields = read_fields(process.pid)
    return Daemon(process.pid, fields[START] if fields else "")


def is_running(daemon: Daemon) -> bool:
    fields = read_fields(daemon.pid)
    is_same = bool(fields) and fields[START] == daemon.started
    return is_same and fields[STATE] not in ENDED


def read_fields(pid: int) -> list[str]:
    """Return what Linux says of a process behind its name; nothing if there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def ask_to_end(daemon: Daemon, number: signal.Signals) -> None:
    if is_running(daemon):
        os.kill(daemon.pid, number)


def end_daemon(daemon: Daemon, seconds: float) -> None:
    """Wait for a process that was asked to end; kill it if it does not."""
    if not has_ended(daemon, seconds):
        kill_daemon(daemon)
    reap(daemon)


def kill_daemon(daemon: Daemon) -> None:
    """Kill a process and all that it started, as if its machine were gone."""
    if not is_running(daemon):
        return
    for pid in [daemon.pid, *find_descendants(daemon.pid)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    has_ended(daemon, 10)
    reap(daemon)


def find_descendants(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    children = [int(word) for word in text.split()]
    return children + [n for child in children for n in find_descendants(child)]


def has_ended(daemon: Daemon, seconds: float) -> bool:
    try:
        for _ in attempts(seconds):
            if not is_running(daemon):
                return True
    except TimeoutError:
        return False
    return False


def reap(daemon: Daemon) -> None:
    """Let Linux forget a child of this process that has ended."""
    try:
        os.waitpid(daemon.pid, os.WNOHANG)
    except ChildProcessError:
        return
