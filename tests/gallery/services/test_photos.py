"""Where pipeline, file and row meet: they are never part."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from gallery.models import Photo
from gallery.services import photos
from recognizer.errors import UnreadablePhoto
from tests.support import hostile
from tests.support.drawing import encoded, page_of
from tests.support.hostile import opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
KEY = uuid4()


@pytest.fixture
def photo(upload):
    return photos.submit_photo(KEY, upload())


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_photo_has_a_row_and_three_files(photo, own_media):
    assert Photo.objects.in_gallery(KEY).get() == photo
    assert [str(path.relative_to(own_media)) for path in files_in(own_media)] == sorted(
        photo.file_names
    )


def test_the_row_says_what_was_read(photo):
    assert (photo.text, photo.verdict, photo.label) == ("7", "read", "7")
    assert photo.reading["text"] == "7"


def test_file_names_tell_neither_photo_name_nor_gallery(photo):
    names = " ".join(photo.file_names)
    assert "photo.png" not in names
    assert KEY.hex not in names.replace("-", "")


def test_files_are_private(photo, own_media):
    for path in files_in(own_media):
        assert os.stat(path).st_mode & 0o077 == 0
    with pytest.raises(ValueError, match="no public URL"):
        photo.file.url  # noqa: B018


def test_a_refused_upload_leaves_nothing(upload, own_media):
    with pytest.raises(UnreadablePhoto):
        photos.submit_photo(KEY, upload(hostile.jpeg()[:1000]))
    assert not Photo.objects.exists()
    assert not own_media.exists()


def test_a_row_that_fails_takes_its_files_along(upload, own_media, monkeypatch):
    def fail(*args, **options):
        raise DatabaseError

    monkeypatch.setattr(Photo, "_save_table", fail)
    with pytest.raises(DatabaseError):
        photos.submit_photo(KEY, upload())
    assert files_in(own_media) == []


def test_a_full_disk_leaves_nothing(upload, own_media, monkeypatch):
    calls = []

    def full(descriptor):
        calls.append(descriptor)
        if len(calls) > 2:  # the photo is synced, and its folder; the thumbnail fails
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        photos.submit_photo(KEY, upload())
    assert not Photo.objects.exists()
    assert files_in(own_media) == []


@pytest.mark.parametrize(
    ("name", "side"), [("thumbnail", 480), ("small_thumbnail", 240)]
)
def test_a_thumbnail_is_made_on_first_demand(upload, own_media, name, side):
    photo = photos.submit_photo(KEY, upload(encoded(page_of("1234567"))))
    default_storage.delete(getattr(photo, name).name)
    if name == "small_thumbnail":
        Photo.objects.update(small_thumbnail="")
        photo.refresh_from_db()
    made = photos.open_thumbnail(photo, name).read()
    assert max(opened(made).size) == side
    photo.refresh_from_db()
    assert getattr(photo, name).read() == made
    assert len(files_in(own_media)) == 3


def test_a_thumbnail_of_a_photo_just_deleted_is_not_kept(photo, own_media):
    found = Photo.objects.get()
    data = found.file.read()
    photos.remove_photo(found)
    default_storage.save(found.file.name, ContentFile(data))
    photos.open_thumbnail(found, "small_thumbnail")
    assert [path.suffix for path in files_in(own_media)] == [".png"]


def test_a_thumbnail_made_twice_at_once_is_kept_once(photo, own_media):
    photos.make_thumbnail(photo, "small_thumbnail")
    photo.refresh_from_db()
    assert len(files_in(own_media)) == 3
    assert default_storage.exists(photo.small_thumbnail.name)


def test_a_removed_photo_takes_its_files_along(photo, own_media):
    photos.remove_photo(photo)
    assert not Photo.objects.exists()
    assert files_in(own_media) == []


def test_files_stay_while_the_row_may_come_back(photo, own_media):
    with transaction.atomic():
        photos.remove_photo(photo)
        transaction.set_rollback(True)
    assert Photo.objects.exists()
    assert len(files_in(own_media)) == 3


def test_a_photo_whose_file_is_lost_can_be_removed(photo):
    default_storage.delete(photo.file.name)
    photos.remove_photo(photo)
    assert not Photo.objects.exists()


def test_emptying_a_gallery_leaves_the_others(photo, upload, own_media, monkeypatch):
    monkeypatch.setattr(photos, "BATCH_ROWS", 1)
    other = photos.submit_photo(uuid4(), upload())
    photos.submit_photo(KEY, upload())
    assert photos.empty_gallery(KEY) == 2
    assert Photo.objects.get() == other
    assert len(files_in(own_media)) == 3


@pytest.mark.parametrize(("correction", "label"), [("47", "47"), ("", ""), (None, "7")])
def test_a_correction_says_what_the_photo_says(photo, correction, label):
    photos.correct_photo(photo, correction)
    photo.refresh_from_db()
    assert (photo.correction, photo.label) == (correction, label)


def test_a_correction_of_a_photo_just_deleted_finds_nothing(photo):
    photos.remove_photo(Photo.objects.get())
    with pytest.raises(Http404):
        photos.correct_photo(photo, "4")


def test_an_explanation_is_returned_and_not_stored(upload):
    returned = photos.submit_photo(KEY, upload(), explain=True)
    kept = Photo.objects.get()
    assert set(returned.reading["digits"][0]) - set(kept.reading["digits"][0]) == {
        "seen",
        "heat",
    }
    assert returned.reading | {"digits": kept.reading["digits"]} == kept.reading


def test_nobody_without_a_key_has_photos(photo):
    assert not Photo.objects.in_gallery(None).exists()


def test_photos_expire_by_age(photo, settings):
    settings.PHOTO_MAX_AGE_DAYS = 7
    assert not Photo.objects.expired().exists()
    Photo.objects.update(created=timezone.now() - timedelta(days=8))
    assert Photo.objects.expired().get() == photo
