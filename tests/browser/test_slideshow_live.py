"""The slideshow while pictures come and go, of thousands, and in a hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from gallery.models import Photo
from tests.support.browser.gestures import (
    choose,
    picture,
    slide_finger,
    wait_for_answers,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOW = "/gallery/slideshow/"
BOXES = """all => all.map((e) => e.getBoundingClientRect())
  .map(({ x, y, width, height }) => [x, y, width, height])"""
CHANGE = """async ([name, ...given]) => {
  const api = await import("/static/js/shared/api.js");
  await api[name](...given);
}"""


def add_copies(count, seconds=-1):
    """Add older copies of the newest photo, or newer ones; return their names."""
    photo = Photo.objects.first()
    values = {field.name: getattr(photo, field.name) for field in photo._meta.fields}
    copies = [Photo(**values) for _ in range(count)]
    for i, copy in enumerate(copies, 1):
        copy.pk, copy.created = uuid4(), photo.created + timedelta(seconds=i * seconds)
    Photo.objects.bulk_create(copies)
    return [str(copy.pk) for copy in copies]


def other_tab(page):
    tab = page.context.new_page()
    tab.goto("/privacy/")
    return tab


def api_url(photo):
    return f"/api/v1/photos/{photo.pk}/"


def settle(page):
    """Wait until nothing is asked for: a table that is read can't be written."""
    page.wait_for_load_state("networkidle")


def shows(page, words):
    expect(page.locator("[data-place]")).to_have_text(words)


# Pictures come and go


@pytest.mark.main_flow
def test_a_picture_read_in_another_tab_appears(show):
    show.keyboard.press("ArrowRight")
    tab = show.context.new_page()
    tab.goto("/")
    choose(tab, picture())
    wait_for_answers(tab)
    shows(show, "3 / 4")
    show.get_by_text("A new picture was added").wait_for()


def test_pictures_sent_by_another_device_appear(show):
    show.clock.install()
    show.reload()
    shows(show, "1 / 3")
    settle(show)
    names = add_copies(2, seconds=1)
    show.clock.run_for(8100)
    shows(show, "3 / 5")
    show.keyboard.press("Home")
    expect(show.locator(".slide-shown")).to_have_attribute("data-id", names[1])


def test_an_unseen_slideshow_asks_nothing(show):
    show.clock.install()
    show.reload()
    shows(show, "1 / 3")
    show.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    asked = []
    show.on("request", lambda request: asked.append(request.url))
    show.clock.run_for(120_000)
    assert asked == []


@pytest.mark.main_flow
def test_a_picture_deleted_in_another_tab_leaves_at_once(show):
    second = list(Photo.objects.all())[1]
    show.keyboard.press("ArrowRight")
    shows(show, "2 / 3")
    other_tab(show).evaluate(CHANGE, ["deletePhoto", api_url(second)])
    shows(show, "2 / 2")
    expect(show.locator(".slide")).to_have_count(2)


def test_a_picture_deleted_elsewhere_is_passed_over(show):
    settle(show)
    add_copies(6)
    show.reload()
    shows(show, "1 / 9")
    photos = list(Photo.objects.all())
    settle(show)
    photos[3].delete()
    for _ in range(3):
        show.keyboard.press("ArrowRight")
    shows(show, "4 / 8")
    expect(show.locator(".slide-shown")).to_have_attribute("data-id", str(photos[4].pk))
    expect(show.locator(".slide-shown[data-failed]")).to_have_count(0)


def test_an_emptied_gallery_invites_and_begins_again(show):
    show.clock.install()
    show.reload()
    shows(show, "1 / 3")
    settle(show)
    newest = Photo.objects.first()
    Photo.objects.all().delete()
    show.clock.run_for(8100)
    show.get_by_text("No pictures yet").wait_for()
    expect(show.get_by_role("navigation")).to_be_visible()
    settle(show)
    newest.save()
    show.clock.run_for(8100)
    shows(show, "1 / 1")


def test_a_correction_in_another_tab_is_shown(show):
    other_tab(show).evaluate(
        CHANGE, ["correctPhoto", api_url(Photo.objects.first()), "12"]
    )
    expect(show.locator("[data-caption-badge]")).to_have_text("Corrected")
    expect(show.locator(".caption-label")).to_have_text("12")


def test_a_picture_that_fails_to_load_is_reported_and_retried(show):
    show.route("**/image/", lambda route: route.abort())
    settle(show)
    add_copies(5)
    show.reload()
    expect(show.locator(".failure")).to_contain_text("The server can't be reached")
    show.unroute("**/image/")
    show.get_by_role("button", name="Try again").click()
    expect(show.locator(".failure")).to_be_hidden()
    expect(show.locator(".slide-shown[data-failed]")).to_have_count(0)


