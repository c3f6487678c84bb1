"""Backups are made while pictures come and go, and are whole."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from itertools import pairwise

import pytest

from benchmarks.serving import ROOT
from tests.support.backups import read_photo_ids
from tests.support.calls import PHOTOS, call, keep
from tests.support.disks import mounted_disk
from tests.support.served import manage, served
from tests.support.traces import find_orphans
from tests.support.traffic import traffic

pytestmark = pytest.mark.slow
BACKUPS, FIRST_PHOTOS = 3, 30
# Of pictures that are stored by then.
KILLED_AT = (1, 10, 20)


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
    return lambda path, *options: manage("backup", str(path), *options)


def test_backups_made_under_traffic_are_whole(server, backup, tmp_path):
    first = {keep(server)[1]["id"] for _ in range(FIRST_PHOTOS)}
    paths = [tmp_path / f"{n}.tar" for n in range(BACKUPS)]
    with traffic(server, delete_every=3) as seen:
        backup(paths[0])
        for earlier, later in pairwise(paths):
            backup(later, "--since", str(earlier))
    assert set(seen.statuses) == {201, 204}
    for count, path in enumerate(paths, start=1):
        manage("verifybackup", *map(str, paths[:count]))
        assert first <= set(read_photo_ids(path))


@pytest.fixture
def new(tmp_path):
    """Return the folder of a new site."""
    folder = tmp_path / "new"
    folder.mkdir()
    return folder


@contextmanager
def commands_of(folder):
    """Let commands work on the site in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_DEBUG", "1")
        patch.setenv("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
        patch.setenv("MEDIA_ROOT", str(folder))
        yield


def test_a_site_restored_from_a_backup_serves_its_photos(server, backup, tmp_path, new):
    photos = [keep(server)[1] for _ in range(3)]
    backup(tmp_path / "backup.tar")
    with commands_of(new):
        manage("migrate", "--verbosity=0")
        manage("restore", str(tmp_path / "backup.tar"))
    with served(new) as restored:
        restored.token = server.token
        status, page = call(restored, "GET", PHOTOS)
    assert status == 200
    newest = [photo["id"] for photo in page["results"][:3]]
    assert newest == [photo["id"] for photo in reversed(photos)]


def test_a_restore_that_is_killed_leaves_no_row_and_is_repeated(
    server, backup, tmp_path, new
):
    path = tmp_path / "backup.tar"
    for _ in range(FIRST_PHOTOS):
        keep(server)
    backup(path)
    with commands_of(new):
        manage("migrate", "--verbosity=0")
        for count in KILLED_AT:
            kill_restore(path, new, count)
            assert read_rows(new) == []
        manage("restore", str(path))
    assert len(read_rows(new)) == len(read_photo_ids(path))
    # What a kill leaves of a picture goes with the next sweep.
    assert [name for name in find_orphans(new) if "/.saving-" not in name] == []


def kill_restore(path, folder, count):
    """Kill a restore once the site has this number of pictures."""
    command = [sys.executable, "manage.py", "restore", str(path)]
    process = subprocess.Popen(command, cwd=ROOT)
    while process.poll() is None and len(list(folder.rglob("*.png"))) < count:
        time.sleep(0.002)
    process.kill()
    assert process.wait() == -signal.SIGKILL


def read_rows(folder):
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        return database.execute("SELECT id FROM gallery_photo").fetchall()


def test_a_full_disk_is_reported_and_nothing_is_left(server, backup, tmp_path):
    for _ in range(FIRST_PHOTOS):
        keep(server)
    with mounted_disk(tmp_path / "disk", megabytes=1) as disk:
        disk.fill(left=20_000)
        with pytest.raises(subprocess.CalledProcessError) as failure:
            backup(disk.folder / "backup.tar")
        assert "was not written: No space left on device." in failure.value.stderr
        assert [path.name for path in disk.folder.iterdir()] == ["ballast"]
