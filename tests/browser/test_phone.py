"""The pages in a hand: small, touched, turned."""

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from gallery.models import Photo
from tests.support.browser.audits import find_overflow, find_overlaps
from tests.support.browser.gestures import (
    choose,
    digits_of,
    draw,
    draw_by_finger,
    keep_drawing,
    picture,
    slide_finger,
    wait_for_answers,
)
from tests.support.browser.states import open_docs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIDEWAYS = PHONE | {"viewport": {"width": 844, "height": 390}}
BEYOND = "all => all.map((one) => one.scrollWidth - one.clientWidth)"
TINY = PHONE | {"viewport": {"width": 320, "height": 640}}


def test_camera_and_library_are_two_buttons(phone):
    camera = phone.locator("[data-files][capture=environment]")
    library = phone.locator("[data-files][multiple]")
    assert phone.get_by_text("Take a photo").is_visible()
    assert phone.get_by_text("From library").is_visible()
    assert camera.count() == library.count() == 1


@pytest.mark.main_flow
def test_a_photo_from_the_camera_is_read(phone):
    phone.locator("[data-files][capture]").set_input_files([picture()])
    wait_for_answers(phone)
    assert digits_of(phone) == "7"


@pytest.mark.main_flow
def test_drawing_by_finger_does_not_scroll_the_page(phone):
    phone.locator("[data-sketch]").scroll_into_view_if_needed()
    before = phone.evaluate("window.scrollY")
    draw_by_finger(phone, "7")
    assert phone.evaluate("window.scrollY") == before
    keep_drawing(phone)
    wait_for_answers(phone)
    assert Photo.objects.count() == 1


def test_a_tap_right_after_the_last_stroke_counts_once(phone):
    spot = phone.get_by_role("button", name="Save drawing").bounding_box()
    draw_by_finger(phone, "7")
    slide_finger(phone, [(spot["x"] + 20, spot["y"] + 20)])
    wait_for_answers(phone)
    phone.wait_for_timeout(500)
    assert Photo.objects.count() == 1


def test_a_phone_on_its_side_has_room_beside_the_sheet(visit, seven):
    sheet = visit(**SIDEWAYS).locator("[data-sketch-canvas]").bounding_box()
    assert sheet["height"] < 300
    assert sheet["x"] + sheet["width"] < 600


def test_a_phone_on_its_side_shows_the_caption_of_a_slide(visit, seven):
    page = visit("/gallery/slideshow/", kept="7", **SIDEWAYS)
    expect(page.locator(".caption")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("options", [PHONE, TINY], ids=["390", "320"])
def test_the_tables_of_the_model_fit_a_phone(visit, seven, scored, options, locale):
    boxes = visit("/model/", locale=locale, **options).locator(".table-box")
    assert boxes.count() == 4
    assert max(boxes.evaluate_all(BEYOND)) <= 0


def test_the_choices_of_the_api_page_show_what_is_chosen(visit, seven):
    page = visit("/api/v1/docs/", **PHONE)
    open_docs(page)
    choices = page.locator(".response-controls select")
    widths = "all => all.map((one) => one.getBoundingClientRect().width)"
    assert min(choices.evaluate_all(widths)) > 150


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("options", [PHONE, TINY], ids=["390", "320"])
def test_what_was_read_while_drawing_is_not_cut_off(visit, seven, options, locale):
    page = visit(locale=locale, **options)
    for left in (0, 0.3, 0.6):
        draw(page, "7", left)
    said = page.locator("[data-sketch-said]")
    expect(said).to_contain_text("777")
    assert max(said.evaluate_all(BEYOND)) <= 0


@pytest.mark.main_flow
def test_the_answer_comes_into_view(phone):
    choose(phone, picture())
    wait_for_answers(phone)
    expect(phone.locator("[data-answer] .frame")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("options", [PHONE, TINY, SIDEWAYS], ids=["390", "320", "844"])
def test_the_arrows_of_the_slideshow_lie_beside_the_picture(visit, seven, options):
    page = visit("/gallery/slideshow/", kept="77", **options)
    page.get_by_text("1 / 2").wait_for()
    assert find_overlaps(page, ".turn", ".slide-shown .slide-picture") == []
    page.get_by_role("button", name="Next picture").tap()
    page.get_by_text("2 / 2").wait_for()
    page.get_by_role("button", name="Previous picture").tap()
    page.get_by_text("1 / 2").wait_for()


@pytest.mark.main_flow
def test_a_swipe_turns_to_the_next_slide(visit, seven):
    page = visit("/gallery/slideshow/", kept="77", **PHONE)
    page.get_by_text("1 / 2").wait_for()
    slide_finger(page, [(300, 400), (120, 405)])
    page.get_by_text("2 / 2").wait_for()


def test_no_page_is_wider_than_the_phone(visit, seven):
    page = visit("/privacy/", kept=("7" * 14,), **PHONE)
    paths = ["/", "/gallery/", "/gallery/slideshow/", "/model/", "/privacy/"]
    beyond = {}
    for path in paths:
        page.goto(path)
        beyond[path] = find_overflow(page, [390, 320])
    assert {path: found for path, found in beyond.items() if found} == {}
