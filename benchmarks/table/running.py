"""Run a group of rows in a process of its own, within a limit of time."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from multiprocessing.connection import Connection

from benchmarks.table.rows import Effort, Row

# The product's settings as groups need them, before they are imported.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "digitsite.settings",
    "DJANGO_DEBUG": "1",
    "LOG_LEVEL": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # One thread of NumPy, as one of a network, is compared with another.
    "OPENBLAS_NUM_THREADS": "1",
}


class GroupFailed(Exception):
    """A group ended with an error, or was ended because it took too long."""


def run_group(name: str, effort: Effort, end: float) -> Iterator[Row]:
    """Yield the rows of a group as they are measured.

    Args:
        name: of a module in `benchmarks.rows`, whose `measure` yields rows.
        effort: what its repeats may take.
        end: on the monotonic clock, when it is ended by force.

    Raises:
        GroupFailed: if not all of it was measured.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_rows, args=(name, effort, sender))
    os.environ |= SETTINGS
    process.start()
    sender.close()
    try:
        while receiver.poll(max(0.0, end - time.monotonic())):
            yield receiver.recv()
    except EOFError:
        process.join()
    finally:
        process.terminate()
        process.join()
    if process.exitcode:
        raise GroupFailed(f"{name} ended with {process.exitcode}")


def _send_rows(name: str, effort: Effort, results: Connection) -> None:
    # Ended by force, a group still ends the servers that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for row in import_module(f"benchmarks.rows.{name}").measure(effort):
        results.send(row)
