"""Requests that could each start a gallery, sent at once: all end in one."""

from threading import Event

import pytest
from playwright.sync_api import expect

from gallery.models import Pairing, Photo
from recognizer.inference import engine
from tests.support.browser.gestures import choose, picture, wait_for_answers
from tests.support.engines import SevenNetwork

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS = 30
# Long enough for a request that does not wait for its turn.
HASTE_MS = 500


class Gate:
    """Lets nobody through until it is opened."""

    def __init__(self):
        self._reached, self._opened = Event(), Event()

    def pass_through(self):
        self._reached.set()
        assert self._opened.wait(PATIENCE_SECONDS)

    def wait_for_somebody(self):
        assert self._reached.wait(PATIENCE_SECONDS)

    def open(self):
        self._opened.set()


class GatedNetwork(SevenNetwork):
    """Reads a page once the gate is open."""

    def __init__(self, gate):
        super().__init__()
        self._gate = gate

    def detect(self, gray):
        self._gate.pass_through()
        return super().detect(gray)


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def slow_reading(gate):
    with engine.use_network(GatedNetwork(gate)):
        yield gate


@pytest.fixture
def reachable(live_server, monkeypatch):
    """Let phones reach the test's server, which only this machine does."""
    monkeypatch.setattr(
        "gallery.api.pairings.get_url_for_phones", lambda request: live_server.url
    )


@pytest.fixture
def slow_pairing(live_server, monkeypatch, gate, seven):
    def answer_late(request):
        gate.pass_through()
        return live_server.url

    monkeypatch.setattr("gallery.api.pairings.get_url_for_phones", answer_late)
    return gate


def ask_for_code(page):
    page.get_by_role("button", name="Use a phone").click()


def open_tab(page):
    tab = page.context.new_page()
    tab.goto("/")
    return tab


def finish(gate, page, tab):
    """Open the gate after a while, and wait for both answers."""
    page.wait_for_timeout(HASTE_MS)
    gate.open()
    expect(tab.get_by_role("img", name="Code to scan")).to_be_visible()
    wait_for_answers(page)


@pytest.mark.main_flow
@pytest.mark.parametrize("find_tab", [lambda page: page, open_tab])
def test_a_code_asked_for_during_the_first_upload_is_of_its_gallery(
    visit, slow_reading, reachable, find_tab
):
    page = visit()
    tab = find_tab(page)
    choose(page, picture())
    slow_reading.wait_for_somebody()
    ask_for_code(tab)
    finish(slow_reading, page, tab)
    assert Pairing.objects.get().gallery_key == Photo.objects.get().gallery_key


@pytest.mark.parametrize("find_tab", [lambda page: page, open_tab])
def test_a_picture_sent_while_a_code_is_made_is_in_its_gallery(
    visit, slow_pairing, find_tab
):
    page = visit()
    tab = find_tab(page)
    ask_for_code(tab)
    slow_pairing.wait_for_somebody()
    choose(page, picture())
    finish(slow_pairing, page, tab)
    assert Pairing.objects.get().gallery_key == Photo.objects.get().gallery_key


def test_a_phone_that_joins_during_its_first_upload_keeps_both(
    visit, slow_reading, reachable
):
    screen, phone = visit(), visit()
    with screen.expect_response("**/pairings/") as answer:
        ask_for_code(screen)
    tab = phone.context.new_page()
    tab.goto(answer.value.json()["url"])
    choose(phone, picture())
    slow_reading.wait_for_somebody()
    tab.get_by_role("button", name="Join").click()
    phone.wait_for_timeout(HASTE_MS)
    slow_reading.open()
    wait_for_answers(phone)
    tab.wait_for_url("**/")
    tab.reload()
    tab.get_by_role("button", name="Leave").click()
    photo = Photo.objects.get()
    expect(tab.locator(f".strip-item a[href$='#{photo.pk}']")).to_have_count(1)


def test_the_first_pictures_of_two_tabs_are_in_one_gallery(visit, slow_reading):
    page = visit()
    other = open_tab(page)
    for tab in (page, other):
        choose(tab, picture())
    slow_reading.wait_for_somebody()
    page.wait_for_timeout(HASTE_MS)
    slow_reading.open()
    for tab in (page, other):
        wait_for_answers(tab)
    assert Photo.objects.count() == 2
    assert Photo.objects.order_by().values("gallery_key").distinct().count() == 1


def test_a_picture_that_is_canceled_before_its_turn_is_not_sent(visit, slow_pairing):
    page = visit()
    ask_for_code(page)
    slow_pairing.wait_for_somebody()
    choose(page, picture())
    page.keyboard.press("Escape")
    page.locator("[data-queue] [data-cancel]").click()
    slow_pairing.open()
    page.wait_for_timeout(HASTE_MS)
    assert not Photo.objects.exists()
