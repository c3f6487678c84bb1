"""Every page in both themes and sizes, and the whole stack with the real model."""

import time

import pytest

from recognizer import engine
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.gestures import (
    choose,
    digits_of,
    draw,
    keep_drawing,
    picture,
    wait_for_answers,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["/", "/gallery/", "/gallery/slideshow/", "/model/", "/privacy/", "/nowhere"]
WIDE = {"viewport": {"width": 2560, "height": 1440}}
# What moves within half a second of a press is the visitor's own doing.
LATE_SECONDS = 0.7
WATCH_SHIFTS = """() => {
  window.shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (!entry.hadRecentInput) window.shift += entry.value;
  })).observe({ type: "layout-shift", buffered: true });
}"""


def answer_late(route):
    time.sleep(LATE_SECONDS)
    route.continue_()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_complains_of_nothing_and_asks_no_other_host(visit, seven, path, theme):
    page = visit(path, color_scheme=theme)
    assert page.locator("h1").count() == 1
    assert page.title().endswith("· Digitsite")


@pytest.mark.parametrize(
    "options", [DESKTOP, PHONE, WIDE], ids=["desk", "phone", "wide"]
)
def test_the_layout_holds_still_when_the_answer_comes(visit, seven, options):
    page = visit(**options)
    page.evaluate(WATCH_SHIFTS)
    page.route("**/api/v1/photos/*", answer_late)
    draw(page, "7")
    keep_drawing(page)
    wait_for_answers(page)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.02


def test_everything_on_the_start_page_is_reached_by_keyboard(desktop):
    reached = set()
    for _ in range(16):
        desktop.keyboard.press("Tab")
        reached.add(desktop.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
    assert any("intake-file" in element for element in reached)
    assert any("nib-input" in element for element in reached)


@pytest.mark.model
def test_the_real_model_reads_a_drawing_and_a_picture(visit):
    engine.load()
    if not engine.is_ready():
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
