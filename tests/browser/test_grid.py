"""The gallery's grid: walk on, filter, choose, delete and undo."""

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from gallery.models import Photo
from tests.support.browser.grid import (
    UNDO_MS,
    box,
    chosen,
    eventually,
    fill,
    ids,
    photos,
    press_long,
    reading,
    tiles,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How far anything moved since the page was opened.
SHIFT = """() => new Promise((done) => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(
    observer.takeRecords().reduce((sum, { value }) => sum + value, 0))));
})"""


def stop_clock(page):
    """Let time stand still, so that the way back stays open."""
    page.clock.install()
    page.reload()
    return page


def keys_of(all_photos):
    return [str(photo.pk) for photo in all_photos]


# Walking on


@pytest.mark.main_flow
def test_older_pictures_come_by_themselves(desktop, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.PAGE_PHOTOS", 8)
    fill(desktop, 20)
    desktop.mouse.wheel(0, 4000)
    expect(tiles(desktop)).to_have_count(20)
    assert ids(desktop) == keys_of(photos())
    expect(desktop.locator("[data-older] a")).to_have_count(0)


def test_a_page_that_fails_to_load_is_reported_and_retried(desktop, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.PAGE_PHOTOS", 8)
    desktop.route("**/gallery/?cursor=*", lambda route: route.abort())
    fill(desktop, 12)
    desktop.get_by_text("The server can't be reached. Check").wait_for()
    desktop.unroute("**/gallery/?cursor=*")
    desktop.get_by_role("link", name="Older pictures").click()
    expect(tiles(desktop)).to_have_count(12)


def test_a_number_that_is_not_counted_stays(desktop, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.MAX_COUNTED", 2)
    fill(desktop, 4)
    reading(desktop).focus()
    desktop.keyboard.press("Delete")
    expect(tiles(desktop)).to_have_count(3)
    expect(desktop.locator("[data-count]")).to_have_text("2+")


def test_without_script_links_lead_on_and_back(visit, seven, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.PAGE_PHOTOS", 3)
    page = fill(visit(java_script_enabled=False), 5)
    page.get_by_role("link", name="Older pictures").click()
    expect(tiles(page)).to_have_count(2)
    page.get_by_role("link", name="Newer pictures").click()
    expect(tiles(page)).to_have_count(3)


def test_pictures_come_in_the_size_that_is_needed_and_move_nothing(desktop):
    fill(desktop, 3)
    picture = tiles(desktop).first.locator("img")
    assert "/thumbnail/small/ 240w" in picture.get_attribute("srcset")
    assert picture.get_attribute("loading") == "lazy"
    assert desktop.evaluate(SHIFT) == 0


# Filters


@pytest.mark.main_flow
def test_a_filter_shows_its_pictures_at_once_and_is_in_the_address(desktop):
    fill(desktop, 3)
    Photo.objects.filter(pk=photos()[1].pk).update(correction="3")
    desktop.get_by_role("combobox", name="Digit", exact=True).select_option("3")
    expect(tiles(desktop)).to_have_count(1)
    assert ids(desktop) == [str(photos()[1].pk)]
    expect(desktop).to_have_url("/gallery/?label=3")
    assert "label=3" in desktop.locator("a[download]").first.get_attribute("href")
    desktop.go_back()
    expect(tiles(desktop)).to_have_count(3)


def test_a_filter_that_finds_nothing_says_so(desktop):
    fill(desktop)
    desktop.get_by_label("Answer").select_option("nothing")
    desktop.get_by_text("No pictures match").wait_for()
    desktop.get_by_role("link", name="Show all").last.click()
    expect(tiles(desktop)).to_have_count(2)


def test_without_script_a_button_filters(visit, seven):
    page = fill(visit(java_script_enabled=False), 2)
    Photo.objects.filter(pk=photos()[0].pk).update(correction="")
    page.get_by_label("Corrected").select_option("true")
    page.get_by_role("button", name="Show").click()
    assert ids(page) == [str(photos()[0].pk)]


# Choosing


@pytest.mark.main_flow
def test_shift_chooses_all_between(desktop):
    fill(desktop, 5)
    box(desktop, 1).click()
    box(desktop, 3).click(modifiers=["Shift"])
    assert chosen(desktop) == [1, 2, 3]
    desktop.get_by_text("Selected: 3").first.wait_for()


def test_all_are_chosen_and_none(desktop):
    fill(desktop, 3)
    desktop.keyboard.press("Control+a")
    assert chosen(desktop) == [0, 1, 2]
    desktop.keyboard.press("Escape")
    assert chosen(desktop) == []


@pytest.mark.main_flow
def test_a_long_press_chooses_and_taps_choose_more(visit, seven):
    page = fill(visit(**PHONE), 4)
    press_long(page, 0)
    tiles(page).nth(1).locator("[data-open]").tap()
    assert chosen(page) == [0, 1]
    assert page.url.endswith("/gallery/")
    page.get_by_role("button", name="None").click()
    tiles(page).nth(1).locator("[data-open]").tap()
    page.wait_for_url("**/slideshow/#*")


def test_the_bars_hide_nothing_at_the_end_of_the_page(desktop):
    fill(desktop, 2)
    box(desktop, 0).check()
    desktop.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    bar = desktop.locator("[data-chosen]").bounding_box()
    last = desktop.locator(".languages").bounding_box()
    assert last["y"] + last["height"] <= bar["y"]


# Deleting


@pytest.mark.main_flow
def test_a_deletion_happens_after_ten_seconds(desktop):
    stop_clock(fill(desktop, 3))
    box(desktop, 0).check()
    desktop.get_by_role("button", name="Delete").click()
    expect(tiles(desktop)).to_have_count(2)
    assert desktop.locator("[data-count]").inner_text() == "2"
    desktop.clock.fast_forward(UNDO_MS - 1000)
    assert Photo.objects.count() == 3
    with desktop.expect_response("**/gallery/delete/"):
        desktop.clock.fast_forward(1000)
    expect(desktop.locator("[data-message]")).to_be_hidden()
    assert Photo.objects.count() == 2


@pytest.mark.main_flow
def test_a_deletion_is_undone_where_it_was(desktop):
    stop_clock(fill(desktop, 4))
    before = ids(desktop)
    box(desktop, 1).check()
    box(desktop, 2).check()
    desktop.keyboard.press("Delete")
    expect(tiles(desktop)).to_have_count(2)
    desktop.get_by_role("button", name="Undo").click()
    assert ids(desktop) == before
    desktop.clock.fast_forward(2 * UNDO_MS)
    desktop.get_by_text("Nothing was deleted.").wait_for()
    assert Photo.objects.count() == 4


def test_leaving_the_page_deletes_at_once(desktop):
    stop_clock(fill(desktop, 2))
    reading(desktop).focus()
    desktop.keyboard.press("Delete")
    desktop.get_by_role("link", name="Slideshow", exact=True).click()
    desktop.wait_for_url("**/slideshow/**")
    assert Photo.objects.count() == 1
    expect(desktop.locator("[data-slide]")).to_have_count(1)


def test_closing_the_tab_deletes_too(desktop):
    stop_clock(fill(desktop, 2))
    reading(desktop).focus()
    desktop.keyboard.press("Delete")
    desktop.goto("about:blank")
    eventually(desktop, lambda: Photo.objects.count() == 1)


def test_a_deletion_that_fails_brings_everything_back(desktop):
    stop_clock(fill(desktop, 2))
    before = ids(desktop)
    desktop.route("**/gallery/delete/", lambda route: route.abort())
    desktop.keyboard.press("Control+a")
    desktop.get_by_role("button", name="Delete").click()
    desktop.clock.fast_forward(UNDO_MS)
    desktop.get_by_text("Nothing was deleted. The server can't be reached").wait_for()
    assert ids(desktop) == before
    assert Photo.objects.count() == 2


def test_two_tabs_that_delete_the_same_picture_end_in_a_sentence(desktop):
    stop_clock(fill(desktop, 3))
    reading(desktop).focus()
    desktop.keyboard.press("Delete")
    photos()[0].delete()
    desktop.clock.fast_forward(UNDO_MS)
    desktop.get_by_text("Already deleted in another tab: 1").wait_for()
    assert ids(desktop) == keys_of(photos())


def test_what_another_tab_deletes_goes_here_too(desktop):
    fill(desktop, 3)
    other = desktop.context.new_page()
    other.goto("/gallery/")
    reading(other).focus()
    other.keyboard.press("Delete")
    with other.expect_response("**/gallery/delete/"):
        other.get_by_role("link", name="Slideshow", exact=True).click()
    desktop.get_by_text("Already deleted in another tab: 1").wait_for()
    expect(tiles(desktop)).to_have_count(2)
    assert ids(desktop) == keys_of(photos())


def test_the_last_picture_leaves_an_empty_gallery(desktop):
    stop_clock(fill(desktop, 1))
    reading(desktop).focus()
    desktop.keyboard.press("Delete")
    desktop.clock.fast_forward(UNDO_MS)
    desktop.get_by_text("No pictures yet").wait_for()


@pytest.mark.main_flow
def test_without_script_chosen_pictures_are_deleted(visit, seven):
    page = fill(visit(java_script_enabled=False), 3)
    kept = ids(page)[1]
    box(page, 0).check()
    box(page, 2).check()
    page.get_by_role("button", name="Delete").click()
    assert ids(page) == [kept]
    assert Photo.objects.count() == 1


# Taking along


@pytest.mark.main_flow
def test_the_gallery_is_exported_from_its_page(desktop):
    fill(desktop, 2)
    desktop.get_by_text("More …").click()
    with desktop.expect_download() as download:
        desktop.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    assert len(download.value.path().read_text().splitlines()) == 3
