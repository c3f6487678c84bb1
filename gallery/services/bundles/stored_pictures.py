"""Pictures in the storage: read and kept by several threads, a few ahead."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from typing import TypeVar

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gallery.services.bundles.errors import BundleError

T = TypeVar("T")
R = TypeVar("R")
THREADS = 8
# Each waits in memory.
MAX_AHEAD = 16


def map_ahead(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Call a function for each item in threads; yield what it returns, in order."""
    with ThreadPoolExecutor(THREADS) as pool:
        running: deque[Future[R]] = deque()
        for item in items:
            running.append(pool.submit(function, item))
            if len(running) == MAX_AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def load_picture(name: str) -> bytes | None:
    """Return the bytes of a stored picture; None if it is not there.

    Raises:
        BundleError: if its name leads out of the storage.
    """
    try:
        with default_storage.open(name, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except SuspiciousOperation as e:
        raise BundleError(f"A picture is not in the storage: {name!r}.") from e


def keep_picture(name: str, data: bytes) -> None:
    """Store a picture under this name, and read it again.

    One that an interrupted restore has stored is not stored again.

    Raises:
        BundleError: if it is not stored as it is.
        OSError: if it can't be stored.
    """
    stored = load_picture(name)
    if stored == data:
        return
    if stored is not None:
        default_storage.delete(name)
    saved = default_storage.save(name, ContentFile(data))
    if saved != name or load_picture(name) != data:
        raise BundleError(f"The storage has not kept {name} as it is; try again.")


def compute_sha256(data: bytes) -> str:
    return sha256(data).hexdigest()
