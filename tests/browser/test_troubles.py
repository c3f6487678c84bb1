"""Networks and servers that fail: what is waited for, and what is reported."""

import pytest
from playwright.sync_api import expect

from gallery.models import Photo
from recognizer.errors import ModelUnavailable
from recognizer.inference import engine
from tests.support.browser.gestures import (
    choose,
    digits_of,
    draw,
    files,
    picture,
    row,
    wait_for_answers,
    wait_for_digits,
)
from tests.support.engines import FailingNetwork

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHOTOS = "**/api/v1/photos/*"


@pytest.mark.main_flow
def test_a_lost_connection_is_waited_for_and_the_picture_sent_by_itself(desktop):
    desktop.context.set_offline(True)
    choose(desktop, picture())
    desktop.locator(".queue-row[data-state=paused]").wait_for()
    expect(row(desktop, 0)).to_contain_text("can't be reached")
    desktop.context.set_offline(False)
    wait_for_answers(desktop)
    assert digits_of(desktop) == "7"


def test_a_server_that_went_away_is_asked_again_after_a_while(visit, seven):
    page = visit()
    page.clock.install()
    tries = []
    page.route(PHOTOS, lambda route: tries.append(route.abort()), times=3)
    choose(page, picture())
    page.locator(".queue-row[data-state=paused]").wait_for()
    for _ in range(40):
        page.clock.run_for(1000)
        page.wait_for_timeout(50)
    assert len(tries) == 3
    wait_for_answers(page)
    assert digits_of(page) == "7"


@pytest.mark.main_flow
def test_a_throttled_visitor_sees_when_it_goes_on_and_it_does(desktop):
    refusal = {"code": "throttled", "detail": "Too many."}
    desktop.route(
        PHOTOS,
        lambda route: route.fulfill(
            status=429, json=refusal, headers={"Retry-After": "2"}
        ),
        times=1,
    )
    choose(desktop, picture(), picture())
    desktop.locator(".queue-row[data-state=paused]").wait_for()
    expect(row(desktop, 0)).to_contain_text("The next try is in 2 s")
    wait_for_answers(desktop, 2)
    assert Photo.objects.count() == 2


def test_a_busy_site_is_waited_for_and_the_picture_sent_by_itself(
    desktop, busy, settings
):
    choose(desktop, picture())
    desktop.locator(".queue-row[data-state=paused]").wait_for()
    expect(row(desktop, 0)).to_contain_text("Many pictures are being read now.")
    expect(row(desktop, 0)).to_contain_text("The next try is in 1 s")
    settings.MAX_WAITING = 1
    wait_for_answers(desktop)
    assert digits_of(desktop) == "7"


def test_a_drawing_waits_for_a_busy_site_and_is_read_then(desktop, busy, settings):
    draw(desktop, "7")
    answer = desktop.locator("[data-answer]")
    expect(answer).to_contain_text(
        "Many pictures are being read now. The next try is in"
    )
    expect(answer.locator("[data-verdict-title]")).to_have_text("Waiting")
    settings.MAX_WAITING = 1
    wait_for_digits(desktop, "7")


def test_a_site_that_stays_busy_is_given_up_and_the_picture_kept(visit, seven):
    page = visit()
    page.clock.install()
    refusal = {"code": "busy", "detail": "Many pictures are being read now."}
    tries = []

    def refuse(route):
        tries.append(1)
        route.fulfill(status=503, json=refusal, headers={"Retry-After": "2"})

    page.route(PHOTOS, refuse)
    choose(page, picture())
    for _ in range(10):
        page.locator(".queue-row[data-state=paused]").wait_for()
        page.clock.run_for(2000)
    page.locator(".queue-row[data-state=failed]").wait_for()
    assert len(tries) == 11
    page.unroute(PHOTOS)
    row(page, 0).get_by_role("button", name="Try again").click()
    page.locator(".queue-row[data-state=read]").wait_for()


def test_an_error_of_the_server_is_tried_again_and_then_reported(visit, seven):
    page = visit()
    page.clock.install()
    page.route(PHOTOS, lambda route: route.fulfill(status=500, body="<h1>Oh</h1>"))
    choose(page, picture())
    for seconds in (3, 5):
        page.locator(".queue-row[data-state=paused]").wait_for()
        page.clock.run_for(seconds * 1000)
    wait_for_answers(page)
    expect(row(page, 0)).to_contain_text("was not your picture")
    page.unroute(PHOTOS)
    row(page, 0).get_by_role("button", name="Try again").click()
    page.locator(".queue-row[data-state=read]").wait_for()


def test_a_missing_model_is_reported_and_waited_for(desktop, seven):
    with engine.use_network(FailingNetwork(ModelUnavailable())):
        choose(desktop, picture())
        desktop.locator(".queue-row[data-state=paused]").wait_for()
        expect(row(desktop, 0)).to_contain_text("can't be read right now")
    row(desktop, 0).get_by_role("button", name="Try again").click()
    desktop.locator(".queue-row[data-state=read]").wait_for()


def test_a_page_left_open_overnight_renews_its_token(desktop):
    choose(desktop, picture())
    wait_for_answers(desktop)
    desktop.context.clear_cookies()
    choose(desktop, *files(3))
    wait_for_answers(desktop, 3)
    assert desktop.locator(".queue-row[data-state=read]").count() == 3
    # The old gallery went with its cookie; the three share a new one.
    assert Photo.objects.values("gallery_key").distinct().count() == 2


def test_without_cookies_the_visitor_is_informed(desktop):
    refusal = {"code": "csrf_failed", "detail": "Missing."}
    desktop.route(PHOTOS, lambda route: route.fulfill(status=403, json=refusal))
    choose(desktop, picture())
    wait_for_answers(desktop)
    expect(row(desktop, 0)).to_contain_text("Allow cookies")
