"""The slideshow in a hidden tab, with one picture, and without a network."""

import pytest
from playwright.sync_api import expect

SHOW = "/gallery/slideshow/"
STEP_MS = 4100
SET_HIDDEN = """(isHidden) => {
  Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def play(visit):
    """Return a function that opens a slideshow of so many pictures, and plays it."""

    def start(count):
        page = visit(SHOW, kept="7" * count)
        page.clock.install()
        page.reload()
        shows(page, f"1 / {count}")
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="Play").click()
        expect(page.locator("[data-playing]")).to_have_count(1)
        return page

    return start


def shows(page, place):
    expect(page.locator("[data-place]")).to_have_text(place)


def step(page):
    """Let the time of a slide pass, and the next one load."""
    page.clock.run_for(STEP_MS)
    page.wait_for_load_state("networkidle")


def test_a_hidden_tab_pauses_and_goes_on_where_it_was(play):
    page = play(3)
    step(page)
    shows(page, "2 / 3")
    page.evaluate(SET_HIDDEN, True)
    page.clock.run_for(10 * STEP_MS)
    shows(page, "2 / 3")
    page.evaluate(SET_HIDDEN, False)
    page.wait_for_load_state("networkidle")
    shows(page, "2 / 3")
    step(page)
    shows(page, "3 / 3")


def test_one_picture_plays_and_stays(play):
    page = play(1)
    for _ in range(3):
        step(page)
        shows(page, "1 / 1")
        expect(page.locator("[data-caption-badge]")).to_have_text("Read")
    for key in ("ArrowRight", "ArrowLeft", "End"):
        page.keyboard.press(key)
        shows(page, "1 / 1")
    expect(page.locator("[data-failed]")).to_have_count(0)
    expect(page.locator("[data-playing]")).to_have_count(1)


def test_without_a_network_it_waits_and_goes_on_by_itself(play):
    page = play(6)
    page.context.set_offline(True)
    for _ in range(5):
        page.clock.run_for(STEP_MS)
        page.wait_for_timeout(100)
    failure = page.locator(".failure")
    expect(failure).to_contain_text("The server can't be reached")
    expect(page.locator("[data-playing]")).to_have_count(1)
    page.context.set_offline(False)
    page.clock.run_for(2 * STEP_MS)
    expect(failure).to_be_hidden()
    expect(page.locator(".slide-shown[data-failed]")).to_have_count(0)


def test_pictures_that_are_loaded_are_shown_without_a_network(play):
    page = play(3)
    page.context.set_offline(True)
    for place in ("2 / 3", "3 / 3", "1 / 3"):
        page.clock.run_for(STEP_MS)
        shows(page, place)
        page.wait_for_timeout(100)
    expect(page.locator(".slide-shown[data-failed]")).to_have_count(0)
    expect(page.locator("[data-caption-badge]")).to_have_text("Read")
