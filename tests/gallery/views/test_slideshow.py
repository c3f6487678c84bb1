"""What the page of the slideshow holds, and what it leaves to scripts."""

import json
import re

import pytest

from gallery.models import Photo
from gallery.script_modules import imported_modules

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def page(browser, upload, monkeypatch):
    """Return the slideshow of three photos, of which the list shows two."""
    monkeypatch.setattr("gallery.views.slideshow.LISTED_SLIDES", 2)
    visitor = browser()
    for _ in range(3):
        visitor.post("/upload/", {"image": upload()})
    return visitor.get("/gallery/slideshow/").content.decode()


def test_every_photo_is_named_and_some_are_listed(page):
    assert all(str(photo.pk) in page for photo in Photo.objects.all())
    assert page.count('class="slide-item"') == 2
    assert re.search(r'rel="next" href="/gallery/slideshow/\?cursor=', page)


def test_a_window_of_a_large_gallery_tells_what_lies_beyond(
    browser, upload, monkeypatch
):
    monkeypatch.setattr("gallery.slides.WINDOW_SLIDES", 2)
    visitor = browser()
    for _ in range(5):
        visitor.post("/upload/", {"image": upload()})
    keys = [str(photo.pk) for photo in Photo.objects.all()]
    first = window_of(visitor.get("/gallery/slideshow/"))
    assert (first["ids"], first["before"], first["after"]) == (keys[:2], 0, 3)
    assert (first["newer"], first["older"], first["oldest"]) == (None, keys[2], keys[4])
    middle = window_of(visitor.get(f"/gallery/slideshow/?at={keys[2]}"))
    assert (middle["ids"], middle["before"], middle["after"]) == (keys[1:4], 1, 1)
    assert (middle["newest"], middle["newer"]) == (keys[0], keys[0])
    last = window_of(visitor.get(f"/gallery/slideshow/?at={keys[4]}"))
    assert (last["ids"], last["older"], last["oldest"]) == (keys[3:], None, None)


@pytest.mark.parametrize("at", ["nobody", "0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1"])
def test_a_window_around_nothing_is_that_of_the_newest(browser, upload, at):
    visitor = browser()
    visitor.post("/upload/", {"image": upload()})
    window = window_of(visitor.get(f"/gallery/slideshow/?at={at}"))
    assert window["ids"] == [str(Photo.objects.get().pk)]


def test_what_lies_beyond_is_counted_up_to_a_limit(browser, upload, monkeypatch):
    monkeypatch.setattr("gallery.slides.WINDOW_SLIDES", 2)
    monkeypatch.setattr("gallery.slides.MAX_COUNTED", 1)
    visitor = browser()
    for _ in range(5):
        visitor.post("/upload/", {"image": upload()})
    window = window_of(visitor.get("/gallery/slideshow/"))
    assert (window["after"], window["limit"]) == (2, 1)


def window_of(answer):
    [payload] = re.findall(
        r'<script type="application/json">(.*?)</script>', answer.text
    )
    return json.loads(payload)


def test_every_module_of_the_slideshow_is_fetched_at_once(page):
    preloaded = re.findall(r'modulepreload" href="/static/([^"]+)"', page)
    assert preloaded == list(imported_modules("js/slideshow/slideshow-page.js"))
    assert "js/shared/connection.js" in preloaded