# Thousands


def test_only_the_neighbors_are_loaded_ahead(show):
    settle(show)
    add_copies(9)
    asked = []
    show.on("request", lambda request: asked.append(request.url))
    show.reload()
    show.wait_for_load_state("networkidle")
    assert sum(url.endswith("/image/") for url in asked) == 3
    asked.clear()
    show.keyboard.press("ArrowRight")
    show.wait_for_load_state("networkidle")
    assert sum(url.endswith("/image/") for url in asked) <= 1
    expect(show.locator(".slide")).to_have_count(3)


def test_two_thousand_pictures_leave_the_page_small(show):
    settle(show)
    names = add_copies(1997)
    show.goto(f"{SHOW}#{names[1200]}")
    show.reload()
    shows(show, "1,204 / 2,000")
    expect(show.locator(".thumb[aria-current]")).to_be_in_viewport()
    assert show.evaluate("document.querySelectorAll('*').length") < 500
    show.keyboard.press("End")
    shows(show, "2,000 / 2,000")
    expect(show.locator(".thumb[aria-current]")).to_be_in_viewport()


def test_parts_of_a_large_gallery_are_fetched_when_they_are_due(show, monkeypatch):
    monkeypatch.setattr("gallery.slides.WINDOW_SLIDES", 4)
    settle(show)
    add_copies(9)
    show.goto(SHOW)
    for place in (2, 3, 4, 5, 6):
        show.keyboard.press("ArrowRight")
        shows(show, f"{place} / 12")
    names = [str(photo.pk) for photo in Photo.objects.all()]
    expect(show.locator(".slide-shown")).to_have_attribute("data-id", names[5])
    for key, place in (("End", 12), ("ArrowRight", 1), ("ArrowLeft", 12), ("Home", 1)):
        show.keyboard.press(key)
        shows(show, f"{place} / 12")
    show.evaluate("id => { location.hash = id; }", names[7])
    shows(show, "8 / 12")
    expect(show.locator(".thumb[aria-current]")).to_contain_text("8")


def test_a_part_that_fails_to_load_is_reported(show, monkeypatch):
    monkeypatch.setattr("gallery.slides.WINDOW_SLIDES", 2)
    # Before the page is there: Chromium may let a request that follows at once through.
    show.route("**/slideshow/?at=*", lambda route: route.abort())
    show.reload()
    shows(show, "1 / 3")
    show.keyboard.press("End")
    expect(show.locator("[data-note]")).to_contain_text("The server can't be reached")
    shows(show, "1 / 3")
    show.unroute("**/slideshow/?at=*")
    show.keyboard.press("End")
    shows(show, "3 / 3")


# In a hand


@pytest.fixture
def held(visit, seven):
    """Return the slideshow of two pictures on a phone."""
    page = visit(SHOW, kept="77", **PHONE)
    shows(page, "1 / 2")
    return page


def test_a_tap_at_an_edge_turns(held):
    held.touchscreen.tap(360, 300)
    shows(held, "2 / 2")
    held.touchscreen.tap(30, 300)
    shows(held, "1 / 2")


def test_a_swipe_that_is_hardly_one_turns_nothing(held):
    slide_finger(held, [(200, 400), (175, 400)])
    assert "--drag" not in (held.locator("[data-stage]").get_attribute("style") or "")
    shows(held, "1 / 2")


def test_a_tap_in_the_middle_leaves_the_picture_alone(held):
    held.touchscreen.tap(195, 300)
    expect(held.locator(".show-tools")).to_have_css("opacity", "0")
    held.touchscreen.tap(195, 300)
    expect(held.locator(".show-tools")).to_have_css("opacity", "1")
    shows(held, "1 / 2")


@pytest.mark.parametrize("size", [(390, 844), (320, 640), (844, 390)])
def test_every_control_is_whole_and_large_enough(held, size):
    held.set_viewport_size({"width": size[0], "height": size[1]})
    controls = held.locator(".show :is(.button, .field, .turn):visible")
    for x, y, width, height in controls.evaluate_all(BOXES):
        assert min(width, height) >= 44
        assert x >= 0
        assert y >= 0
        assert x + width <= size[0]
        assert y + height <= size[1]


def test_the_picture_keeps_its_size_whatever_is_said(held):
    stage = held.locator("[data-stage]")
    before = stage.bounding_box()
    settle(held)
    Photo.objects.filter(pk=Photo.objects.last().pk).update(correction="1" * 60)
    held.reload()
    shows(held, "1 / 2")
    held.keyboard.press("ArrowRight")
    shows(held, "2 / 2")
    expect(held.locator("[data-caption-badge]")).to_have_text("Corrected")
    assert stage.bounding_box() == before
