"""A desktop shows a code, and a phone becomes its camera."""

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from gallery.models import Pairing, Photo
from tests.support.browser.gestures import choose, picture, wait_for_answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reachable"),
]

ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/130.0 Mobile"


@pytest.fixture
def reachable(live_server, monkeypatch):
    """Let phones reach the test's server, which only this machine does."""
    root = live_server.url
    monkeypatch.setattr("gallery.api.pairings.get_url_for_phones", lambda request: root)


def show_code(desktop):
    """Open the dialog; return the address that the code holds."""
    with desktop.expect_response("**/pairings/") as answer:
        desktop.get_by_role("button", name="Use a phone").click()
    expect(desktop.get_by_role("img", name="Code to scan")).to_be_visible()
    return answer.value.json()["url"]


@pytest.fixture
def joined(desktop, visit):
    """Return the page of a phone that has joined the desktop."""
    phone = visit(show_code(desktop), user_agent=ANDROID, **PHONE)
    phone.get_by_role("button", name="Join").click()
    phone.wait_for_url("**/")
    expect(desktop.get_by_text("Android device has joined.")).to_be_visible()
    return phone


def phones_of(desktop):
    return desktop.get_by_role("list", name="Phones in this gallery")


def send(phone):
    phone.locator("[data-files][capture]").set_input_files([picture()])
    wait_for_answers(phone)


@pytest.mark.main_flow
def test_what_the_phone_sends_appears_by_itself(desktop, joined):
    send(joined)
    expect(desktop.locator("[data-pairing-dialog]")).to_be_hidden()
    expect(desktop.locator(".glyph-digit")).to_have_text("7")
    expect(desktop.locator(".strip-item")).to_have_count(1)


def test_every_picture_comes_once(desktop, joined):
    send(joined)
    expect(desktop.locator(".strip-item")).to_have_count(1)
    send(joined)
    expect(desktop.locator(".strip-item")).to_have_count(2)
    choose(desktop, picture())
    wait_for_answers(desktop)
    expect(desktop.locator(".strip-item")).to_have_count(3)
    assert Photo.objects.count() == 3


@pytest.mark.main_flow
def test_the_desktop_says_who_is_here_and_ends_it(desktop, joined):
    desktop.get_by_role("button", name="Close").click()
    row = phones_of(desktop).get_by_role("listitem")
    expect(row).to_contain_text("Android device is in this gallery")
    expect(row).to_contain_text("15 min left")
    row.get_by_role("button", name="End").click()
    expect(row).to_have_count(0)
    expect(desktop.get_by_text("No phone is in this gallery")).to_be_visible()
    over = joined.get_by_text("Your time in the other screen's gallery is over.")
    expect(over).to_be_visible()
    expect(joined.get_by_role("button", name="Leave")).to_be_hidden()


def test_who_is_here_is_known_after_a_reload(desktop, joined):
    desktop.reload()
    expect(phones_of(desktop)).to_contain_text("Android device")
    send(joined)
    expect(desktop.locator(".glyph-digit")).to_have_text("7")


@pytest.mark.main_flow
def test_a_phone_can_leave(desktop, joined):
    joined.get_by_role("button", name="Leave").click()
    expect(joined.locator("[data-joined-notice]")).to_have_count(0)
    expect(desktop.get_by_text("No phone is in this gallery")).to_be_attached()


def test_a_phone_has_its_own_pictures_back(visit, desktop):
    phone = visit(**PHONE)
    send(phone)
    own = Photo.objects.get()
    phone.goto(show_code(desktop))
    phone.get_by_role("button", name="Join").click()
    phone.wait_for_url("**/")
    expect(phone.locator(".strip-item")).to_have_count(0)
    phone.get_by_role("button", name="Leave").click()
    expect(phone.locator(f"a[href$='#{own.pk}']")).to_have_count(1)


def test_a_slideshow_says_that_the_time_is_over(visit, desktop):
    phone = visit(**PHONE)
    send(phone)
    phone.goto(show_code(desktop))
    phone.get_by_role("button", name="Join").click()
    phone.wait_for_url("**/")
    send(phone)
    phone.goto("/gallery/slideshow/")
    phone.get_by_text("1 / 1").wait_for()
    expect(phone.get_by_role("button", name="Leave")).to_be_hidden()
    desktop.get_by_role("button", name="End").click()
    expect(phone.get_by_text("Your time in the other screen's")).to_be_visible()
    phone.get_by_role("link", name="Your own gallery").click()
    phone.wait_for_url("**/")


def test_a_second_phone_learns_what_to_do(desktop, visit):
    address = show_code(desktop)
    first = visit(address, **PHONE)
    second = visit(address, **PHONE)
    first.get_by_role("button", name="Join").click()
    first.wait_for_url("**/")
    second.get_by_role("button", name="Join").click()
    expect(second.get_by_role("heading")).to_have_text("This code has been used")
    expect(second.get_by_text("scan the new code")).to_be_visible()


def test_closing_the_dialog_withdraws_the_code(desktop, visit):
    address = show_code(desktop)
    with desktop.expect_response("**/pairings/"):
        desktop.keyboard.press("Escape")
    page = visit(address, **PHONE)
    expect(page.get_by_role("heading")).to_have_text("This code was withdrawn")


def test_a_code_that_waited_too_long_offers_a_new_one(desktop):
    show_code(desktop)
    Pairing.objects.update(expires="2020-01-01T00:00Z")
    expect(desktop.get_by_text("This code is no longer valid")).to_be_visible()
    desktop.get_by_role("button", name="New code").click()
    expect(desktop.get_by_role("img", name="Code to scan")).to_be_visible()


def test_an_address_that_no_phone_reaches_is_said(desktop, monkeypatch):
    monkeypatch.setattr("gallery.api.pairings.get_url_for_phones", lambda request: "")
    desktop.get_by_role("button", name="Use a phone").click()
    expect(desktop.get_by_text("HOST=0.0.0.0")).to_be_visible()
    assert not Pairing.objects.exists()


def test_a_phone_is_offered_no_code(phone):
    expect(phone.get_by_role("button", name="Use a phone")).to_be_hidden()


def test_home_asks_nothing_until_a_code_is_wanted(visit, seven):
    asked = []
    page = visit()
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pairings" in url]


def test_the_dialog_keeps_the_focus_and_gives_it_back(desktop):
    opener = desktop.get_by_role("button", name="Use a phone")
    opener.focus()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("img", name="Code to scan")).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(opener).to_be_focused()
