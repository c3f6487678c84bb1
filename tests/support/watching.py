"""A watched folder in this process: what reads its files is a function."""

import io
import json
import threading
from hashlib import sha256
from pathlib import Path

from recognizer.bulk.formats import FileResult
from recognizer.bulk.watching.patience import Patience
from recognizer.bulk.watching.placement import Placement
from recognizer.bulk.watching.result_log import ResultLog
from recognizer.bulk.watching.stable_files import StableFiles
from recognizer.bulk.watching.state import WatchState
from recognizer.bulk.watching.watcher import Watcher

REFUSAL = {"code": "unsupported_format", "detail": "No picture."}


def read(path: str) -> FileResult:
    """Read what a file says: `bad` is refused."""
    data = Path(path).read_bytes()
    payload = REFUSAL if b"bad" in data else {"verdict": "read", "text": "7"}
    return FileResult(path, payload)


class InProcessPool:
    """Reads here what processes would read."""

    def __init__(self, jobs: int = 1):
        self.is_closed = False

    def run(self, task, names, stop):
        return map(task, names)

    def warm_up(self) -> None:
        """Do nothing: there is no process."""

    def close(self) -> None:
        self.is_closed = True


class Folder:
    """A watched folder, opened and closed as by one start of the command after another.

    Attributes:
        path: of the folder.
        output: of its results.
        messages: sentences about progress and waiting.
        now: seconds of its clock.
    """

    def __init__(self, path: Path, form: str = "jsonl"):
        self.path, self.output, self.form = path, path.with_suffix(f".{form}"), form
        self.messages: list[str] = []
        self.now = 0.0
        self.stop = threading.Event()
        self._opened: list[ResultLog | WatchState] = []
        path.mkdir()

    def put(self, name: str, text: str = "") -> Path:
        path = self.path / name
        path.write_text(text or name)
        return path

    def open(self, patience_class=Patience, task=read, is_endless=False, **options):
        """Return what watches the folder, opened anew."""
        patience = patience_class(self.stop, 0.001, self.messages.append, is_endless)
        self.close()
        state = WatchState(str(self.path / ".state"))
        self._opened = [state]
        log = ResultLog(state, self.form, str(self.output), io.StringIO())
        self._opened = [log, state]
        placement = Placement(str(self.path), state, log, patience)
        files = StableFiles(str(self.path), 0)
        parts = {"open_pool": InProcessPool, "interval": 1.0, **options}
        clock = {"clock": lambda: self.now}
        return Watcher(task, files, state, placement, patience, **parts, **clock)

    def close(self) -> None:
        """Close what is open, if anything is."""
        for part in self._opened:
            part.close()
        self._opened = []

    def take(self, **options) -> None:
        """Take what is there, by a start of its own."""
        watcher = self.open(**options)
        try:
            watcher.take_present()
        finally:
            self.close()

    @property
    def lines(self) -> list[dict]:
        """Return what the results say, in their order."""
        return [json.loads(line) for line in self.output.open()]

    @property
    def names(self) -> list[str]:
        """Return the visible files, with their subfolder."""
        found = (p for p in self.path.rglob("[!.]*") if p.is_file())
        return sorted(str(path.relative_to(self.path)) for path in found)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
