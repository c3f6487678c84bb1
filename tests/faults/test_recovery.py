"""The server as deployed gets over a worker, a database and a folder that fail."""

import http.client
import json
import shutil
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.support.calls import PHOTOS, PNG, call, keep
from tests.support.served import served

pytestmark = pytest.mark.slow
HANG_SECONDS, PATIENCE_SECONDS, SENDERS, MOVES = 2, 90, 8, 12
MISSING = "The database file is missing: put it back."


def wait_until(condition) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while not (is_met := condition()) and time.monotonic() < end:
        time.sleep(0.1)
    return is_met


def find_reasons(server) -> dict[str, str]:
    """Return why the server is not ready; nothing if it is."""
    try:
        with urlopen(f"http://127.0.0.1:{server.port}/readyz", timeout=30) as answer:
            return json.load(answer).get("reasons", {})
    except HTTPError as refusal:
        with refusal:
            return json.load(refusal)["reasons"]


@pytest.fixture
def server(tmp_path):
    settings = {
        "DIGIT_ENGINE": "tests.support.engines.load_hanging",
        "HANG_FILE": str(tmp_path / "hang"),
        "WEB_HANG_SECONDS": str(HANG_SECONDS),
        "WEB_WATCH_SECONDS": "0.2",
    }
    with served(tmp_path, **settings) as server:
        yield server


def test_a_worker_that_hangs_is_replaced(server):
    hang = server.folder / "hang"
    hang.touch()
    workers, answers = server.find_workers(), []

    def send():
        with suppress(OSError, http.client.HTTPException):
            answers.append(call(server, "POST", "/api/v1/readings/", PNG)[0])

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert wait_until(lambda: server.find_workers() not in ([], workers))
    hang.unlink()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert answers == []
    assert server.ask(PNG, "png")[0] == 200


def test_a_worker_that_leaks_is_replaced_and_no_request_lost(tmp_path):
    settings = {"WEB_MAX_MEMORY_MB": "1", "WEB_WATCH_SECONDS": "0.3"}
    statuses, workers = [], set()
    with served(tmp_path, **settings) as server:
        while len(workers) < 2:
            statuses.append(call(server, "POST", "/api/v1/readings/", PNG)[0])
            workers |= set(server.find_workers())
            time.sleep(0.05)
    assert set(statuses) == {200}


def test_a_stopping_server_answers_what_it_began(server):
    head = (
        "POST /api/v1/photos/ HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {server.token}\r\n"
        f"Content-Type: image/png\r\nContent-Length: {len(PNG)}\r\n\r\n"
    )
    connections = [
        socket.create_connection(("127.0.0.1", server.port), timeout=60)
        for _ in range(5)
    ]
    for connection in connections:
        connection.sendall(head.encode() + PNG[:-9])
    time.sleep(1)
    server.process.terminate()
    time.sleep(0.5)
    for connection in connections:
        with connection:
            connection.sendall(PNG[-9:])
            assert connection.recv(12) == b"HTTP/1.1 201"
    assert server.process.wait(60) == 0
    with closing(sqlite3.connect(server.folder / "db.sqlite3")) as database:
        query = "SELECT COUNT(*) FROM gallery_photo"
        assert database.execute(query).fetchone() == (5,)


@pytest.fixture(scope="module")
def other_server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    places = {"MEDIA_ROOT": str(folder / "media"), "THROTTLE_WRITES": "off"}
    with served(folder, **places) as server:
        yield server


def test_a_folder_that_is_gone_is_reported_until_it_is_back(other_server):
    media = other_server.folder / "media"
    photo = keep(other_server)[1]
    media.rename(other_server.folder / "away")
    media.write_text("not a folder")
    assert list(find_reasons(other_server)) == ["storage"]
    status, refusal = keep(other_server)
    assert (status, refusal["code"]) == (503, "storage_unavailable")
    media.unlink()
    (other_server.folder / "away").rename(media)
    assert find_reasons(other_server) == {}
    assert keep(other_server)[0] == 201
    assert call(other_server, "GET", photo["url"])[0] == 200


def damage_behind(path, page: int) -> None:
    """Overwrite all pages of a database behind one, and leave its size."""
    start, end = 4096 * page, path.stat().st_size
    with open(path, "r+b") as file:
        file.seek(start)
        file.write(b"garbage!" * ((end - start) // 8))


def test_a_damaged_database_is_reported_until_it_is_restored(other_server):
    path = other_server.folder / "db.sqlite3"
    photo = keep(other_server)[1]
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, other_server.folder / "copy")
    path.write_bytes(b"garbage" * 4096)
    assert wait_until(lambda: list(find_reasons(other_server)) == ["database"])
    assert "restore a backup" in find_reasons(other_server)["database"]
    assert call(other_server, "GET", PHOTOS)[0] == 503
    assert other_server.ask(PNG, "png")[0] == 200
    path.write_bytes((other_server.folder / "copy").read_bytes())
    assert wait_until(lambda: find_reasons(other_server) == {})
    damage_behind(path, 12)
    assert wait_until(lambda: call(other_server, "GET", photo["url"])[0] == 503)
    assert "damaged" in find_reasons(other_server)["database"]
    path.write_bytes((other_server.folder / "copy").read_bytes())
    assert wait_until(lambda: find_reasons(other_server) == {})
    assert wait_until(lambda: call(other_server, "GET", photo["url"])[0] == 200)


def find_refusals(server) -> set[tuple[int, str]]:
    """Return status and code of pictures sent at once, of which none is kept."""
    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(lambda _: keep(server), range(2 * SENDERS)))
    return {(status, body["code"]) for status, body in answers}


def make_other_database(path) -> None:
    with closing(sqlite3.connect(path.with_name("other"))) as other:
        other.execute("CREATE TABLE other (id INTEGER)")
    path.with_name("other").rename(path)


def test_a_database_that_is_away_is_missed_until_it_is_back(other_server):
    path, away = other_server.folder / "db.sqlite3", other_server.folder / "away"
    photo = keep(other_server)[1]
    path.rename(away)
    assert find_refusals(other_server) == {(503, "storage_unavailable")}
    assert find_reasons(other_server) == {"database": MISSING}
    assert not path.exists()
    make_other_database(path)
    content = path.read_bytes()
    assert find_refusals(other_server) == {(503, "storage_unavailable")}
    assert "Another file" in find_reasons(other_server)["database"]
    assert path.read_bytes() == content
    away.rename(path)
    assert find_reasons(other_server) == {}
    assert call(other_server, "GET", photo["url"])[0] == 200


def test_a_database_that_comes_and_goes_loses_nothing_that_was_answered(other_server):
    path, away = other_server.folder / "db.sqlite3", other_server.folder / "away"
    kept, codes, ended = set(), set(), threading.Event()

    def send():
        while not ended.is_set():
            status, body = keep(other_server)
            kept.add(body["url"]) if status == 201 else codes.add(body["code"])

    with ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(send) for _ in range(SENDERS)]
        for turn in range(MOVES):
            count = len(kept)
            assert wait_until(lambda: len(kept) > count + SENDERS)  # noqa: B023
            path.rename(away)
            if turn % 2:
                make_other_database(path)
            time.sleep(0.2)
            away.rename(path)
        ended.set()
        assert [sender.result() for sender in senders] == [None] * SENDERS
    assert codes == {"storage_unavailable"}
    assert {call(other_server, "GET", url)[0] for url in kept} == {200}
