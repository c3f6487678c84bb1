"""Backups are made while pictures come and go, and are whole."""

import threading
from contextlib import contextmanager

import pytest

from tests.support.backups import find_faults, read_rows, restore
from tests.support.calls import PHOTOS, call, keep
from tests.support.served import manage, served

pytestmark = pytest.mark.slow
BACKUPS, SENDERS, FIRST_PHOTOS = 3, 4, 30


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def backup(server, monkeypatch):
    """Return a function that makes a backup of the served site."""
    monkeypatch.setenv("DJANGO_DEBUG", "1")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{server.folder}/db.sqlite3")
    monkeypatch.setenv("MEDIA_ROOT", str(server.folder))
    return lambda path: manage("backup", str(path))


@contextmanager
def traffic(server):
    """Send and delete pictures all the while; yield the list of statuses."""
    ended, statuses = threading.Event(), []

    def send():
        while not ended.is_set():
            status, photo = keep(server)
            statuses.append(status)
            if status == 201 and len(statuses) % 3 == 0:
                statuses.append(call(server, "DELETE", photo["url"])[0])

    threads = [threading.Thread(target=send) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def test_backups_made_under_traffic_are_whole(server, backup, tmp_path):
    first = {keep(server)[1]["id"].replace("-", "") for _ in range(FIRST_PHOTOS)}
    paths = [tmp_path / f"{n}.tar" for n in range(BACKUPS)]
    with traffic(server) as statuses:
        for path in paths:
            backup(path)
    assert set(statuses) == {201, 204}
    for path in paths:
        folder = tmp_path / path.stem
        assert find_faults(folder, restore(path, folder)) == []
        assert first <= {key for key, *_ in read_rows(folder)}


def test_a_site_restored_from_a_backup_serves_its_photos(server, backup, tmp_path):
    photos = [keep(server)[1] for _ in range(3)]
    backup(tmp_path / "backup.tar")
    restore(tmp_path / "backup.tar", tmp_path / "new")
    (tmp_path / "new" / "database.sqlite3").rename(tmp_path / "new" / "db.sqlite3")
    media = str(tmp_path / "new" / "media")
    with served(tmp_path / "new", MEDIA_ROOT=media) as restored:
        restored.token = server.token
        status, page = call(restored, "GET", PHOTOS)
    assert status == 200
    newest = [photo["id"] for photo in page["results"][:3]]
    assert newest == [photo["id"] for photo in reversed(photos)]
