"""The site as an app: what is there when the server is not."""

import pytest
from playwright.sync_api import expect

from gallery.models import Photo
from tests.support.browser.gestures import choose, draw, picture, wait_for_answers
from tests.support.browser.outbox import COUNTED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]

ALL_KEPT = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) =>
    (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
  return kept.flat();
}"""
# Waits until the page is in the hands of a worker other than the one given.
RULED = """async (before) => {
  const workers = navigator.serviceWorker;
  await workers.ready;
  if (workers.controller && workers.controller !== before) return;
  await new Promise((done) => workers.addEventListener("controllerchange", done));
}"""
UPDATED = f"""async () => {{
  const before = navigator.serviceWorker.controller;
  await (await navigator.serviceWorker.ready).update();
  await ({RULED})(before);
  const {{ active }} = await navigator.serviceWorker.ready;
  if (active.state === "activated") return;
  await new Promise((done) => active.addEventListener("statechange", done));
}}"""


@pytest.fixture
def app(visit):
    """Return the home page of a browser that keeps the site."""
    page = visit(service_workers="allow")
    page.evaluate(RULED)
    return page


def go_away(page):
    page.context.set_offline(True)


def come_back(page):
    page.context.set_offline(False)


@pytest.mark.main_flow
def test_the_kept_page_stands_in_and_goes_on(app):
    app.goto("/gallery/")
    go_away(app)
    app.reload()
    expect(app.get_by_role("heading", level=1)).to_have_text(
        "The server can't be reached"
    )
    background = app.locator("body").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert background == "rgb(238, 242, 246)"
    come_back(app)
    expect(app.get_by_role("heading", level=1)).to_have_text("Your gallery")


@pytest.mark.main_flow
def test_nothing_of_a_visitor_is_kept(app):
    choose(app, picture())
    wait_for_answers(app)
    for path in ("/gallery/", "/gallery/slideshow/", "/api/v1/photos/", "/"):
        app.goto(path)
    kept = app.evaluate(ALL_KEPT)
    assert "/offline/" in kept
    others = {path for path in kept if not path.startswith(("/static/", "/texts/"))}
    assert others == {"/offline/"}


def test_an_update_replaces_what_was_kept(app, monkeypatch):
    monkeypatch.setattr(
        "gallery.views.pwa.render_offline_page",
        lambda: "<h1>The server is not there</h1>",
    )
    monkeypatch.setattr("gallery.views.pwa.get_offline_files", uncached())
    app.evaluate(UPDATED)
    assert len(app.evaluate("caches.keys()")) == 1
    go_away(app)
    app.reload()
    expect(app.get_by_role("heading")).to_have_text("The server is not there")


def uncached():
    from gallery.views import pwa

    return pwa.get_offline_files.__wrapped__


def test_an_open_page_says_that_the_server_is_away_and_back(desktop):
    go_away(desktop)
    expect(
        desktop.get_by_text("The server can't be reached. Your pictures")
    ).to_be_visible()
    come_back(desktop)
    expect(desktop.get_by_text("The server is back.", exact=True)).to_be_visible()
    expect(desktop.get_by_text("The server is back.", exact=True)).to_be_hidden()


def test_a_call_that_fails_is_enough_to_say_so(desktop):
    desktop.route("**/api/**", lambda route: route.abort())
    choose(desktop, picture())
    expect(
        desktop.get_by_text("The server can't be reached. Your pictures")
    ).to_be_visible()


# What is made while the server is away


def kept_count(page):
    return page.get_by_text("Saved on this device: ")


@pytest.fixture
def away(app):
    """Return the kept page, which stands in for the gallery."""
    app.goto("/gallery/")
    go_away(app)
    app.reload()
    return app


def keep_drawing(page):
    page.get_by_role("button", name="Save drawing").click()


@pytest.mark.main_flow
def test_a_drawing_made_meanwhile_is_sent_when_the_server_is_back(away):
    draw(away, "7")
    keep_drawing(away)
    expect(kept_count(away)).to_contain_text("1")
    draw(away, "1")
    keep_drawing(away)
    expect(kept_count(away)).to_contain_text("2")
    come_back(away)
    expect(away.get_by_role("heading", level=1)).to_contain_text("Write a digit")
    wait_for_answers(away, 2)
    assert Photo.objects.count() == 2


def test_a_kept_drawing_outlives_the_page(away):
    draw(away, "7")
    keep_drawing(away)
    expect(kept_count(away)).to_be_visible()
    context = away.context
    away.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto("/")
    wait_for_answers(page)
    assert Photo.objects.count() == 1
    page.reload()
    page.wait_for_load_state("networkidle")
    assert Photo.objects.count() == 1


def test_what_an_open_page_could_not_send_is_sent_by_the_next(app):
    # Not cut off as a whole: Chromium lets requests through while such a page ends.
    app.route("**/api/v1/photos/**", lambda route: route.abort())
    draw(app, "7")
    keep_drawing(app)
    choose(app, picture(), picture(name="two.png"))
    assert app.evaluate(COUNTED, 3) == 3
    context = app.context
    app.close()
    page = context.new_page()
    page.goto("/")
    wait_for_answers(page, 3)
    assert Photo.objects.count() == 3
    assert page.evaluate(COUNTED, 0) == 0


def test_what_goes_out_after_all_is_not_sent_again(app):
    go_away(app)
    choose(app, picture())
    assert app.evaluate(COUNTED, 1) == 1
    come_back(app)
    wait_for_answers(app)
    assert app.evaluate(COUNTED, 0) == 0
    assert Photo.objects.count() == 1


def test_of_two_pages_one_sends(away):
    draw(away, "7")
    keep_drawing(away)
    expect(kept_count(away)).to_be_visible()
    first, second = away.context.new_page(), away.context.new_page()
    first.route("**/api/v1/photos/**", lambda route: route.abort())
    away.close()
    first.context.set_offline(False)
    first.goto("/")
    expect(first.locator(".queue-row")).to_have_count(1)
    second.goto("/")
    second.wait_for_load_state("networkidle")
    expect(second.locator(".queue-row")).to_have_count(0)
    first.close()
    second.reload()
    wait_for_answers(second)
    assert Photo.objects.count() == 1


def test_a_sheet_in_use_is_not_taken_away(away):
    draw(away, "7")
    come_back(away)
    expect(away.get_by_text("The server is back. Press")).to_be_visible()
    away.get_by_role("button", name="Try again").click()
    expect(away.locator(".glyph-digit")).to_have_text("7")


def test_storage_that_is_full_is_said_and_the_drawing_stays(away):
    away.evaluate(
        "() => { IDBObjectStore.prototype.add = () => { throw Error('full'); }; }"
    )
    draw(away, "7")
    keep_drawing(away)
    expect(away.get_by_text("This browser has no storage left.")).to_be_visible()
    expect(away.get_by_role("button", name="Save drawing")).to_be_enabled()
