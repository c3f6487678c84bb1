"""A visitor is forgotten by one button: by the site, and by the browser."""

import pytest

from gallery.models import Photo

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
