"""Readings corrected where they stand, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from gallery.models import Photo
from tests.support.browser.grid import fill, photos, reading, tiles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def digits(page, number=0):
    return tiles(page).nth(number).locator("[data-label]")


def badge(page, number=0):
    return tiles(page).nth(number).locator("[data-badge]")


def type_correction(page, text):
    """Correct the reading that has the focus."""
    page.keyboard.press("Enter")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.main_flow
def test_a_reading_is_corrected_by_keyboard_alone(desktop):
    fill(desktop, 3)
    reading(desktop).focus()
    desktop.keyboard.press("ArrowRight")
    type_correction(desktop, "12 47")
    expect(digits(desktop, 1)).to_have_text("12 47")
    expect(badge(desktop, 1)).to_have_text("Corrected")
    expect(reading(desktop, 1)).to_be_focused()
    desktop.keyboard.press("ArrowRight")
    expect(reading(desktop, 2)).to_be_focused()
    assert [photo.correction for photo in photos()] == [None, "12\n47", None]


def test_a_digit_typed_on_a_picture_begins_its_correction(desktop):
    fill(desktop)
    reading(desktop).focus()
    desktop.keyboard.type("42")
    desktop.keyboard.press("Enter")
    expect(digits(desktop)).to_have_text("42")
    assert photos()[0].correction == "42"


def test_arrows_move_by_rows_and_stop_at_the_edge(desktop):
    fill(desktop, 9)
    columns = desktop.evaluate(
        "getComputedStyle(document.querySelector('.tiles'))"
        ".gridTemplateColumns.split(' ').length"
    )
    reading(desktop).focus()
    desktop.keyboard.press("ArrowDown")
    expect(reading(desktop, columns)).to_be_focused()
    desktop.keyboard.press("Home")
    desktop.keyboard.press("ArrowLeft")
    expect(reading(desktop, 0)).to_be_focused()


def test_escape_leaves_a_correction_as_it_was(desktop):
    fill(desktop)
    reading(desktop).focus()
    desktop.keyboard.press("Enter")
    desktop.keyboard.type("9")
    desktop.keyboard.press("Escape")
    expect(reading(desktop)).to_be_focused()
    expect(digits(desktop)).to_have_text("7")
    assert photos()[0].correction is None


@pytest.mark.main_flow
def test_no_digit_is_a_correction_and_can_be_withdrawn(desktop):
    fill(desktop)
    reading(desktop).click()
    desktop.get_by_role("button", name="No digit").click()
    expect(digits(desktop)).to_have_text("–")
    assert photos()[0].correction == ""
    reading(desktop).click()
    desktop.get_by_role("button", name="Withdraw").click()
    expect(digits(desktop)).to_have_text("7")
    expect(badge(desktop)).to_have_text("Read")
    assert photos()[0].correction is None


def test_what_is_no_digit_is_reported_beside_the_field(desktop):
    fill(desktop)
    reading(desktop).focus()
    type_correction(desktop, "4x")
    notice = tiles(desktop).first.get_by_role("alert")
    expect(notice).to_contain_text("Enter digits only")
    expect(desktop.get_by_label("Correct digits")).to_be_focused()
    desktop.keyboard.type("4")
    desktop.keyboard.press("Enter")
    expect(digits(desktop)).to_have_text("4")


def test_a_correction_that_fails_keeps_what_was_typed(desktop):
    fill(desktop)
    desktop.route("**/api/v1/photos/*/", lambda route: route.abort())
    reading(desktop).focus()
    type_correction(desktop, "42")
    desktop.get_by_text("The server can't be reached. Check").wait_for()
    expect(desktop.get_by_label("Correct digits")).to_have_value("42")
    desktop.unroute("**/api/v1/photos/*/")
    desktop.keyboard.press("Enter")
    expect(digits(desktop)).to_have_text("42")


def test_a_correction_of_a_deleted_picture_ends_in_a_sentence(desktop):
    fill(desktop, 3)
    reading(desktop).focus()
    Photo.objects.filter(pk=photos()[0].pk).delete()
    type_correction(desktop, "1")
    desktop.get_by_text("Already deleted in another tab: 1").wait_for()
    expect(tiles(desktop)).to_have_count(2)
    expect(reading(desktop, 0)).to_be_focused()


@pytest.mark.main_flow
def test_a_finger_corrects_too(visit, seven):
    page = fill(visit(**PHONE))
    reading(page).tap()
    page.get_by_label("Correct digits").fill("3")
    page.get_by_role("button", name="Save").tap()
    expect(digits(page)).to_have_text("3")


def test_a_correction_in_another_tab_is_shown_here(desktop):
    fill(desktop)
    other = desktop.context.new_page()
    other.goto("/gallery/")
    reading(other).focus()
    type_correction(other, "5")
    expect(digits(desktop)).to_have_text("5")
