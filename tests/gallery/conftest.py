"""Fixtures of the gallery tests: a stored photo, and requests with a session."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from gallery.models import Photo


@pytest.fixture
def photo(visitor, upload):
    visitor.post("/upload/", {"image": upload()})
    return Photo.objects.get()


@pytest.fixture
def request_of():
    """Return a function that builds a request with a session, a new one by default."""

    def build(session_key=None):
        request = RequestFactory().post("/")
        request.session = SessionStore(session_key)
        return request

    return build
