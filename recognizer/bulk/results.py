"""Write the results of a bulk run to a file or a stream."""

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
        header, self._to_line = FORMATS[form]
        self.done = read_done(path, form) if path else {}
        self._file = (
            open(path, "a", newline="", encoding=ENCODING, errors=ERRORS)  # noqa: SIM115
            if path
            else None
        )
        self._stream = self._file or accept_any_name(stream)
        if not (self._file and self._file.tell()):
            self._write(header)

    def write(self, result: FileResult) -> None:
        """Write a whole line at once: a killed run loses no finished result."""
        self._write(self._to_line(result))

    def _write(self, text: str) -> None:
        if text:
            self._stream.write(text)
            self._stream.flush()

    def close(self) -> None:
        """Close the file; a stream stays open."""
        if self._file:
            self._file.close()


def accept_any_name(stream: TextIO) -> TextIO:
    """Let a standard stream accept file names that are not valid UTF-8."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=ERRORS)
    return stream
