"""Read what appears in a folder, each file once."""

from recognizer.bulk.watching.opening import STATE_NAME, WatchOptions, open_watcher
from recognizer.bulk.watching.patience import Stopped
from recognizer.bulk.watching.state import DamagedState, FolderInUse

__all__ = [
    "STATE_NAME",
    "DamagedState",
    "FolderInUse",
    "Stopped",
    "WatchOptions",
    "open_watcher",
]
