"""The cookie of a session goes with its session, and not with a late answer."""

import pytest
from django.conf import settings
from django.test import Client

from gallery.models import Photo

pytestmark = pytest.mark.django_db

COOKIE = settings.SESSION_COOKIE_NAME
PHOTOS = "/api/v1/photos/"


@pytest.fixture
def kept(seven, upload):
    """Return a browser that has kept a picture."""
    browser = Client()
    assert browser.post(PHOTOS, {"image": upload()}).status_code == 201
    return browser


def test_a_late_answer_leaves_the_cookie_of_the_session_that_came_after(kept):
    late = Client()
    late.cookies[COOKIE] = "another-session-that-is-gone"
    answer = late.get(f"{PHOTOS}{Photo.objects.get().pk}/image/")
    assert answer.status_code == 404
    assert COOKIE not in answer.cookies
    assert "Cookie" in answer["Vary"]


def test_whoever_is_forgotten_loses_the_cookie(kept):
    answer = kept.delete("/api/v1/visitor/")
    assert answer.cookies[COOKIE].value == ""
    assert answer.cookies[COOKIE]["max-age"] == 0


def test_a_session_that_is_gone_is_followed_by_a_new_one(kept, seven, upload):
    browser = Client()
    browser.cookies[COOKIE] = "another-session-that-is-gone"
    answer = browser.post(PHOTOS, {"image": upload()})
    assert answer.status_code == 201
    assert len(answer.cookies[COOKIE].value) == 32
    assert browser.get(PHOTOS).json()["results"]
