"""Open a watched folder: its state, its output, and who takes its files."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from recognizer.bulk.watching.patience import Patience
from recognizer.bulk.watching.placement import Placement
from recognizer.bulk.watching.result_log import ResultLog
from recognizer.bulk.watching.stable_files import StableFiles
from recognizer.bulk.watching.state import WatchState
from recognizer.bulk.watching.watcher import Watcher
from recognizer.bulk.worker_pool import Task, WorkerPool

STATE_NAME = ".watchphotos.sqlite3"


@dataclass(frozen=True)
class WatchOptions:
    """How a folder is watched.

    Attributes:
        folder: its path.
        form: a key of `WATCH_FORMATS`.
        output: path of the file that gets the results; None for a stream.
        state_path: of what was read; None for a file in the folder.
        jobs: number of processes.
        interval: seconds between two rounds, and before what failed is repeated.
        stable_seconds: for which a file must not have changed.
        is_endless: wait while a disk is full; False raises the error.
    """

    folder: str
    form: str
    output: str | None = None
    state_path: str | None = None
    jobs: int = 1
    interval: float = 2.0
    stable_seconds: float = 5.0
    is_endless: bool = True


@contextmanager
def open_watcher(
    options: WatchOptions,
    task: Task,
    stream: TextIO,
    stop: threading.Event,
    report: Callable[[str], None],
) -> Iterator[Watcher]:
    """Yield who takes the files of a folder; close everything afterwards.

    Args:
        options: how the folder is watched.
        task: reads one file in a process.
        stream: gets the results where there is no output.
        stop: ends waiting and rounds.
        report: gets sentences about progress and waiting.

    Raises:
        FolderInUse: if another process watches the folder.
        DamagedState: if its state is damaged.
        ForeignOutputError: if the output has other content.
        OSError: if something can't be written, and is not waited for.
    """
    patience = Patience(stop, options.interval, report, options.is_endless)
    path = options.state_path or os.path.join(options.folder, STATE_NAME)
    with ExitStack() as stack:
        state = patience.repeat(partial(WatchState, path))
        stack.enter_context(closing(state))
        log = patience.repeat(
            partial(ResultLog, state, options.form, options.output, stream)
        )
        stack.enter_context(closing(log))
        watcher = Watcher(
            task=task,
            files=StableFiles(options.folder, options.stable_seconds),
            state=state,
            placement=Placement(options.folder, state, log, patience),
            patience=patience,
            open_pool=partial(WorkerPool, options.jobs),
            interval=options.interval,
        )
        yield stack.enter_context(closing(watcher))
