"""What the page of the slideshow holds, and what it leaves to scripts."""

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
    assert "?page=2" in page


def test_every_module_of_the_slideshow_is_fetched_at_once(page):
    preloaded = re.findall(r'modulepreload" href="/static/([^"]+)"', page)
    assert preloaded == list(imported_modules("js/slideshow/slideshow-page.js"))
    assert "js/shared/connection.js" in preloaded
