"""Layout that holds still, print, and the whole stack with the real networks."""

import re
import time

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import DESKTOP, PHONE
from gallery.models import Photo
from gallery.texts import readings
from recognizer.inference import engine
from tests.support.browser.gestures import (
    choose,
    digits_of,
    draw,
    keep_drawing,
    picture,
    wait_for_answers,
    wait_for_digits,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"viewport": {"width": 2560, "height": 1440}}
# Longer than what the browser forgives as the visitor's own doing.
LATE_SECONDS = 0.7
WATCH_SHIFTS = """() => {
  window.shifts = [];
  window.watcher = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  window.watcher.observe({ type: "layout-shift" });
}"""
# Shifts within a part of the page; what has scrolled is no shift.
SHIFT = """(part) => {
  shifts.push(...watcher.takeRecords());
  const isInside = ({ node }) => node?.parentElement?.closest(part ?? "body");
  return shifts.filter(({ sources }) => sources.some(isInside))
    .reduce((sum, { value }) => sum + value, 0);
}"""


def answer_late(route):
    time.sleep(LATE_SECONDS)
    route.continue_()


@pytest.mark.parametrize(
    "options", [DESKTOP, PHONE, WIDE], ids=["desk", "phone", "wide"]
)
def test_the_layout_holds_still_when_the_answer_comes(visit, seven, options):
    page = visit(**options)
    page.route("**/api/v1/readings/", answer_late)
    page.evaluate(WATCH_SHIFTS)
    draw(page, "1", left=0.3)
    wait_for_digits(page, "7")
    draw(page, "7", left=0.6)
    wait_for_digits(page, "77")
    page.locator("[data-closers] [data-heat]:visible").wait_for()
    assert page.evaluate(SHIFT) == 0


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("text", [" ", "7", "7" * 8, "7" * 24])
def test_no_answer_to_a_picture_moves_what_is_there(visit, seven, options, text):
    page = visit(**options)
    page.get_by_role("button", name=str(readings.SAMPLES["lines"])).click()
    page.locator("[data-closers] [data-heat]:visible").wait_for()
    page.evaluate(WATCH_SHIFTS)
    choose(page, picture(text))
    page.locator(".strip-item").wait_for()
    moved = page.evaluate(SHIFT, "[data-answer]")
    assert moved == 0


def test_a_page_is_printed_dark_on_white_without_what_there_is_to_press(visit, seven):
    page = visit("/privacy/", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink = "getComputedStyle(document.querySelector('h1')).color"
    assert page.evaluate(ink) == "rgb(20, 33, 58)"
    assert not page.get_by_role("link", name="Gallery").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()


@pytest.mark.main_flow
def test_a_result_is_printed_on_one_page_without_what_there_is_to_press(desktop):
    choose(desktop, picture())
    wait_for_answers(desktop)
    desktop.emulate_media(media="print")
    for part in ["samples", "sketch", "answer-advice", "footer", "home-head"]:
        expect(desktop.locator(f".{part}")).to_be_hidden()
    expect(desktop.locator(".glyph-digit")).to_be_visible()
    assert pages_of(desktop) == 1
    desktop.goto(f"/gallery/{Photo.objects.get().pk}/")
    assert pages_of(desktop) == 1


def pages_of(page):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_everything_on_the_start_page_is_reached_by_keyboard(desktop):
    reached = set()
    for _ in range(16):
        desktop.keyboard.press("Tab")
        reached.add(desktop.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
    assert any("intake-file" in element for element in reached)
    assert any("nib-input" in element for element in reached)


@pytest.mark.main_flow
@pytest.mark.model
def test_the_real_model_reads_a_drawing_and_a_picture(visit):
    engine.load_model()
    if not engine.is_model_ready():
        pytest.skip("there is no model file; train one with: make train")
    page = visit()
    draw(page, "7", left=0.5)
    keep_drawing(page)
    wait_for_answers(page)
    assert digits_of(page) == "7"
    choose(page, picture("47"))
    page.get_by_text("seven.png").wait_for()
    wait_for_answers(page)
    assert digits_of(page) == "47"


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "text", "verdict"),
    [
        ("digit", "5", "read"),
        ("number", "2047", "read"),
        ("lines", "38614", "read"),
        ("none", "", "nothing"),
    ],
)
def test_the_real_model_reads_the_samples(visit, name, text, verdict):
    engine.load_model()
    page = visit()
    page.get_by_role("button", name=str(readings.SAMPLES[name])).click()
    answer = page.locator("[data-answer]")
    expect(answer).to_have_attribute("data-verdict", verdict)
    assert digits_of(page) == text
