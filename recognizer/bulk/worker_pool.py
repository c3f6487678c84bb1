"""Read files in several processes, each with its own model."""

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from types import FrameType

import django

from recognizer.bulk.formats import FileResult

# Tasks queued for each process: none is idle, and few pictures are in memory.
MAX_QUEUED_PER_PROCESS = 4

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

Task = Callable[[str], FileResult]


def count_usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool:
    """Processes that read files, started when there is something to read."""

    def __init__(self, jobs: int, initialize: Callable[[], None] | None = None) -> None:
        """Prepare a pool.

        Args:
            jobs: number of processes.
            initialize: runs first in each; `initialize_worker` unless given.
        """
        self._jobs = jobs
        # A model that was loaded before a fork hangs in inference: spawn processes.
        self._executor = ProcessPoolExecutor(
            jobs,
            multiprocessing.get_context("spawn"),
            initializer=initialize or initialize_worker,
        )

    def run(
        self, task: Task, names: Iterable[str], stop: threading.Event
    ) -> Iterator[FileResult]:
        """Yield the result of a task for each name, in the order of the names.

        Args:
            task: is pickled for every name and runs in a process.
            names: of the files.
            stop: once set, running tasks are finished and yielded, and no more are
                started.

        Raises:
            BrokenProcessPool: if a process was killed.
        """
        queued: deque[Future[FileResult]] = deque()
        try:
            for name in names:
                if stop.is_set():
                    break
                with block_interrupts():
                    queued.append(self._executor.submit(task, name))
                if len(queued) >= self._jobs * MAX_QUEUED_PER_PROCESS:
                    yield queued.popleft().result()
            while queued:
                future = queued.popleft()
                if not (stop.is_set() and future.cancel()):
                    yield future.result()
        finally:
            for future in queued:
                future.cancel()

    def warm_up(self) -> None:
        """Wait until a process has its model.

        Raises:
            BrokenProcessPool: if it was killed.
        """
        with block_interrupts():
            future = self._executor.submit(os.getpid)
        future.result()

    def close(self) -> None:
        """End the processes, after what they do now."""
        self._executor.shutdown(cancel_futures=True)


def run_tasks(
    task: Task,
    names: Iterable[str],
    jobs: int,
    stop: threading.Event,
    initialize: Callable[[], None] | None = None,
) -> Iterator[FileResult]:
    """Yield the results of a task in a pool of its own, see `WorkerPool.run`."""
    with closing(WorkerPool(jobs, initialize)) as pool:
        yield from pool.run(task, names, stop)


@contextmanager
def block_interrupts() -> Iterator[None]:
    """Let processes that start now ignore Ctrl-C: their parent stops them in order."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def handle_stop_signals() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C or SIGTERM into an event; the second interrupts at once."""
    stop = threading.Event()

    def request_stop(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, request_stop) for number in STOP_SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def initialize_worker() -> None:
    """Set up Django and the model in a new process, and let it end with its parent."""
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    django.setup()
    # Refusals are in the results; log lines would break the progress bar.
    logging.disable(logging.INFO)
    from recognizer.inference import engine

    with mute_stderr():
        engine.load_model()


@contextmanager
def mute_stderr() -> Iterator[None]:
    """Keep TensorFlow's start messages out of the progress bar; no setting does."""
    saved = os.dup(2)
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(devnull)


def _exit_with_parent() -> None:
    """End this process when its parent is killed: it holds half a gigabyte."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
