"""Read the picture files of a machine in many processes; these are the public names."""

from recognizer.bulk.discovery import PictureFinder, describe_error
from recognizer.bulk.formats import (
    FORMATS,
    WATCH_FORMATS,
    FileResult,
    escape_formula,
    escape_name,
)
from recognizer.bulk.results import ResultWriter
from recognizer.bulk.resume import ForeignOutputError
from recognizer.bulk.tasks import process_file, read_file, recognize
from recognizer.bulk.watching import (
    STATE_NAME,
    DamagedState,
    FolderInUse,
    Stopped,
    WatchOptions,
    open_watcher,
)
from recognizer.bulk.worker_pool import (
    Task,
    count_usable_cores,
    handle_stop_signals,
    run_tasks,
)

__all__ = [
    "FORMATS",
    "STATE_NAME",
    "WATCH_FORMATS",
    "DamagedState",
    "FileResult",
    "FolderInUse",
    "ForeignOutputError",
    "PictureFinder",
    "ResultWriter",
    "Stopped",
    "Task",
    "WatchOptions",
    "count_usable_cores",
    "describe_error",
    "escape_formula",
    "escape_name",
    "handle_stop_signals",
    "open_watcher",
    "process_file",
    "read_file",
    "recognize",
    "run_tasks",
]
