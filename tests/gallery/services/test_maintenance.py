"""Maintenance in one command: what is too old goes, and backups are rotated."""

from datetime import timedelta
from io import StringIO
from itertools import count
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from gallery.models import Photo
from gallery.services.bundles.reader import open_bundle
from gallery.services.submissions import submit_photo
from gallery.services.upkeep import maintenance
from gallery.services.upkeep.maintenance import BACKUP_PATTERN
from tests.support.backups import read_photo_ids, say

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
OLD_NAMES = [f"digitsite-2026-01-0{day}T03-00-00.tar" for day in range(1, 5)]


@pytest.fixture
def photos(upload):
    """Return two photos, of which the first is too old."""
    photos = [submit_photo(uuid4(), upload()).photo for _ in range(2)]
    old = timezone.now() - timedelta(days=31)
    Photo.objects.filter(pk=photos[0].pk).update(created=old)
    return photos


@pytest.fixture
def folder(tmp_path):
    """Return a folder with four backups and a file of somebody else."""
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in [*OLD_NAMES, "digitsite-notes.tar"]:
        (folder / name).touch()
    return folder


def run(*options):
    out = StringIO()
    call_command("runmaintenance", *options, stdout=out)
    return out.getvalue()


def names(folder):
    return sorted(path.name for path in folder.glob(BACKUP_PATTERN))


def test_without_options_what_is_too_old_goes(photos):
    assert run() == "1 photos deleted.\n0 files deleted.\n"
    assert list(Photo.objects.all()) == photos[1:]


def test_the_newest_backups_are_kept_and_other_files_too(photos, folder):
    assert "2 older ones deleted" in run("--backups", str(folder), "--keep", "3")
    assert names(folder)[:2] == OLD_NAMES[2:]
    assert len(names(folder)) == 3
    assert (folder / "digitsite-notes.tar").exists()


def test_the_backup_is_whole_and_without_what_was_too_old(photos, folder):
    run("--backups", str(folder))
    path = folder / names(folder)[-1]
    assert read_photo_ids(path) == [str(photos[1].pk)]
    say("verifybackup", path)


def test_no_backup_is_deleted_while_a_photo_is_damaged(photos, folder, own_media):
    (own_media / photos[1].file.name).write_bytes(b"damaged")
    with pytest.raises(CommandError, match=str(photos[1].pk)):
        run("--backups", str(folder), "--keep", "1")
    assert set(OLD_NAMES) < set(names(folder))


@pytest.fixture
def clock(monkeypatch):
    """Let each backup be made a day after the one before."""
    days = count(start=1)

    def tomorrow():
        return timezone.now() + timedelta(days=next(days))

    monkeypatch.setattr(maintenance, "find_moment", tomorrow)


def test_backups_build_on_each_other_up_to_a_number(photos, tmp_path, clock):
    folder = tmp_path / "backups"
    for _ in range(4):
        run("--backups", str(folder), "--increments", "1")
    bundles = [open_bundle(folder / name) for name in names(folder)]
    assert [len(bundle.needs) for bundle in bundles] == [0, 1, 0, 1]


def test_a_backup_that_others_build_on_is_kept(photos, tmp_path, clock):
    folder = tmp_path / "backups"
    for _ in range(3):
        run("--backups", str(folder), "--increments", "1", "--keep", "1")
    assert len(names(folder)) == 1
    run("--backups", str(folder), "--increments", "1", "--keep", "1")
    assert len(names(folder)) == 2
    say("verifybackup", *folder.iterdir())


def test_what_killed_backups_left_is_deleted(photos, folder):
    left = folder / f"{OLD_NAMES[0]}.unfinished"
    left.touch()
    run("--backups", str(folder))
    assert not left.exists()


def test_a_step_that_fails_does_not_stop_the_others(photos, folder, monkeypatch):
    def fail():
        raise DatabaseError("locked")

    monkeypatch.setattr(maintenance, "delete_expired", fail)
    with pytest.raises(CommandError, match="Failed: locked"):
        run("--backups", str(folder))
    assert len(names(folder)) == 5


def test_a_folder_that_cannot_be_written_is_reported(photos, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="Failed"):
        run("--backups", str(tmp_path / "file"))


def test_one_backup_at_least_is_kept(folder):
    with pytest.raises(CommandError, match="1 or more"):
        run("--backups", str(folder), "--keep", "0")
    assert names(folder) == OLD_NAMES
