"""Identification of a browser by its session."""

from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from gallery import identity

pytestmark = pytest.mark.django_db


def test_a_new_visitor_has_no_key(request_of):
    assert identity.get_gallery_key(request_of()) is None


def test_a_key_is_random_and_stays(request_of):
    request = request_of()
    key = identity.create_gallery_key(request)
    assert isinstance(key, UUID)
    assert identity.get_gallery_key(request) == key
    assert identity.create_gallery_key(request_of()) != key


def test_a_session_that_was_there_before_gets_another_id(request_of):
    before = SessionStore()
    before["something"] = "else"
    before.save()
    request = request_of(before.session_key)
    identity.create_gallery_key(request)
    assert request.session.session_key != before.session_key
    assert not Session.objects.filter(session_key=before.session_key).exists()
