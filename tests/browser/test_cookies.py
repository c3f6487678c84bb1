"""A browser that blocks cookies and storage: pictures are read, nothing is kept."""

import json

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import ARGUMENTS, DESKTOP, find_chromium
from gallery.models import Photo
from tests.support.browser.gestures import (
    broken,
    choose,
    digits_of,
    draw,
    keep_drawing,
    picture,
    row,
    wait_for_answers,
    wait_for_digits,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("plain_cookies", "seven"),
]

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}
NOTICE = "[data-unsaved]"


@pytest.fixture
def blocked(chromium, live_server, tmp_path):
    """Return the home page in a browser whose settings block all cookies."""
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(BLOCKED))
    context = chromium.browser_type.launch_persistent_context(
        str(tmp_path),
        executable_path=find_chromium(),
        args=ARGUMENTS,
        base_url=live_server.url,
        **DESKTOP | {"service_workers": "allow"},
    )
    errors = []
    page = context.pages[0]
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/")
    assert page.evaluate("document.cookie") == ""
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert errors == []


def test_one_sentence_says_why_nothing_is_kept(blocked):
    expect(blocked.locator(NOTICE)).to_contain_text("read but not saved, because")
    draw(blocked, "7")
    wait_for_digits(blocked, "7")
    expect(blocked.locator("[data-sketch-notice]")).to_be_hidden()
    assert blocked.get_by_text("cookie").count() == 1


def test_pictures_are_read_and_not_saved(blocked):
    choose(blocked, picture(), broken(), picture("71", "two.png"))
    wait_for_answers(blocked, 3)
    expect(row(blocked, 0)).to_contain_text("7 – not saved")
    expect(row(blocked, 1)).to_contain_text("not a picture that can be read")
    assert digits_of(blocked) == "7"
    row(blocked, 2).locator(".queue-show").click()
    wait_for_digits(blocked, "77")
    row(blocked, 0).locator(".queue-show").click()
    wait_for_digits(blocked, "7")
    assert not Photo.objects.exists()


def test_a_drawing_that_can_not_be_saved_is_not_called_saved(blocked):
    draw(blocked, "7")
    keep_drawing(blocked)
    wait_for_answers(blocked)
    expect(row(blocked, 0)).to_contain_text("not saved")
    expect(blocked.get_by_role("button", name="Save drawing")).to_be_enabled()


@pytest.mark.parametrize("path", ["/gallery/", "/gallery/slideshow/", "/privacy/"])
def test_the_other_pages_open(blocked, path):
    blocked.goto(path)
    expect(blocked.get_by_role("heading", level=1)).to_be_visible()


def test_with_cookies_nothing_is_said_of_them(desktop):
    expect(desktop.locator(NOTICE)).to_be_hidden()
