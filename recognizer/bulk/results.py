"""Write the results of a bulk run to a file or a stream."""

import os
from contextlib import suppress
from typing import TextIO

from recognizer.bulk.formats import FORMATS, FileResult
from recognizer.bulk.resume import ENCODING, ERRORS, read_done


class ResultWriter:
    """Write results to a file, after those of earlier runs, or to a stream.

    Attributes:
        done: file names that the output has already, each with whether it was read.
    """

    def __init__(self, form: str, path: str | None, stream: TextIO) -> None:
        """Open the file, or take the stream where no path is given.

        Args:
            form: a key of `FORMATS`.
            path: of the output file.
            stream: such as standard output.

        Raises:
            ForeignOutputError: if the file has other content; it is left unchanged.
            OSError: if it can't be read or written.
        """
        header, self._to_line, _ = FORMATS[form]
        self.done = read_done(path, form) if path else {}
        self._lines = open_lines(path, stream, header)

    def write(self, result: FileResult) -> None:
        """Write a whole line at once: a killed run loses no finished result."""
        self._lines.write(self._to_line(result))

    def close(self) -> None:
        """Close the file; a stream stays open."""
        self._lines.close()


class LineFile:
    """A file that gets a line whole or not at all."""

    def __init__(self, path: str, header: str) -> None:
        """Open a file; write the header if it is empty.

        Raises:
            OSError: if it can't be written.
        """
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115
        if not self.size:
            self.write(header)

    @property
    def size(self) -> int:
        """Return the number of bytes of the file."""
        return os.fstat(self._file.fileno()).st_size

    def write(self, line: str) -> None:
        """Append a line.

        Raises:
            OSError: if it can't be written; what was written of it is removed.
        """
        size, left = self.size, line.encode(ENCODING, ERRORS)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with suppress(OSError):  # of a pipe, nothing can be removed
                self._file.truncate(size)
            raise

    def sync(self) -> None:
        """Let what was written survive a power failure.

        Raises:
            OSError: if it can't be written.
        """
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class LineStream:
    """A stream, such as standard output, that gets each line once."""

    size = 0

    def __init__(self, stream: TextIO, header: str) -> None:
        self._stream = accept_any_name(stream)
        self._descriptor = find_descriptor(stream)
        self._left = b""
        self.write(header)

    def write(self, line: str) -> None:
        """Write a line; after an error, the same line is continued where it ended.

        Raises:
            OSError: if it can't be written.
        """
        if not line:  # Django's streams would end it
            return
        if self._descriptor is None:
            self._stream.write(line)
            self._stream.flush()
            return
        encoding = getattr(self._stream, "encoding", None) or ENCODING
        self._left = self._left or line.encode(encoding, ERRORS)
        while self._left:
            self._left = self._left[os.write(self._descriptor, self._left) :]

    def sync(self) -> None:
        """Do nothing: a stream is of the program that reads it."""

    def close(self) -> None:
        """Leave the stream open."""


def open_lines(path: str | None, stream: TextIO, header: str) -> LineFile | LineStream:
    """Open what lines are written to: a file, or the stream where no path is given.

    Raises:
        OSError: if it can't be written.
    """
    return LineFile(path, header) if path else LineStream(stream, header)


def find_descriptor(stream: TextIO) -> int | None:
    """Return the file descriptor of a stream; None if it is in memory."""
    try:
        stream.flush()
        return stream.fileno()
    except (AttributeError, OSError):
        return None


def accept_any_name(stream: TextIO) -> TextIO:
    """Let a standard stream accept file names that are not valid UTF-8."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=ERRORS)
    return stream
