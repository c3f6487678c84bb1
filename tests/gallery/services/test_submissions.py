"""Submissions: an upload becomes a photo with row and files, or leaves nothing."""

import os
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.http import Http404

from gallery.identity import create_gallery_key, get_gallery_key
from gallery.models import Photo
from gallery.services import submissions
from gallery.services.storage_failures import StorageFull, StorageUnavailable
from gallery.services.submissions import submit_photo, submit_to_gallery
from gallery.services.visitors import forget_visitor
from recognizer import recognize
from recognizer.errors import EmptyUpload, UnreadablePhoto
from tests.support import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


def test_the_first_upload_creates_the_gallery(request_of, upload):
    request = request_of()
    photo, created = submit_to_gallery(request, upload())
    assert created
    assert get_gallery_key(request) == photo.gallery_key


def test_later_uploads_join_the_gallery_and_renew_the_session(request_of, upload):
    request = request_of()
    key = create_gallery_key(request, uuid4())
    request.session.save()
    request.session.modified = False
    assert submit_to_gallery(request, upload()).photo.gallery_key == key
    assert request.session.modified


def test_what_is_read_while_its_visitor_is_forgotten_does_not_stay(
    request_of, upload, monkeypatch, list_files
):
    request = request_of()
    create_gallery_key(request)
    request.session.save()
    elsewhere = request_of(request.session.session_key)

    def read_slowly(*args, **options):
        forget_visitor(elsewhere)
        return recognize(*args, **options)

    monkeypatch.setattr(submissions, "recognize", read_slowly)
    with pytest.raises(Http404):
        submit_to_gallery(request, upload())
    assert not Photo.objects.exists()
    assert list_files() == []


def test_a_refused_upload_creates_no_gallery(request_of, upload):
    request = request_of()
    with pytest.raises(EmptyUpload):
        submit_to_gallery(request, upload(b""))
    assert not request.session.modified
    assert not Photo.objects.exists()


def test_a_photo_has_a_row_and_three_files(photo, gallery_key, list_files):
    assert Photo.objects.in_gallery(gallery_key).get() == photo
    assert list_files() == sorted(photo.file_names)
    assert len(photo.file_names) == 3


def test_the_row_has_the_reading(photo):
    assert (photo.text, photo.verdict, photo.label) == ("7", "read", "7")
    assert photo.reading["text"] == "7"


def test_file_names_reveal_neither_photo_name_nor_gallery(photo):
    names = " ".join(photo.file_names)
    assert "photo.png" not in names
    assert photo.gallery_key.hex not in names.replace("-", "")


def test_files_are_private(photo, own_media):
    modes = [os.stat(own_media / name).st_mode for name in photo.file_names]
    assert [mode & 0o077 for mode in modes] == [0, 0, 0]
    with pytest.raises(ValueError, match="no public URL"):
        photo.file.url  # noqa: B018


def test_a_refused_upload_stores_nothing(gallery_key, upload, own_media):
    with pytest.raises(UnreadablePhoto):
        submit_photo(gallery_key, upload(hostile.jpeg()[:1000]))
    assert not Photo.objects.exists()
    assert not own_media.exists()


def test_a_row_that_fails_leaves_no_files(gallery_key, upload, list_files, monkeypatch):
    def fail(*args, **options):
        raise DatabaseError

    monkeypatch.setattr(Photo, "save", fail)
    with pytest.raises(StorageUnavailable):
        submit_photo(gallery_key, upload())
    assert list_files() == []


def fail_from_third_sync():
    """Return an fsync that works for the photo and its folder, then finds no space."""
    calls = []

    def fsync(descriptor):
        calls.append(descriptor)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")

    return fsync


@pytest.mark.django_db(transaction=True)  # the failed save breaks its transaction
def test_a_full_disk_leaves_nothing(gallery_key, upload, list_files, monkeypatch):
    monkeypatch.setattr(os, "fsync", fail_from_third_sync())
    with pytest.raises(StorageFull):
        submit_photo(gallery_key, upload())
    assert not Photo.objects.exists()
    assert list_files() == []


def test_an_explanation_is_returned_and_not_stored(gallery_key, upload):
    returned = submit_photo(gallery_key, upload(), explain=True).photo.reading
    stored = Photo.objects.get().reading
    assert set(returned["digits"][0]) - set(stored["digits"][0]) == {"seen", "heat"}
    assert returned | {"digits": stored["digits"]} == stored
