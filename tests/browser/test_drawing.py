"""The sheet that reads while someone writes on it."""

import re

import pytest
from playwright.sync_api import expect

from gallery.models import Photo
from gallery.texts import readings
from tests.support.browser.gestures import (
    choose,
    digits_of,
    draw,
    keep_drawing,
    picture,
    points_of,
    press_pen,
    wait_for_answers,
    wait_for_digits,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INK = """canvas => new Promise((resolve) => requestAnimationFrame(() => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  resolve(data.filter((value, i) => i % 4 === 3 && value > 0).length);
}))"""
FILL_STORAGE = """() => { Storage.prototype.setItem = () => {
  throw new DOMException("full", "QuotaExceededError");
}; }"""


def ink_of(page):
    """Return how many pixels of the sheet are not blank."""
    return page.locator("[data-sketch-canvas]").evaluate(INK)


def tool(page, name):
    return page.get_by_role("button", name=name, exact=True)


def posts_of(page):
    """Return a list that grows with the paths that the page posts to."""
    posts = []
    page.on(
        "request",
        lambda r: r.method == "POST" and posts.append(r.url.partition("/v1/")[2]),
    )
    return posts


@pytest.mark.main_flow
def test_a_drawing_is_read_while_it_is_made_and_not_stored(desktop):
    posts = posts_of(desktop)
    draw(desktop, "7")
    wait_for_digits(desktop, "7")
    assert set(posts) == {"readings/"}
    assert not Photo.objects.exists()


@pytest.mark.main_flow
def test_once_the_hand_rests_the_saliency_is_shown(desktop):
    draw(desktop, "7")
    desktop.locator("[data-closers] [data-heat]:visible").wait_for()
    assert tool(desktop, "Show").count() == 0


def test_an_answer_says_how_long_it_took(desktop):
    draw(desktop, "7")
    wait_for_digits(desktop, "7")
    expect(desktop.locator("[data-took]")).to_contain_text("Answered in")


@pytest.mark.main_flow
def test_the_newest_answer_wins_and_a_stale_request_is_aborted(desktop):
    held = []

    def hold_first(route):
        if held:
            return route.continue_()
        return held.append(route)

    desktop.route("**/api/v1/readings/", hold_first)
    with desktop.expect_request("**/api/v1/readings/"):
        draw(desktop, "1", left=0.3)
    with desktop.expect_event("requestfailed") as lost:
        draw(desktop, "1", left=0.6)
    wait_for_digits(desktop, "77")
    assert lost.value.failure == "net::ERR_ABORTED"


@pytest.mark.main_flow
def test_a_drawing_is_kept_once_when_that_is_asked(desktop):
    draw(desktop, "7")
    keep_drawing(desktop)
    wait_for_answers(desktop)
    expect(tool(desktop, "Saved")).to_be_disabled()
    assert Photo.objects.count() == 1
    draw(desktop, "1", left=0.7)
    expect(tool(desktop, "Save drawing")).to_be_enabled()


def test_a_drawing_that_was_refused_can_be_kept_again(desktop):
    refusal = {"code": "unreadable_photo", "detail": "Damaged."}
    desktop.route(
        "**/api/v1/photos/*", lambda route: route.fulfill(status=400, json=refusal)
    )
    draw(desktop, "7")
    keep_drawing(desktop)
    wait_for_answers(desktop)
    expect(tool(desktop, "Save drawing")).to_be_enabled()


def test_a_kept_drawing_does_not_cover_the_answer_to_a_newer_one(desktop):
    held = []
    draw(desktop, "7", left=0.3)
    desktop.route("**/api/v1/photos/*", lambda route: held.append(route))
    with desktop.expect_request("**/api/v1/photos/*"):
        keep_drawing(desktop)
    draw(desktop, "1", left=0.7)
    wait_for_digits(desktop, "77")
    held[0].continue_()
    desktop.locator(".strip-item").wait_for()
    wait_for_digits(desktop, "77")
    desktop.locator(".queue-show").click()
    wait_for_digits(desktop, "7")


@pytest.mark.main_flow
def test_strokes_are_undone_and_redone(desktop):
    draw(desktop, "7")
    whole = ink_of(desktop)
    tool(desktop, "Undo").click()
    assert 0 < ink_of(desktop) < whole
    tool(desktop, "Undo").click()
    assert tool(desktop, "Undo").is_disabled()
    assert desktop.locator("[data-sketch-hint]").is_visible()
    tool(desktop, "Redo").click()
    tool(desktop, "Redo").click()
    assert tool(desktop, "Redo").is_disabled()
    assert ink_of(desktop) == whole


@pytest.mark.parametrize("redo", ["Control+Shift+Z", "Control+y"])
def test_strokes_are_undone_and_redone_by_keys(desktop, redo):
    draw(desktop, "1")
    whole = ink_of(desktop)
    desktop.keyboard.press("Control+z")
    assert ink_of(desktop) == 0
    desktop.keyboard.press(redo)
    assert ink_of(desktop) == whole


def test_a_cleared_sheet_waits_and_can_be_brought_back(desktop):
    draw(desktop, "7")
    wait_for_digits(desktop, "7")
    tool(desktop, "Clear").click()
    expect(desktop.locator("[data-answer]")).to_have_attribute(
        "data-verdict", "waiting"
    )
    tool(desktop, "Undo").click()
    wait_for_digits(desktop, "7")


def test_the_eraser_takes_ink_away_and_that_is_undone(desktop):
    draw(desktop, "7")
    whole = ink_of(desktop)
    desktop.get_by_role("radio", name="Eraser").check()
    draw(desktop, "1")
    assert ink_of(desktop) < whole * 0.9
    desktop.keyboard.press("Control+z")
    assert ink_of(desktop) == whole


def test_a_stylus_pressed_harder_leaves_more_ink(desktop):
    (stroke,), inks = points_of(desktop, "1"), []
    for force in (0.2, 0.9):
        press_pen(desktop, stroke, force)
        inks.append(ink_of(desktop))
        tool(desktop, "Clear").click()
    assert inks[1] > 1.8 * inks[0]


@pytest.mark.main_flow
def test_a_drawing_survives_a_reload_with_all_that_can_be_undone(desktop):
    draw(desktop, "7")
    whole = ink_of(desktop)
    desktop.reload()
    wait_for_digits(desktop, "7")
    assert ink_of(desktop) == pytest.approx(whole, rel=0.01)
    tool(desktop, "Undo").click()
    assert 0 < ink_of(desktop) < whole


def test_a_browser_with_full_storage_says_so_and_reads_on(desktop):
    desktop.evaluate(FILL_STORAGE)
    draw(desktop, "7")
    wait_for_digits(desktop, "7")
    notice = desktop.locator("[data-sketch-notice]")
    expect(notice).to_have_text(
        re.compile("no storage left: a reload of the page would lose")
    )


def test_an_answer_is_announced_once_the_hand_rests(desktop):
    said = desktop.locator("[data-spoken]")
    draw(desktop, "1", left=0.3)
    wait_for_digits(desktop, "7")
    assert said.text_content() == ""
    draw(desktop, "1", left=0.6)
    expect(said).to_contain_text("Read 7 7.")


def test_a_lost_connection_is_reported_in_place_of_the_answer(desktop):
    desktop.context.set_offline(True)
    draw(desktop, "1", left=0.3)
    advice = desktop.locator("[data-advice]")
    expect(advice).to_have_text(re.compile("^The server can't be reached."))
    desktop.context.set_offline(False)
    draw(desktop, "1", left=0.6)
    wait_for_digits(desktop, "77")


def test_a_digit_and_its_box_light_up_together(desktop):
    choose(desktop, picture("71"))
    wait_for_answers(desktop)
    desktop.locator(".glyph").nth(1).hover()
    expect(desktop.locator(".box").nth(1)).to_have_class("box box-near")
    desktop.locator(".box").nth(0).hover()
    expect(desktop.locator(".glyph").nth(0)).to_have_class("glyph glyph-near")


@pytest.mark.main_flow
def test_a_box_is_chosen_by_pointer_and_keys(desktop):
    choose(desktop, picture("711"))
    wait_for_answers(desktop)
    desktop.locator(".box").nth(1).click()
    assert desktop.locator(".glyph-input").nth(1).is_checked()
    desktop.locator(".box").nth(1).focus()
    desktop.keyboard.press("ArrowRight")
    assert desktop.locator(".glyph-input").nth(2).is_checked()
    assert desktop.evaluate("document.activeElement.ariaLabel") == "7, digit 3 of 3"


@pytest.mark.main_flow
@pytest.mark.parametrize("name", list(readings.SAMPLES))
def test_a_sample_is_read_and_not_kept(desktop, name):
    posts = posts_of(desktop)
    desktop.get_by_role("button", name=str(readings.SAMPLES[name])).click()
    said = desktop.locator("[data-removed-words]")
    expect(said).to_have_text(re.compile("A sample drawn by this page"))
    assert posts[0] == "readings/"
    assert not Photo.objects.exists()


def test_the_answer_to_a_sample_comes_into_view(phone):
    tool(phone, str(readings.SAMPLES["number"])).click()
    phone.locator(".glyph").first.wait_for()
    expect(phone.locator("[data-answer] .frame")).to_be_in_viewport(ratio=1)


def test_clearing_the_sheet_leaves_the_answer_to_another_picture(desktop):
    draw(desktop, "1")
    choose(desktop, picture("71"))
    wait_for_answers(desktop)
    tool(desktop, "Clear").click()
    assert digits_of(desktop) == "77"
