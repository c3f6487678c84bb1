"""A budget of work for one picture, in processor time, for stages without end."""

import time
from collections.abc import Callable


class WorkBudget:
    """How long one picture may be worked on by the thread that reads it.

    The stages whose work grows with what a page seems to hold ask before each step.
    Those that know a page well enough without more steps stop when it is spent.

    Attributes:
        is_exceeded: whether a step was refused, so that less is known of the page.
    """

    def __init__(
        self, seconds: float, clock: Callable[[], float] = time.thread_time
    ) -> None:
        """Begin to count now.

        Args:
            seconds: of processor time.
            clock: returns how much was used until now.
        """
        self._clock = clock
        self._end = clock() + seconds
        self.is_exceeded = False

    def allows_more(self) -> bool:
        """Return whether there is time for one more step."""
        if self._clock() < self._end:
            return True
        self.is_exceeded = True
        return False

    def refuse(self) -> None:
        """Note that a step was left out because it alone would take too long."""
        self.is_exceeded = True
