"""Web processes behind nginx: what two and four of them answer, beside one."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from benchmarks.drawn_pictures import get_picture
from benchmarks.rows.load import Window, percentile, send_until
from benchmarks.rows.requests import READINGS
from benchmarks.serving import ROOT, Client, to_form
from benchmarks.table.rows import Effort, Reach, Row, interleave

PROCESSES = (1, 2, 4)
# Costs the server much and the clients, which share its cores, little.
PICTURE = "12 MP JPEG"
CLIENTS = 16  # fewer than may wait, so that none is refused
WINDOW_SECONDS = 5
SETTINGS = ("THROTTLE_READINGS=off", "DIGIT_ENGINE=litert")


def measure(effort: Effort) -> Iterator[Row]:
    """Yield the rows of each number of processes, each in turn with the others."""
    with ExitStack() as stack:
        ports = {n: stack.enter_context(started(n)) for n in PROCESSES}
        runs = {str(n): partial(run, port) for n, port in ports.items()}
        windows = interleave(runs, effort)
    for count in PROCESSES:
        yield from to_rows(count, windows[str(count)], windows[str(PROCESSES[0])])


@contextmanager
def started(count: int) -> Iterator[int]:
    """Start a site of this many hosts, each one process; yield the port of nginx."""
    with tempfile.TemporaryDirectory(prefix="digitsite-hosts-") as folder:
        # PostgreSQL's account has to enter.
        os.chmod(folder, 0o755)
        # No page is asked for, so no files of pages are collected.
        pairs = [*SETTINGS, f"STATIC_ROOT={folder}/static"]
        words = [word for pair in pairs for word in ("--set", pair)]
        try:
            status = local(folder, "start", f"--hosts={count}", "--workers=0", *words)
            yield int(status.rpartition(":")[2])
        finally:
            local(folder, "stop")


def local(folder: str, *words: str) -> str:
    command = [ROOT / "deploy/local.sh", "--folder", folder, *words]
    environment = os.environ | {"PYTHON": sys.executable}
    done = subprocess.run(
        command, check=True, env=environment, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def run(port: int, seconds: float = WINDOW_SECONDS) -> Window:
    """Let all clients send for some seconds, and wait for the last answers."""
    window, form = Window(), to_form(get_picture(PICTURE))
    start = time.monotonic()
    clients = [
        threading.Thread(
            target=send_until,
            args=(start + seconds, Client(port), READINGS, form, window),
        )
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    window.seconds = time.monotonic() - start
    return window


def to_rows(count: int, windows: list[Window], alone: list[Window]) -> Iterator[Row]:
    """Yield the rows of a number of processes beside those of one."""
    name = f"{count} {'process' if count == 1 else 'processes'}"
    yield Row(
        "hosts",
        f"{name} behind nginx, answers",
        "1/s",
        [w.answers_per_second for w in windows],
        "1 process",
        [w.answers_per_second for w in alone],
    )
    ends, ends_alone = (
        [1000 * percentile(w.waits, 0.99) for w in seen] for seen in (windows, alone)
    )
    yield Row("hosts", f"{name} behind nginx, p99", "ms", ends, "1 process", ends_alone)
    others = sum((w.others for w in windows), Counter())
    refused = [len(w.refusals) + w.others.total() for w in windows]
    note = ", ".join(f"{status or 'none'}: {n}" for status, n in sorted(others.items()))
    title, none = f"{name} behind nginx, other answers", Reach(value=0)
    yield Row("hosts", title, "answers", refused, reach=none, note=note)
