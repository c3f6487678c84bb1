"""The site as an app: what is there when the server is not."""

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import choose, picture, wait_for_answers

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


def test_nothing_of_a_visitor_is_kept(app):
    choose(app, picture())
    wait_for_answers(app)
    for path in ("/gallery/", "/gallery/slideshow/", "/api/v1/photos/", "/"):
        app.goto(path)
    kept = app.evaluate(ALL_KEPT)
    assert "/offline/" in kept
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/"}


def test_an_update_replaces_what_was_kept(app, monkeypatch):
    monkeypatch.setattr(
        "gallery.shell.offline_page", lambda: "<h1>The server is not there</h1>"
    )
    monkeypatch.setattr("gallery.shell.shell_in", shell_in_anew())
    app.evaluate(UPDATED)
    assert len(app.evaluate("caches.keys()")) == 1
    go_away(app)
    app.reload()
    expect(app.get_by_role("heading")).to_have_text("The server is not there")


def shell_in_anew():
    from gallery import shell

    return shell.shell_in.__wrapped__


def test_an_open_page_says_that_the_server_is_away_and_back(desktop):
    go_away(desktop)
    expect(
        desktop.get_by_text("The server can't be reached. This page")
    ).to_be_visible()
    come_back(desktop)
    expect(desktop.get_by_text("The server is back.")).to_be_visible()
    expect(desktop.get_by_text("The server is back.")).to_be_hidden()


def test_a_call_that_fails_is_enough_to_say_so(desktop):
    desktop.route("**/api/**", lambda route: route.abort())
    choose(desktop, picture())
    expect(
        desktop.get_by_text("The server can't be reached. This page")
    ).to_be_visible()
