"""Wait while a disk is full or a share is away, and go on."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from recognizer.bulk.discovery import describe_error

T = TypeVar("T")


class Stopped(Exception):
    """A stop was requested while something had to be waited for."""


@dataclass(frozen=True)
class Patience:
    """Repeats what fails.

    Attributes:
        stop: ends the waiting.
        seconds: between two attempts.
        report: gets a sentence when waiting begins, and when it ends.
        is_endless: False raises the first error.
    """

    stop: threading.Event
    seconds: float
    report: Callable[[str], None]
    is_endless: bool = True

    def repeat(self, action: Callable[[], T]) -> T:
        """Return what an action returns, once it does not fail.

        Raises:
            Stopped: if a stop was requested meanwhile.
            OSError: if nothing is waited for, or nobody reads the results any more.
        """
        reason = ""
        while True:
            try:
                result = action()
            except BrokenPipeError:
                raise
            except OSError as e:
                if not self.is_endless:
                    raise
                if not reason:
                    reason = describe_error(e)
                    self.report(f"Waiting: {reason}.")
                self.pause()
            else:
                if reason:
                    self.report("Going on.")
                return result

    def pause(self) -> None:
        """Wait until the next attempt.

        Raises:
            Stopped: if a stop was requested.
        """
        if self.stop.wait(self.seconds):
            raise Stopped
