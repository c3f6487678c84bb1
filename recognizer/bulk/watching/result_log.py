"""Write each result of a watched folder once: a line, then its record in the state."""

import os
from contextlib import suppress
from pathlib import PurePath
from typing import Any, TextIO

from recognizer.bulk.formats import WATCH_FORMATS, FileResult
from recognizer.bulk.results import open_lines
from recognizer.bulk.resume import read_payloads
from recognizer.bulk.watching.state import WatchState


class ResultLog:
    """An output and the state that knows what of it is recorded.

    A kill between a line and its record leaves a line that the next start records, so
    no file of an output has two. A stream can't be read back: there, such a line comes
    again.
    """

    def __init__(
        self, state: WatchState, form: str, path: str | None, stream: TextIO
    ) -> None:
        """Open the output, or take the stream where no path is given.

        Args:
            state: of the folder.
            form: a key of `WATCH_FORMATS`.
            path: of the output file.
            stream: such as standard output.

        Raises:
            ForeignOutputError: if the file has other content; it is left unchanged.
            OSError: if it can't be read or written.
        """
        self._state, self._form = state, WATCH_FORMATS[form]
        self._path = os.path.abspath(path) if path else ""
        if path:
            self._record_lines(path)
        self._lines = open_lines(path, stream, self._form.header)
        state.set_size(self._path, self._lines.size)

    def _record_lines(self, path: str) -> None:
        """Record what was written since the last record; nothing of a new output."""
        size = self._state.get_size(self._path)
        for payload in read_payloads(path, self._form, size or 0):
            if size is not None and payload.get("sha256"):
                place = os.path.join(*PurePath(payload["file"]).parts[-2:])
                end = self._state.get_size(self._path) or 0
                self._state.record(payload["sha256"], place, payload, end, self._path)

    def write(self, target: str, payload: dict[str, Any]) -> None:
        """Write the line of a result; the same again after an error, and then once.

        Args:
            target: path of the file, once it is moved.
            payload: of the result.

        Raises:
            OSError: if it can't be written.
        """
        self._lines.write(self._form.to_line(FileResult(target, payload)))

    def record(self, sha256: str, place: str, payload: dict[str, Any]) -> None:
        """Record the result whose line was written last.

        Raises:
            OSError: if it can't be written.
        """
        self._lines.sync()
        self._state.record(sha256, place, payload, self._lines.size, self._path)

    def close(self) -> None:
        """Close the output."""
        with suppress(OSError):
            self._lines.close()
