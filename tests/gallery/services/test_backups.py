"""Backups: whole, checked, readable by their owner alone, and made beside the site."""

import os
import stat
import tarfile
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from gallery.models import Photo
from gallery.services.pairings import open_link
from gallery.services.photos import delete_photo
from gallery.services.submissions import submit_photo
from gallery.services.upkeep import backups
from gallery.services.upkeep.backups import write_backup
from tests.support.backups import find_faults, read_rows, restore

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="copies SQLite"),
]


@pytest.fixture
def photos(upload):
    return [submit_photo(uuid4(), upload()).photo for _ in range(3)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "backup.tar"


def test_a_backup_is_restored_whole(photos, path, tmp_path):
    backup = write_backup(path)
    manifest = restore(path, tmp_path / "new")
    assert (backup.photos, len(backup.files)) == (3, 9)
    assert find_faults(tmp_path / "new", manifest) == []
    keys = {key for key, *_ in read_rows(tmp_path / "new")}
    assert keys == {photo.pk.hex for photo in photos}


def test_the_manifest_names_format_version_and_tables(photos, path, tmp_path):
    write_backup(path)
    manifest = restore(path, tmp_path / "new")
    assert (manifest["format"], manifest["version"]) == ("digitsite-backup", 1)
    assert manifest["migrations"]["gallery"] >= "0008_file_sha256"
    assert manifest["photos"] == 3


def test_a_backup_is_its_owners_alone_and_lets_no_phone_in(photos, path, tmp_path):
    open_link(photos[0].gallery_key)
    write_backup(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    data = path.read_bytes()
    assert photos[0].gallery_key.hex.encode() in data
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_hash FROM gallery_pairing")
        assert cursor.fetchone()[0].encode() not in data


def test_nothing_of_a_deleted_photo_is_in_a_backup(photos, path):
    deleted = photos[0].pk.hex.encode()
    delete_photo(photos[0])
    write_backup(path)
    assert deleted not in path.read_bytes()


def test_a_photo_that_is_deleted_meanwhile_is_left_out(
    photos, path, tmp_path, monkeypatch
):
    add_photos = backups.add_photos

    def delete_first(*args):
        delete_photo(photos[0])
        add_photos(*args)

    monkeypatch.setattr(backups, "add_photos", delete_first)
    assert write_backup(path).photos == 2
    assert find_faults(tmp_path / "new", restore(path, tmp_path / "new")) == []


def test_a_damaged_photo_is_named(photos, path):
    with open(default_storage.path(photos[1].file.name), "ab") as file:
        file.write(b"x")
    with pytest.raises(CommandError, match=photos[1].pk.hex):
        call_command("backup", path)
    assert path.exists()


def test_a_photo_of_an_earlier_version_is_not_taken_as_damaged(photos, path):
    Photo.objects.update(file_sha256=None)
    assert write_backup(path).damaged == []


def test_a_backup_that_fails_leaves_the_one_before(photos, path, monkeypatch):
    write_backup(path)
    before = path.read_bytes()

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "build_manifest", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent).count("backup.tar.unfinished") == 0


def test_an_empty_site_has_a_backup_too(path, capsys):
    call_command("backup", path)
    assert capsys.readouterr().out == "0 photos, 0 files.\n"
    with tarfile.open(path) as archive:
        assert archive.getnames() == ["database.sqlite3", "manifest.json"]
