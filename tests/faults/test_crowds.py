"""Many at once, and a worker that is killed among them: nothing answered is lost."""

import os
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from uuid import uuid4

import pytest

from tests.support.calls import PHOTOS, call, keep
from tests.support.served import served
from tests.support.traces import find_incomplete, find_orphans, list_stored

pytestmark = pytest.mark.slow
UPLOADS, DELETIONS, WORKER_KILLS, SENDERS = 200, 30, 4, 4


@pytest.fixture
def server(shared_server):
    """Return the server of this module, without photos."""
    call(shared_server, "DELETE", PHOTOS)
    return shared_server


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served"), THROTTLE_WRITES="off") as server:
        yield server


def keep_patiently(server) -> str:
    """Send a picture until it is kept, as the pages do; return its id."""
    key = uuid4().hex
    while (answer := keep(server, Idempotency_Key=key))[0] == 503:
        assert answer[1]["code"] == "busy"
        time.sleep(0.2)
    assert answer[0] == 201
    return answer[1]["id"]


def count_rows(server) -> int:
    with closing(sqlite3.connect(server.folder / "db.sqlite3")) as database:
        return database.execute("SELECT COUNT(*) FROM gallery_photo").fetchone()[0]


def test_of_many_uploads_at_once_none_is_lost(server):
    with ThreadPoolExecutor(UPLOADS) as pool:
        kept = list(pool.map(lambda _: keep_patiently(server), range(UPLOADS)))
    assert len(set(kept)) == count_rows(server) == UPLOADS
    assert len(list_stored(server.folder)) == 3 * UPLOADS
    assert find_incomplete(server.folder) == []


def test_a_photo_that_is_deleted_from_two_places_is_gone(server):
    urls = [keep(server)[1]["url"] for _ in range(DELETIONS)]
    with ThreadPoolExecutor(2 * SENDERS) as pool:
        answers = list(pool.map(lambda url: call(server, "DELETE", url)[0], 2 * urls))
    assert 204 in answers
    assert set(answers) <= {204, 404}
    assert count_rows(server) == 0
    assert list_stored(server.folder) == set()


def test_emptying_and_keeping_at_once_leaves_whole_photos(server):
    with ThreadPoolExecutor(SENDERS) as pool:
        sent = [pool.submit(keep_patiently, server) for _ in range(40)]
        for _ in range(10):
            assert call(server, "DELETE", PHOTOS)[0] == 204
        assert len({task.result() for task in sent}) == 40
    assert find_incomplete(server.folder) == []


def test_a_killed_worker_loses_nothing_that_was_answered(server):
    kept, ended = set(), threading.Event()

    def send():
        while not ended.is_set():
            try:
                kept.add(keep_patiently(server))
            except (OSError, HTTPException):  # the worker is gone
                time.sleep(0.05)

    with ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(send) for _ in range(SENDERS)]
        for _ in range(WORKER_KILLS):
            wait_for(kept, len(kept) + 10)
            for worker in server.find_workers():
                os.kill(worker, signal.SIGKILL)
        wait_for(kept, len(kept) + 20)
        ended.set()
        assert [sender.result() for sender in senders] == [None] * SENDERS
    find_orphans(server.folder)
    answers = {call(server, "GET", f"{PHOTOS}{pk}/")[0] for pk in kept}
    assert answers == {200}


def wait_for(kept: set, count: int) -> None:
    while len(kept) < count:
        time.sleep(0.02)
