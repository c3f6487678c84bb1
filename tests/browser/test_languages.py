"""The site in another language than English."""

import re

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from tests.support.browser.audits import find_overflow
from tests.support.browser.gestures import choose, draw, picture, wait_for_answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
PAGES = [
    "/",
    "/gallery/",
    "/model/",
    "/jobs/",
    "/privacy/",
    "/join/",
    "/offline/",
    "/nowhere/",
]
# Waits until what is kept is the German page alone.
KEPT_IN_GERMAN = """async () => {
  for (let i = 0; i < 200; i += 1) {
    const names = await caches.keys();
    const pages = await (await caches.open(names[0])).keys();
    const isGerman = pages.some(({ url }) => url.endsWith("=de"));
    if (names.length === 1 && isGerman) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw Error("The German page was not kept");
}"""
ALMOST_CERTAIN = re.compile("^Fast sicher: 99,\\d\u202f%$")
MOMENT = """e => {
  const options = { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat("de", options).format(new Date(e.dateTime));
}"""


@pytest.fixture
def german(visit):
    """Return the start page of a visitor whose browser asks for German."""
    return visit(locale="de-AT")


@pytest.mark.main_flow
def test_a_visitor_chooses_a_language_and_reads_a_drawing(desktop):
    desktop.get_by_role("button", name="Deutsch").click()
    expect(desktop.locator("html")).to_have_attribute("lang", "de")
    draw(desktop, "7")
    expect(desktop.locator("[data-verdict-title]")).to_have_text("Gelesen")
    expect(desktop.locator("[data-sure]")).to_have_text(ALMOST_CERTAIN)
    expect(desktop.locator("[data-took]")).to_contain_text("Antwort nach")
    desktop.get_by_role("button", name="Speichern").click()
    wait_for_answers(desktop)
    desktop.goto("/gallery/")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Ihre Galerie")
    desktop.get_by_role("button", name="English").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Your gallery")


def test_the_browser_is_asked_first(german):
    expect(german.locator("html")).to_have_attribute("lang", "de")
    choose(german, picture())
    wait_for_answers(german)
    expect(german.locator("[data-verdict-title]")).to_have_text("Gelesen")


def test_the_slideshow_tells_moments_in_german(visit):
    page = visit("/gallery/slideshow/", kept="7", locale="de-AT")
    expect(page.locator("[data-caption-sure]")).to_have_text(ALMOST_CERTAIN)
    moment = page.locator("[data-caption-time]")
    expect(moment).to_have_text(moment.evaluate(MOMENT))


@pytest.mark.main_flow
def test_the_kept_page_follows_the_choice(visit):
    page = visit(service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.evaluate(KEPT_IN_GERMAN)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Der Server ist nicht erreichbar"
    )


def test_long_words_fit_the_buttons_of_the_editor(visit):
    page = visit("/gallery/", kept=("7", "71"), locale="de-AT")
    page.locator("[data-correct]").last.click()
    buttons = page.locator(".editor .button:visible")
    expect(buttons).to_have_text(["Speichern", "Abbrechen", "Keine Ziffer"])
    beyond = "all => all.map((one) => one.scrollWidth - one.clientWidth)"
    assert max(buttons.evaluate_all(beyond)) <= 0


def test_long_words_fit_a_phone(visit):
    page, beyond = visit(locale="de", **PHONE), {}
    for path in PAGES:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "de")
        beyond[path] = find_overflow(page, [390, 320])
    assert {path: found for path, found in beyond.items() if found} == {}
