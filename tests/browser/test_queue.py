"""What was given: several at once, what is refused, what is canceled."""

import threading

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from gallery.models import Photo
from recognizer.inference import engine
from tests.support.browser.gestures import (
    broken,
    choose,
    digits_of,
    draw,
    files,
    keep_drawing,
    picture,
    row,
    wait_for_answers,
)
from tests.support.engines import FakeNetwork, all_sevens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHOTOS = "**/api/v1/photos/*"
LONG_TASKS = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    window.longest = Math.max(window.longest, entry.duration);
  })).observe({ type: "longtask", buffered: false });
}"""


@pytest.fixture
def held():
    """Let the model answer only once this event is set."""
    released = threading.Event()

    def wait(glyph):
        released.wait(30)
        return all_sevens(glyph)

    with engine.use_network(FakeNetwork(wait)):
        yield released
        released.set()


def on_their_way(page):
    page.locator(".queue-row[data-state=reading]").first.wait_for()
    return page.locator(".queue-row:is([data-state=sending], [data-state=reading])")


@pytest.mark.main_flow
def test_several_files_are_answered_each_and_failures_named(desktop):
    choose(desktop, picture(name="one.png"), broken(), picture(name="two.png"))
    wait_for_answers(desktop, 3)
    expect(row(desktop, 0)).to_contain_text("7")
    expect(row(desktop, 1)).to_contain_text("notes.png")
    expect(row(desktop, 1)).to_contain_text("not a picture that can be read")
    expect(desktop.locator("[data-progress-text]")).to_have_text(
        "2 of 3 done, 1 failed"
    )
    assert desktop.locator(".strip-item").count() == 2


@pytest.mark.main_flow
def test_the_first_picture_begins_the_gallery_that_the_others_join(desktop, held):
    choose(desktop, *files(8))
    expect(on_their_way(desktop)).to_have_count(1)
    held.set()
    wait_for_answers(desktop, 8)
    held.clear()
    choose(desktop, *files(4))
    expect(on_their_way(desktop)).to_have_count(3)
    held.set()
    wait_for_answers(desktop, 4)
    assert Photo.objects.values("gallery_key").distinct().count() == 1


def test_the_first_answer_stays_until_another_is_asked_for(desktop):
    choose(desktop, picture("71", name="two.png"), picture(name="one.png"))
    wait_for_answers(desktop, 2)
    assert digits_of(desktop) == "77"
    row(desktop, 1).get_by_role("button", name="one.png").click()
    assert digits_of(desktop) == "7"
    assert "queue-chosen" in row(desktop, 1).get_attribute("class")


def test_a_drawing_does_not_wait_behind_many_files(desktop, held):
    choose(desktop, *files(6))
    draw(desktop, "7")
    keep_drawing(desktop)
    desktop.get_by_text("Drawing", exact=True).wait_for()
    held.set()
    wait_for_answers(desktop, 7)
    formats = [photo.reading["photo"]["width"] for photo in Photo.objects.all()]
    # Newest first, so that the files sent after the drawing stand before it.
    assert formats.index(720) > 0


def test_two_hundred_files_at_once_stay_smooth(desktop):
    desktop.evaluate(LONG_TASKS)
    choose(desktop, *files(200))
    desktop.locator("[data-progress-bar]").wait_for()
    box = desktop.locator(".queue").bounding_box()
    assert box["height"] < 600
    words = desktop.locator("[data-progress-text]")
    expect(words).to_have_text("200 of 200 done", timeout=120_000)
    assert Photo.objects.count() == 200
    assert desktop.evaluate("window.longest") < 1000
    assert desktop.locator(".strip-item").count() <= 12


def test_progress_of_the_upload_is_shown(desktop):
    desktop.context.new_cdp_session(desktop).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": 60_000,
        },
    )
    noise = picture()
    noise["buffer"] += bytes(150_000)
    choose(desktop, noise)
    bar = row(desktop, 0).locator("[data-bar]")
    bar.wait_for()
    desktop.wait_for_function(
        "bar => bar.value > 0.1 && bar.value < 1", arg=bar.element_handle()
    )
    wait_for_answers(desktop)
    assert not bar.is_visible()


def test_a_slow_network_is_reported(visit, seven):
    page = visit()
    page.clock.install()
    page.route(PHOTOS, lambda route: None)
    choose(page, picture())
    page.locator(".queue-row[data-state=sending]").wait_for()
    page.clock.fast_forward(9000)
    expect(row(page, 0)).to_contain_text("The connection is slow. Sent so far: 0 %")


def test_an_empty_file_is_not_even_sent(desktop):
    choose(desktop, broken("void.png", b""))
    wait_for_answers(desktop)
    expect(row(desktop, 0)).to_contain_text("The file is empty")
    assert not row(desktop, 0).get_by_role("button", name="Try again").is_visible()


def test_a_picture_that_is_too_large_is_not_even_sent(visit, seven, settings):
    settings.PHOTO_MAX_BYTES = 1024 * 1024
    page = visit()
    choose(page, broken("big.png", b"." * (1024 * 1024 + 1)))
    wait_for_answers(page)
    expect(row(page, 0)).to_contain_text("more than 1 MB")


@pytest.mark.main_flow
def test_what_is_canceled_is_not_sent_and_can_be_after_all(desktop):
    desktop.route(PHOTOS, lambda route: None)
    choose(desktop, *files(3))
    desktop.get_by_role("button", name="Cancel the rest").click()
    expect(desktop.locator("[data-progress-text]")).to_contain_text("3 not sent")
    desktop.unroute(PHOTOS)
    desktop.get_by_role("button", name="Try all again").click()
    wait_for_answers(desktop, 3)
    assert Photo.objects.count() == 3


def test_a_picture_canceled_while_it_is_read_does_not_stay(desktop, held):
    choose(desktop, picture())
    desktop.locator(".queue-row[data-state=reading]").wait_for()
    desktop.get_by_role("button", name="Cancel").click()
    with desktop.expect_response(lambda r: r.request.method == "DELETE"):
        held.set()
    assert Photo.objects.count() == 0


def test_a_long_reading_is_reported(visit, seven, held):
    page = visit()
    page.clock.install()
    choose(page, picture())
    page.locator(".queue-row[data-state=reading]").wait_for()
    page.clock.fast_forward(9000)
    expect(row(page, 0)).to_contain_text("longer than usual")
    held.set()
    wait_for_answers(page)


def test_what_failed_may_be_sent_after_other_pictures(desktop):
    desktop.route(PHOTOS, lambda route: None)
    choose(desktop, picture(name="first.png"))
    desktop.get_by_role("button", name="Cancel").click()
    desktop.unroute(PHOTOS)
    choose(desktop, picture(name="second.png"))
    wait_for_answers(desktop)
    desktop.get_by_role("button", name="Try again: first.png").click()
    wait_for_answers(desktop, 2)
    assert desktop.locator(".queue-row[data-state=read]").count() == 2


def test_a_failure_comes_into_view_on_a_phone(visit, seven):
    page = visit(**PHONE)
    choose(page, picture())
    wait_for_answers(page)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    choose(page, broken("a-name-that-goes-on-" * 6 + ".png"))
    page.locator(".queue-row[data-state=failed]").wait_for()
    expect(row(page, 0)).to_be_in_viewport(ratio=1)
    state = row(page, 0).locator(".queue-state")
    assert state.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_a_long_answer_stands_whole_in_its_row(visit, seven):
    page = visit(**PHONE)
    choose(page, picture("7" * 40))
    wait_for_answers(page)
    state = row(page, 0).locator(".queue-state")
    expect(state).to_contain_text("7" * 40)
    assert state.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert state.bounding_box()["height"] > 30


def test_the_end_and_every_failure_are_announced(desktop):
    choose(desktop, picture(), broken())
    wait_for_answers(desktop, 2)
    spoken = desktop.locator("[data-queue-spoken]")
    assert spoken.get_attribute("role") == "status"
    expect(spoken).to_contain_text("1 of 2 done, 1 failed. notes.png: This is not")


@pytest.mark.main_flow
def test_without_script_failures_are_named_beside_what_was_kept(visit, seven):
    page = visit(java_script_enabled=False)
    choose(page, picture(), broken())
    page.get_by_role("button", name="Read", exact=True).click()
    expect(row(page, 0)).to_contain_text("7")
    expect(row(page, 1)).to_contain_text("notes.png")
    expect(row(page, 1)).to_contain_text("not a picture that can be read")
