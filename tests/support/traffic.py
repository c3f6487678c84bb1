"""Programs that send and delete pictures all the while."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.calls import call, keep

SENDERS = 4


@dataclass
class Traffic:
    """What was answered.

    Attributes:
        statuses: of all answers.
        codes: of refusals.
        kept: URLs of photos that were kept and not deleted.
    """

    statuses: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@contextmanager
def traffic(*servers, delete_every: int = 0) -> Iterator[Traffic]:
    """Send pictures to servers in turn until the block ends.

    Args:
        servers: of `tests.support.served`, with the same token.
        delete_every: after how many pictures one is deleted again; 0 deletes none.
    """
    ended, seen = threading.Event(), Traffic()
    threads = [
        threading.Thread(target=send, args=(servers, delete_every, ended, seen))
        for _ in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def send(servers, delete_every, ended, seen: Traffic) -> None:
    count = 0
    while not ended.is_set():
        server = servers[count % len(servers)]
        count += 1
        status, photo = keep(server)
        seen.statuses.append(status)
        if status != 201:
            seen.codes.append(photo["code"])
        elif delete_every and count % delete_every == 0:
            seen.statuses.append(call(server, "DELETE", photo["url"])[0])
        else:
            seen.kept.append(photo["url"])
