"""Every page in the states that a visitor meets, for tests that look at all of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.support.browser.gestures import (
    broken,
    choose,
    draw,
    picture,
    wait_for_answers,
)


def stay(page):
    """Leave the page as it came."""


def read(page):
    choose(page, picture("71"), broken())
    wait_for_answers(page, 2)
    page.locator("[data-closers] [data-heat]:visible").wait_for()


def write(page):
    draw(page, "7")
    page.locator(".glyph-digit").wait_for()


def open_crop(page):
    read(page)
    page.locator("[data-crop-open]").click()
    expect(page.locator("[data-crop]")).to_be_visible()


def open_webcam(page):
    # A phone has its own camera, so the button is hidden there.
    page.locator("[data-webcam-open]").dispatch_event("click")
    expect(page.locator("[data-webcam-notice]")).not_to_be_empty()


def open_pairing(page):
    page.locator("[data-pairing-open]").dispatch_event("click")
    expect(page.locator("[data-pairing-dialog]")).to_have_attribute(
        "data-state", re.compile("waiting|unreachable")
    )


def correct_last(page):
    """Select the newest photo and correct the last one on the page."""
    page.locator("[data-pick]").first.check()
    expect(page.locator("[data-chosen]")).to_be_visible()
    page.locator("[data-correct]").last.click()
    expect(page.locator(".editor")).to_be_visible()


def open_exports(page):
    page.locator(".results-head summary").first.click()


def explain(page):
    page.locator("[data-explain]").first.click()
    page.locator("[data-closers] [data-seen]:visible").wait_for()


def wait_for_slides(page):
    page.get_by_text("1 / 2").wait_for()


def open_help(page):
    wait_for_slides(page)
    page.keyboard.press("?")
    expect(page.locator("[data-help]")).to_be_visible()


def open_options(page):
    wait_for_slides(page)
    page.locator("[data-menu] > summary").click()


def send_job(page):
    """Send a job, which waits: no server thread reads in tests."""
    page.locator("[name=images]").set_input_files([picture("71"), broken()])
    page.locator(".job-form button").click()
    page.wait_for_url("**/jobs/*/")


def lose_server(page):
    """Open the page that is kept; it would go on if the server answered."""
    page.route("**/healthz", lambda route: route.abort())
    page.goto("/offline/")


def open_docs(page):
    page.locator(".opblock-summary-control").nth(1).click()
    page.locator(".opblock-body select").last.wait_for()


def show_failure(page):
    """Put the page of a fault in its place: the site has no address that fails."""
    page.route(
        "**/fault/", lambda route: route.fulfill(body=render_to_string("500.html"))
    )
    page.goto("/fault/")


@dataclass(frozen=True)
class State:
    """A page in a state that a visitor meets.

    Attributes:
        path: where the page opens; NEWEST stands for the id of the newest photo.
        prepare: brings the open page into the state.
        kept: what is written on the photos of the visitor's gallery, oldest first.
    """

    path: str
    prepare: Callable = stay
    kept: tuple[str, ...] = ()


SHOW = "/gallery/slideshow/"
TWO = ("7", "71")
STATES = {
    "start": State("/"),
    "start, drawing": State("/", write),
    "start, answer and failure": State("/", read),
    "start, cropping": State("/", open_crop),
    "start, webcam": State("/", open_webcam),
    "start, code for a phone": State("/", open_pairing),
    "gallery, empty": State("/gallery/"),
    "gallery": State("/gallery/", kept=TWO),
    "gallery, selecting and correcting": State("/gallery/", correct_last, TWO),
    "gallery, exporting": State("/gallery/", open_exports, TWO),
    "gallery, nothing found": State("/gallery/?label=3"),
    "picture": State("/gallery/NEWEST/", explain, TWO),
    "slideshow, empty": State(SHOW),
    "slideshow": State(SHOW, wait_for_slides, TWO),
    "slideshow, keys": State(SHOW, open_help, TWO),
    "slideshow, options": State(SHOW, open_options, TWO),
    "jobs, none": State("/jobs/"),
    "job, waiting": State("/jobs/", send_job),
    "model": State("/model/"),
    "privacy": State("/privacy/"),
    "joining": State("/join/?key=unknown"),
    "offline": State("/privacy/", lose_server),
    "API": State("/api/v1/docs/", open_docs),
    "API, examples": State("/api/v1/docs/examples/"),
    "not found": State("/nowhere/"),
    "fault": State("/", show_failure),
}


def open_state(visit, name: str, **options):
    """Return the page of a new visitor in one of the states."""
    state = STATES[name]
    page = visit(state.path, kept=state.kept, **options)
    state.prepare(page)
    return page
