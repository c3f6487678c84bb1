"""Deletions of very many pictures, on pages that are closed before they are done."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from gallery.models import Photo
from tests.support.browser.grid import eventually, fill, tiles

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# In 64 kB a closed page can name fewer than two thousand.
MANY = 2200
NOTED = "() => localStorage.getItem('digitsite-deletion')"


@pytest.fixture
def full(desktop, monkeypatch):
    """Return a page that shows very many pictures, with time standing still."""
    monkeypatch.setattr("gallery.views.gallery.PAGE_PHOTOS", MANY)
    fill(desktop, 1)
    photo = Photo.objects.get()
    copies = [Photo(**values_of(photo)) for _ in range(MANY - 1)]
    Photo.objects.bulk_create(copies)
    # Pictures that are not there take no time.
    desktop.route("**/thumbnail/**", lambda route: route.abort())
    desktop.clock.install()
    desktop.reload()
    expect(tiles(desktop)).to_have_count(MANY, timeout=60_000)
    return desktop


def values_of(photo):
    fields = [field.attname for field in Photo._meta.concrete_fields]
    return {name: getattr(photo, name) for name in fields} | {"pk": uuid4()}


def delete_all(page):
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Delete").click()
    expect(tiles(page)).to_have_count(0)


def test_closing_the_page_deletes_at_once_what_may_be_sent(full):
    delete_all(full)
    full.goto("about:blank")
    eventually(full, lambda: Photo.objects.count() < MANY / 2)


def test_the_next_visit_deletes_the_rest(full):
    delete_all(full)
    full.goto("about:blank")
    full.goto("/privacy/")
    eventually(full, lambda: not Photo.objects.exists())
    eventually(full, lambda: full.evaluate(NOTED) is None)


def test_the_next_visit_to_the_gallery_ends_in_an_empty_one(full):
    delete_all(full)
    full.route("**/gallery/delete/", lambda route: route.abort())
    full.goto("about:blank")
    assert Photo.objects.count() == MANY
    full.unroute("**/gallery/delete/")
    full.goto("/gallery/")
    full.get_by_text("No pictures yet").wait_for()


def test_an_undone_deletion_is_not_done_later(full):
    delete_all(full)
    full.get_by_role("button", name="Undo").click()
    full.goto("/privacy/")
    assert full.evaluate(NOTED) is None
    assert Photo.objects.count() == MANY
