"""Stored photos: row and files are created, corrected and deleted together."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import Http404

from gallery.models import Photo
from gallery.services import photos
from gallery.services.submissions import submit_photo
from tests.support.drawing import encoded, page_of
from tests.support.hostile import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Return a context at whose end the transaction of the test is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize(
    ("name", "side"), [("thumbnail", 480), ("small_thumbnail", 240)]
)
def test_a_missing_thumbnail_is_created_on_demand(gallery_key, upload, name, side):
    photo, _ = submit_photo(gallery_key, upload(encoded(page_of("1234567"))))
    default_storage.delete(getattr(photo, name).name)
    data = photos.open_thumbnail(photo, name).read()
    assert max(opened(data).size) == side
    photo.refresh_from_db()
    assert getattr(photo, name).read() == data


def test_a_photo_of_an_earlier_version_gets_its_small_thumbnail(photo, list_files):
    default_storage.delete(photo.small_thumbnail.name)
    Photo.objects.update(small_thumbnail="")
    photo.refresh_from_db()
    photos.open_thumbnail(photo, "small_thumbnail")
    photo.refresh_from_db()
    assert list_files() == sorted(photo.file_names)
    assert len(photo.file_names) == 3


def test_no_thumbnail_of_a_deleted_photo_is_stored(photo, list_files, commit):
    photo = Photo.objects.get()
    data = photo.file.read()
    with commit():
        photos.delete_photo(photo)
    default_storage.save(photo.file.name, ContentFile(data))
    photos.open_thumbnail(photo, "small_thumbnail")
    assert [Path(name).suffix for name in list_files()] == [".png"]


def test_a_thumbnail_created_twice_is_stored_once(photo, list_files):
    photos.create_thumbnail(photo, "small_thumbnail")
    photo.refresh_from_db()
    assert len(list_files()) == 3
    assert default_storage.exists(photo.small_thumbnail.name)


def test_a_deleted_photo_takes_its_files_along(photo, list_files, commit):
    with commit():
        photos.delete_photo(photo)
    assert not Photo.objects.exists()
    assert list_files() == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads SQLite's file")
@pytest.mark.django_db(transaction=True)
def test_a_deleted_row_is_overwritten_in_the_database(photo):
    def read_database():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(connection.settings_dict["NAME"]).read_bytes()

    assert photo.pk.hex.encode() in read_database()
    photos.delete_photo(photo)
    assert photo.pk.hex.encode() not in read_database()


def test_files_stay_if_the_deletion_is_rolled_back(photo, list_files, commit):
    with commit(), transaction.atomic():
        photos.delete_photo(photo)
        transaction.set_rollback(True)
    assert Photo.objects.exists()
    assert len(list_files()) == 3


def test_a_photo_whose_file_is_lost_can_be_deleted(photo, commit):
    default_storage.delete(photo.file.name)
    with commit():
        photos.delete_photo(photo)
    assert not Photo.objects.exists()


def test_emptying_a_gallery_leaves_the_others(
    photo, upload, list_files, commit, monkeypatch
):
    monkeypatch.setattr(photos, "BATCH_ROWS", 1)
    other = submit_photo(uuid4(), upload()).photo
    submit_photo(photo.gallery_key, upload())
    with commit():
        assert photos.empty_gallery(photo.gallery_key) == 2
    assert Photo.objects.get() == other
    assert list_files() == sorted(other.file_names)


@pytest.mark.parametrize(("correction", "label"), [("47", "47"), ("", ""), (None, "7")])
def test_a_correction_is_the_label(photo, correction, label):
    photos.correct_photo(photo, correction)
    photo.refresh_from_db()
    assert (photo.correction, photo.label) == (correction, label)


def test_a_deleted_photo_can_not_be_corrected(photo):
    photos.delete_photo(Photo.objects.get())
    with pytest.raises(Http404):
        photos.correct_photo(photo, "4")
