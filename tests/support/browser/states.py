"""Every page in the states that a visitor meets, for tests that look at all of them."""

import re

from django.template.loader import render_to_string
from playwright.sync_api import expect

from gallery.models import Photo
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


def fill(page, path):
    """Give two pictures, then open a page that shows them."""
    choose(page, picture(), picture("71", name="other.png"))
    wait_for_answers(page, 2)
    page.goto(path.replace("PHOTO", str(Photo.objects.first().pk)))


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


def open_gallery(page):
    fill(page, "/gallery/")
    expect(page.locator(".tile")).to_have_count(2)


def select_and_correct(page):
    open_gallery(page)
    page.locator("[data-pick]").first.check()
    expect(page.locator("[data-chosen]")).to_be_visible()
    page.locator("[data-correct]").last.click()
    expect(page.locator(".editor")).to_be_visible()


def open_exports(page):
    open_gallery(page)
    page.locator(".results-head summary").first.click()


def open_photo(page):
    fill(page, "/gallery/PHOTO/")
    page.locator("[data-explain]").first.click()
    page.locator("[data-closers] [data-seen]:visible").wait_for()


def open_show(page):
    fill(page, "/gallery/slideshow/")
    page.get_by_text("1 / 2").wait_for()


def open_help(page):
    open_show(page)
    page.keyboard.press("?")
    expect(page.locator("[data-help]")).to_be_visible()


def open_options(page):
    open_show(page)
    page.locator("[data-menu] > summary").click()


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


STATES = {
    "start": ("/", stay),
    "start, drawing": ("/", write),
    "start, answer and failure": ("/", read),
    "start, cropping": ("/", open_crop),
    "start, webcam": ("/", open_webcam),
    "start, code for a phone": ("/", open_pairing),
    "gallery, empty": ("/gallery/", stay),
    "gallery": ("/", open_gallery),
    "gallery, selecting and correcting": ("/", select_and_correct),
    "gallery, exporting": ("/", open_exports),
    "gallery, nothing found": ("/gallery/?label=3", stay),
    "picture": ("/", open_photo),
    "slideshow, empty": ("/gallery/slideshow/", stay),
    "slideshow": ("/", open_show),
    "slideshow, keys": ("/", open_help),
    "slideshow, options": ("/", open_options),
    "model": ("/model/", stay),
    "privacy": ("/privacy/", stay),
    "joining": ("/join/?key=unknown", stay),
    "offline": ("/privacy/", lose_server),
    "API": ("/api/v1/docs/", open_docs),
    "API, examples": ("/api/v1/docs/examples/", stay),
    "not found": ("/nowhere/", stay),
    "fault": ("/", show_failure),
}
