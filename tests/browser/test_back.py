"""Back and Forward: a page that is brought back shows the gallery as it is by now."""

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import ARGUMENTS, DESKTOP, find_chromium
from gallery.models import Photo
from tests.support.browser.gestures import choose, picture, wait_for_answers
from tests.support.browser.grid import eventually, multiply, tiles
from tests.support.galleries import give_gallery

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("plain_cookies", "seven"),
]

SHOW = "/gallery/slideshow/"
# Notes whether a page was brought back as it was left.
NOTE = """addEventListener("pageshow", ({ persisted }) => {
  if (persisted) sessionStorage.setItem("restored", location.pathname);
});"""
RESTORED = "(path) => sessionStorage.getItem('restored') === path"


@pytest.fixture(scope="module")
def keeping(chromium):
    """Start a browser that keeps pages for Back, as Playwright's own does not."""
    browser = chromium.browser_type.launch(
        executable_path=find_chromium(),
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def walk(keeping, live_server):
    """Return a page of a visitor with two photos, in the browser that keeps pages."""
    context = keeping.new_context(base_url=live_server.url, **DESKTOP)
    give_gallery(context, live_server.url, "7", "71")
    context.add_init_script(NOTE)
    page = context.new_page()
    yield page
    page.wait_for_load_state("networkidle")
    context.close()


def leave_and_return(page, change):
    """Leave a page, let something change, and go back to it as the browser kept it."""
    page.wait_for_load_state("networkidle")
    path = page.evaluate("location.pathname")
    page.goto("/model/")
    change()
    page.evaluate("() => { setTimeout(() => history.back()); }")
    page.wait_for_url(f"**{path}*", wait_until="commit")
    page.wait_for_function(RESTORED, arg=path)


def delete_newest():
    Photo.objects.first().delete()


def test_the_gallery_shows_no_deleted_photo(walk):
    walk.goto("/gallery/")
    leave_and_return(walk, delete_newest)
    expect(tiles(walk)).to_have_count(1)
    expect(walk.locator("[data-count]")).to_have_text("1")


def test_the_gallery_shows_fresh_readings(walk):
    walk.goto("/gallery/?verdict=read")
    leave_and_return(walk, lambda: Photo.objects.update(correction="40"))
    expect(walk.locator(".tile-digits").first).to_have_text("40")
    assert walk.url.endswith("?verdict=read")


def test_a_gallery_that_is_empty_by_now_says_so(walk):
    walk.goto("/gallery/")
    leave_and_return(walk, lambda: Photo.objects.all().delete())
    expect(walk.get_by_text("No pictures yet")).to_be_visible()


def test_a_gallery_that_was_scrolled_far_keeps_its_place(walk, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.PAGE_PHOTOS", 2)
    delete_newest()
    multiply(5)
    walk.goto("/gallery/")
    expect(tiles(walk)).to_have_count(5)
    leave_and_return(walk, delete_newest)
    expect(tiles(walk)).to_have_count(4)


def test_a_deletion_that_the_page_began_is_not_offered_to_undo(walk):
    walk.goto("/gallery/")
    tiles(walk).first.locator("[data-pick]").check()
    walk.get_by_role("button", name="Delete").click()
    expect(walk.get_by_role("button", name="Undo")).to_be_visible()
    leave_and_return(walk, lambda: eventually(walk, lambda: Photo.objects.count() == 1))
    expect(walk.get_by_role("button", name="Undo")).to_be_hidden()
    expect(walk.locator("[data-tile]")).to_have_count(1)


def test_the_page_of_a_deleted_photo_is_gone(walk):
    walk.goto(f"/gallery/{Photo.objects.first().pk}/")
    leave_and_return(walk, delete_newest)
    expect(walk.get_by_role("heading", level=1)).to_contain_text("does not exist")


def test_the_slideshow_leaves_a_deleted_photo_out(walk):
    walk.goto(SHOW)
    expect(walk.locator("[data-place]")).to_have_text("1 / 2")
    leave_and_return(walk, delete_newest)
    expect(walk.locator("[data-place]")).to_have_text("1 / 1")


def test_the_start_page_shows_no_deleted_photo(walk):
    walk.goto("/")
    choose(walk, picture())
    wait_for_answers(walk)
    expect(walk.locator(".strip-item")).to_have_count(3)
    leave_and_return(walk, delete_newest)
    expect(walk.locator(".strip-item")).to_have_count(2)
    expect(walk.locator(".queue-row")).to_have_count(0)


@pytest.mark.main_flow
def test_back_shows_no_deleted_photo_where_pages_are_fetched_again(visit, seven):
    page = visit("/gallery/", kept=("7", "71"))
    expect(tiles(page)).to_have_count(2)
    page.goto("/model/")
    delete_newest()
    page.go_back()
    expect(tiles(page)).to_have_count(1)
