"""How a browser is known."""

from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from gallery import identity
from gallery.models import Photo
from recognizer.errors import EmptyUpload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.fixture
def request_of():
    def build(session_key=None):
        request = RequestFactory().post("/")
        request.session = SessionStore(session_key)
        return request

    return build


def test_a_new_visitor_has_no_key(request_of):
    assert identity.gallery_key(request_of()) is None


def test_a_key_is_random_and_stays(request_of):
    request = request_of()
    key = identity.create_gallery_key(request)
    assert isinstance(key, UUID)
    assert identity.gallery_key(request) == key
    assert identity.create_gallery_key(request_of()) != key


def test_a_session_that_was_there_before_gets_another_id(request_of):
    before = SessionStore()
    before["something"] = "else"
    before.save()
    request = request_of(before.session_key)
    identity.create_gallery_key(request)
    assert request.session.session_key != before.session_key
    assert not Session.objects.filter(session_key=before.session_key).exists()


def test_the_first_upload_begins_the_gallery(request_of, upload):
    request = request_of()
    photo = identity.submit_to_gallery(request, upload())
    assert identity.gallery_key(request) == photo.gallery_key


def test_later_uploads_join_it_and_renew_the_session(request_of, upload):
    request = request_of()
    key = identity.create_gallery_key(request, uuid4())
    request.session.modified = False
    assert identity.submit_to_gallery(request, upload()).gallery_key == key
    assert request.session.modified


def test_a_refused_upload_begins_nothing(request_of, upload):
    request = request_of()
    with pytest.raises(EmptyUpload):
        identity.submit_to_gallery(request, upload(b""))
    assert not request.session.modified
    assert not Photo.objects.exists()
