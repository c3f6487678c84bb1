"""A visitor is forgotten by one button: by the site, and by the browser."""

import pytest

from gallery.models import Photo
from tests.support.browser.gestures import choose, draw, picture

HELD = """async () => {
  const { Outbox } = await import("/static/js/offline/outbox.js");
  return [await new Outbox().count(), localStorage.length, sessionStorage.length];
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_is_forgotten_here_and_in_the_browser(visit, seven):
    page = visit("/privacy/", kept="77")
    page.evaluate("localStorage.setItem('speed', '5')")
    page.get_by_text("Forget me …").click()
    page.get_by_role("button", name="Yes, forget me").click()
    page.get_by_text("It is empty").wait_for()
    assert not Photo.objects.exists()
    names = {cookie["name"] for cookie in page.context.cookies()}
    # The page that says so has a form, which needs a new one.
    assert names == {"csrftoken"}
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("is_header_followed", [True, False])
def test_what_was_not_sent_is_forgotten_too(desktop, is_header_followed):
    """A browser follows the header by HTTPS and on this machine alone."""
    draw(desktop, "1")
    desktop.evaluate("localStorage.setItem('speed', '5')")
    desktop.context.set_offline(True)
    choose(desktop, picture())
    desktop.wait_for_function(f"({HELD})().then(([count]) => count === 1)")
    desktop.context.set_offline(False)
    desktop.on("dialog", lambda dialog: dialog.accept())
    if not is_header_followed:
        desktop.route("**/privacy/forget/", leave_header_out)
    desktop.goto("/privacy/")
    desktop.get_by_text("Forget me …").click()
    with desktop.expect_navigation():
        desktop.get_by_role("button", name="Yes, forget me").click()
    assert desktop.evaluate(HELD) == [0, 0, 0]


def leave_header_out(route):
    answer = route.fetch(max_redirects=0)
    headers = answer.headers
    del headers["clear-site-data"]
    route.fulfill(response=answer, headers=headers)
