"""Pictures read in several processes, each with a model of its own."""

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager

import django

from recognizer.bulk.results import Outcome

AHEAD = 4  # pictures that wait for each process: none is idle, and few are in memory

STOPPERS = (signal.SIGINT, signal.SIGTERM)

Task = Callable[[str], Outcome]


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    task: Task, names: Iterable[str], jobs: int, stop: threading.Event
) -> Iterator[Outcome]:
    """Yield what a task says of each name, in their order.

    Args:
        task: is pickled for every name, and runs where Django is set up.
        names: of the files.
        jobs: processes.
        stop: once set, what has begun is ended and yielded, and no more.

    Raises:
        BrokenProcessPool: if a process was killed.
    """
    # A model that was loaded before a fork hangs, so every process begins anew.
    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), initializer=prepare
    )
    waiting: deque[Future[Outcome]] = deque()
    try:
        for name in names:
            if stop.is_set():
                break
            with interrupts_held():
                waiting.append(pool.submit(task, name))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            future = waiting.popleft()
            if not (stop.is_set() and future.cancel()):
                yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let processes that begin now ignore Ctrl-C: their parent ends them in order."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C or SIGTERM into an event; the second ends at once."""
    stop = threading.Event()

    def ask(number, frame):
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in STOPPERS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def prepare() -> None:
    """Set a new process up: Django, the model, and an end when its parent ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    # What is refused is told by its outcome, beside a bar that a log would tear.
    logging.disable(logging.INFO)
    from recognizer.inference import engine

    with silenced():
        engine.load()


@contextmanager
def silenced() -> Iterator[None]:
    """Keep what TensorFlow says at its start out of the bar; no setting does."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _end_with_parent() -> None:
    """Leave no process with half a gigabyte behind when the parent is killed."""
    multiprocessing.parent_process().join()
    os._exit(1)
