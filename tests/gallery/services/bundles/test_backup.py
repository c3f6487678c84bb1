"""Backups: whole, readable by their owner alone, and made beside the site."""

import os
import stat
import tarfile

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import DatabaseError, connections

from gallery.models import Photo
from gallery.services.bundles import backup as backups
from gallery.services.bundles.backup import write_backup
from gallery.services.bundles.reader import open_bundle
from gallery.services.bundles.snapshot import ALIAS, open_snapshot
from gallery.services.bundles.writer import PART_ROWS, BundleWriter
from gallery.services.pairings import open_link
from gallery.services.photos import delete_photo
from tests.support.backups import read_names, read_photo_ids, say

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]


def test_a_backup_holds_all_photos_and_their_pictures(photos, path):
    backup = write_backup(path)
    assert (backup.photos, backup.pictures) == (3, 3)
    assert read_photo_ids(path) == sorted(str(photo.pk) for photo in photos)
    pictures = {name for name in read_names(path) if name.startswith("pictures/")}
    assert pictures == {f"pictures/{photo.file.name}" for photo in photos}


def test_the_manifest_names_format_versions_and_counts(photos, path, settings):
    write_backup(path)
    manifest = open_bundle(path).manifest
    assert (manifest["format"], manifest["version"]) == ("digitsite-bundle", 1)
    assert manifest["product"] == settings.PRODUCT_VERSION
    assert manifest["migrations"]["gallery"] >= "0008_file_sha256"
    assert manifest["rows"]["gallery.photo"] == manifest["pictures"]["count"] == 3


def test_a_backup_is_its_owners_alone_and_lets_no_phone_in(photos, path):
    open_link(photos[0].gallery_key)
    write_backup(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not [name for name in read_names(path) if "pairing" in name]


def test_nothing_of_a_deleted_photo_is_in_a_backup(photos, path):
    deleted = photos[0].pk
    delete_photo(photos[0])
    write_backup(path)
    assert str(deleted) not in read_photo_ids(path)
    assert deleted.hex.encode() not in path.read_bytes()


def test_the_rows_are_those_of_one_moment(photos, path, add_photos):
    with open_snapshot() as alias:
        assert Photo.objects.using(alias).count() == 3
        add_photos(1)
        assert Photo.objects.using(alias).count() == 3
    assert Photo.objects.count() == 4
    assert ALIAS not in list(connections)


def test_the_site_writes_while_a_backup_reads(photos, path, add_photos, monkeypatch):
    def write_and_load(name):
        Photo.objects.update(correction="4")
        return load(name)

    load = backups.load_picture
    monkeypatch.setattr(backups, "load_picture", write_and_load)
    assert write_backup(path).photos == 3
    records = open_bundle(path).read_rows("gallery.photo")
    assert [record["correction"] for record in records] == [None] * 3


def delete_before(monkeypatch, delete):
    """Call a function after the rows were read, before the first picture is."""
    load, left = backups.load_picture, [delete]

    def delete_and_load(name):
        if left:
            left.pop()()
        return load(name)

    monkeypatch.setattr(backups, "load_picture", delete_and_load)
    monkeypatch.setattr("gallery.services.bundles.stored_pictures.THREADS", 1)


def test_a_photo_that_is_deleted_meanwhile_is_left_out_and_named(
    photos, path, monkeypatch
):
    key = str(photos[0].pk)
    delete_before(monkeypatch, lambda: delete_photo(photos[0]))
    assert f"Deleted meanwhile, and left out: {key}.\n" in say("backup", path)
    assert key not in read_photo_ids(path)
    say("verifybackup", path)


def test_a_photo_whose_picture_is_lost_is_named(photos, path):
    default_storage.delete(photos[0].file.name)
    with pytest.raises(CommandError, match=f"damaged or lost: {photos[0].pk}"):
        say("backup", path)
    assert len(read_photo_ids(path)) == 2


def test_a_damaged_photo_is_named(photos, path, own_media):
    with open(own_media / photos[1].file.name, "ab") as file:
        file.write(b"x")
    with pytest.raises(CommandError, match=f"damaged or lost: {photos[1].pk}"):
        say("backup", path)
    assert "1 photos were damaged before the backup" in say("verifybackup", path)


def test_a_photo_of_an_earlier_version_is_not_taken_as_damaged(photos, path):
    Photo.objects.update(file_sha256=None)
    assert write_backup(path).damaged == []


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), DatabaseError("gone")]
)
def test_a_backup_that_fails_leaves_the_one_before(photos, path, monkeypatch, error):
    write_backup(path)
    before = path.read_bytes()

    def fail(*args):
        raise error

    monkeypatch.setattr(BundleWriter, "finish", fail)
    with pytest.raises(CommandError, match=r"was not written: (No space|gone)"):
        say("backup", path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent).count("backup.tar.unfinished") == 0


def test_a_folder_that_is_missing_is_named(photos, path):
    path = path.parent / "missing" / path.name
    with pytest.raises(CommandError, match=f"not written: {path}.*: No such file"):
        say("backup", path)


def test_two_backups_do_not_write_the_same_file(photos, path, monkeypatch):
    def write_again(*args):
        say("backup", path)

    monkeypatch.setattr(BundleWriter, "finish", write_again)
    with pytest.raises(CommandError, match=r"Another process writes backup.tar"):
        say("backup", path)
    assert os.listdir(path.parent).count("backup.tar") == 0


def test_what_a_killed_backup_left_is_written_over(photos, path):
    path.with_name("backup.tar.unfinished").write_bytes(b"x" * 1_000_000)
    write_backup(path)
    say("verifybackup", path)
    assert path.stat().st_size < 1_000_000


def test_many_rows_stand_in_parts(photos, path, monkeypatch):
    assert PART_ROWS >= 1000
    monkeypatch.setattr("gallery.services.bundles.writer.PART_ROWS", 2)
    say("backup", path)
    parts = [name for name in read_names(path) if "gallery.photo" in name]
    assert parts == [f"rows/gallery.photo/0000{n}.jsonl.gz" for n in (1, 2)]
    assert "3 photos" in say("verifybackup", path)


def test_an_empty_site_has_a_backup_too(path):
    said = say("backup", path)
    assert said == "0 tokens, 0 sessions, 0 photos; 0 pictures written, 0\xa0bytes.\n"
    assert read_names(path) == ["format.json", "manifest.json", "manifest.sha256"]


def test_a_bundle_is_a_tar_file_whose_sums_any_machine_verifies(photos, path):
    write_backup(path)
    with tarfile.open(path) as archive:
        archive.extractall(path.parent / "new", filter="data")
    command = f"cd {path.parent / 'new'} && sha256sum --status -c manifest.sha256"
    assert os.system(command) == 0
