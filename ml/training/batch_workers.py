"""Processes that compose batches while the network learns from others."""

import multiprocessing
import os
import queue
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from ml.training.streaming import Batch

QUEUED = 6  # batches of each process
PATIENCE_SECONDS = 60
MAX_FAILURES = 50  # batches of one process that can't be composed

# From a seed to what draws a batch, given the share of the run that is done.
BatchRecipe = Callable[[int], Callable[[float], Batch]]


def derive_seed(*parts: int) -> int:
    """Return a seed that other parts do not give."""
    return int(np.random.SeedSequence(parts).generate_state(1)[0])


class BatchWorkers:
    """Processes that compose batches; the batches come in any order.

    Args:
        recipe: builds what draws the batches of a process, from its seed; can be
            pickled.
        count: processes.
        seed: of all; each process has its own from it.
        part: which part of an interrupted run this is: no batch comes twice.
    """

    def __init__(self, recipe: BatchRecipe, count: int, seed: int, part: int = 0):
        context = multiprocessing.get_context("spawn")
        self._batches: Any = context.Queue(QUEUED * count)
        self._progress = context.Value("d", 0.0)
        self._processes = [
            context.Process(
                target=_compose_batches,
                args=(
                    recipe,
                    derive_seed(seed, part, i),
                    self._batches,
                    self._progress,
                ),
                daemon=True,
            )
            for i in range(count)
        ]

    def __enter__(self) -> "BatchWorkers":
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            process.terminate()
            process.join()

    def next_batch(self, progress: float) -> Batch:
        """Return a batch.

        Args:
            progress: share of the run that is done, 0-1; the last part has more of the
                large pages.

        Raises:
            RuntimeError: if a process has ended.
        """
        self._progress.value = progress
        while True:
            try:
                return self._batches.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                if not all(process.is_alive() for process in self._processes):
                    raise RuntimeError("A process that composes has ended.") from None


def _compose_batches(
    recipe: BatchRecipe, seed: int, batches: Any, progress: Any
) -> None:
    # A session of its own: Ctrl-C reaches the training alone, which ends the processes,
    # and Linux gives sessions, not processes, equal shares of busy processors.
    os.setsid()
    draw = recipe(seed)
    parent = multiprocessing.parent_process()
    failures, batch = 0, None
    while failures < MAX_FAILURES and parent is not None and parent.is_alive():
        try:
            batch = batch or draw(progress.value)
            batches.put(batch, timeout=PATIENCE_SECONDS)
            batch = None
        except queue.Full:
            continue  # as long as the training lives
        except (ArithmeticError, LookupError, ValueError):
            # One batch in a million must not end a run of hours; the log shows it.
            failures += 1
            traceback.print_exc()
