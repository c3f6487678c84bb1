"""What the page of the slideshow holds, and what it leaves to scripts."""

import re
from pathlib import Path

import pytest

from gallery.models import Photo

MODULES = Path(__file__).parents[3] / "static" / "js"

pytestmark = [
    pytest.mark.django_db(transaction=True),
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


def imported_by(name: str) -> set[str]:
    """Return the modules that one imports, and those that these import."""
    names = re.findall(r'(?:from|import) "\./([\w.]+)"', (MODULES / name).read_text())
    return set(names).union(*map(imported_by, names))


def test_every_photo_is_named_and_some_are_listed(page):
    assert all(str(photo.pk) in page for photo in Photo.objects.all())
    assert page.count('class="slide-item"') == 2
    assert "?page=2" in page


def test_every_module_of_the_slideshow_is_fetched_at_once(page):
    preloaded = re.findall(r'modulepreload" href="/static/js/([\w.]+)"', page)
    assert set(preloaded) == imported_by("slideshow.js")
