"""How many threads may decode, read, and process a batch at the same time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Limit:
    """At most so many threads do one kind of work at the same time; others wait."""

    def __init__(self, count: int) -> None:
        self._semaphore = threading.BoundedSemaphore(count)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold a slot while the context lasts."""
        with self._semaphore:
            yield

    @contextmanager
    def slot_lent(self) -> Iterator[None]:
        """Lend the slot that this thread holds to others while the context lasts."""
        self._semaphore.release()
        try:
            yield
        finally:
            self._semaphore.acquire()


# Eight threads that decode at once peak at a gigabyte; two keep two cores busy.
decoding = Limit(2)
# More readings at once would only wait for each other and delay small pictures.
reading = Limit(2)
# Two batches side by side would take twice the memory and finish no sooner.
batches = Limit(1)
