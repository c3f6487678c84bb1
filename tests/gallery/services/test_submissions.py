"""Uploads stored in the gallery of the visitor who sends them."""

from uuid import uuid4

import pytest

from gallery.identity import create_gallery_key, get_gallery_key
from gallery.models import Photo
from gallery.services.submissions import submit_to_gallery
from recognizer.errors import EmptyUpload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


def test_the_first_upload_begins_the_gallery(request_of, upload):
    request = request_of()
    photo = submit_to_gallery(request, upload())
    assert get_gallery_key(request) == photo.gallery_key


def test_later_uploads_join_it_and_renew_the_session(request_of, upload):
    request = request_of()
    key = create_gallery_key(request, uuid4())
    request.session.modified = False
    assert submit_to_gallery(request, upload()).gallery_key == key
    assert request.session.modified


def test_a_refused_upload_begins_nothing(request_of, upload):
    request = request_of()
    with pytest.raises(EmptyUpload):
        submit_to_gallery(request, upload(b""))
    assert not request.session.modified
    assert not Photo.objects.exists()
