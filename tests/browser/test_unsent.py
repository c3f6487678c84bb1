"""Pictures that are not sent yet: pages that are killed, files that change or go."""

import os

import pytest
from playwright.sync_api import expect

from gallery.models import Photo
from tests.browser.test_drawing import ink_of
from tests.support.browser.gestures import (
    choose,
    draw,
    files,
    picture,
    row,
    wait_for_answers,
    wait_for_digits,
)
from tests.support.browser.outbox import COUNTED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]

PHOTOS = "**/api/v1/photos/*"
# Holds uploads back until letGo() is called.
HOLD_UPLOADS = """() => {
  const { send } = XMLHttpRequest.prototype;
  const held = [];
  XMLHttpRequest.prototype.send = function (body) {
    held.push(() => send.call(this, body));
  };
  window.letGo = () => {
    XMLHttpRequest.prototype.send = send;
    held.forEach((act) => act());
  };
}"""
HIDE = """() => {
  Object.defineProperty(document, "hidden", { value: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Held:
    """A page with a drawing and three pictures that are held on their way."""

    def __init__(self, page):
        self.page = page
        self.holds = True
        draw(page, "7")
        wait_for_digits(page, "7")
        page.route(PHOTOS, lambda route: None if self.holds else route.continue_())
        choose(page, *files(3))
        expect(page.locator(".queue-row")).to_have_count(3)

    def count_stored(self, wanted):
        return self.page.evaluate(COUNTED, wanted)

    def reload(self):
        """Reload the page, whatever it asks before; nothing is held any more."""
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("framenavigated", lambda frame: self.let_go())
        self.page.reload()

    def let_go(self):
        self.holds = False


@pytest.fixture
def held(visit):
    return Held(visit(kept="7", permissions=["camera"]))


@pytest.mark.main_flow
def test_a_page_reloaded_with_an_open_camera_loses_nothing(held):
    ink = ink_of(held.page)
    held.page.locator("[data-webcam-open]").dispatch_event("click")
    expect(held.page.locator("[data-webcam-take]")).to_be_enabled()
    assert held.count_stored(3) == 3
    held.reload()
    wait_for_answers(held.page, 3)
    assert Photo.objects.count() == 1 + 3
    assert ink_of(held.page) == pytest.approx(ink, rel=0.01)


def test_a_phone_that_kills_the_page_behind_its_camera_loses_nothing(held):
    with held.page.expect_file_chooser():
        held.page.locator("[data-files][capture]").dispatch_event("click")
    assert held.count_stored(3) == 3


def test_a_page_that_is_hidden_stores_what_is_not_sent(held):
    held.page.evaluate(HIDE)
    assert held.count_stored(3) == 3
    held.reload()
    wait_for_answers(held.page, 3)
    assert held.count_stored(0) == 0
    assert Photo.objects.count() == 1 + 3


def test_a_page_in_sight_stores_nothing(held):
    assert held.count_stored(0) == 0


def test_a_picture_whose_answer_was_lost_is_saved_once(desktop):
    def lose_answer(route):
        route.fetch()
        route.abort()

    desktop.route(PHOTOS, lose_answer, times=1)
    choose(desktop, picture())
    wait_for_answers(desktop)
    desktop.locator(".queue-row[data-state=read]").wait_for()
    assert Photo.objects.count() == 1


# Files that change


@pytest.fixture
def paths(tmp_path):
    """Return the paths of two pictures."""
    paths = [tmp_path / "seven.png", tmp_path / "gone.png"]
    for path in paths:
        path.write_bytes(picture()["buffer"])
    return paths


def change(paths):
    first, second = paths
    first.write_bytes(picture("71")["buffer"])
    # Browsers compare the time of a change in seconds.
    os.utime(first, (0, 0))
    second.unlink()


def test_files_that_changed_or_went_before_they_were_sent_are_named(desktop, paths):
    desktop.evaluate(HOLD_UPLOADS)
    desktop.locator("[data-files][multiple]").set_input_files(paths)
    expect(desktop.locator(".queue-row")).to_have_count(2)
    change(paths)
    desktop.evaluate("() => window.letGo()")
    wait_for_answers(desktop, 2)
    for number, path in enumerate(paths):
        expect(row(desktop, number)).to_contain_text(path.name)
        expect(row(desktop, number)).to_contain_text("moved or changed")
    assert not Photo.objects.exists()


def test_files_that_changed_after_they_were_stored_are_sent_as_chosen(desktop, paths):
    desktop.context.set_offline(True)
    desktop.locator("[data-files][multiple]").set_input_files(paths)
    assert desktop.evaluate(COUNTED, 2) == 2
    change(paths)
    desktop.context.set_offline(False)
    wait_for_answers(desktop, 2)
    texts = [photo.text for photo in Photo.objects.all()]
    assert texts == ["7", "7"]
