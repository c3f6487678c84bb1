"""A real browser for tests: Chromium, started once; each visitor is a new context."""

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from benchmarks.chromium import ARGUMENTS, DESKTOP, PHONE, find_chromium
from tests.support.galleries import give_gallery

# Playwright's synchronous interface runs a loop, which Django takes for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Long enough for a page that asks the server every few seconds, on a busy machine.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def chromium():
    """Start Chromium once for all tests."""
    path = find_chromium()
    if not path:
        pytest.skip(
            "Chromium is not installed (Debian: chromium), nor named in CHROMIUM"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def plain_cookies(settings):
    """Name cookies as a site without HTTPS does."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.LANGUAGE_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    settings.LANGUAGE_COOKIE_NAME = "language"


@pytest.fixture
def visit(chromium, live_server, plain_cookies):
    """Return a function that opens the site as a new visitor.

    A visitor may have a gallery from the start: `kept` are the texts of its photos,
    oldest first, and NEWEST in a path stands for the newest of them.
    At the end, no visitor's page may have complained or asked another host.
    """
    contexts, complaints = [], []

    def open_site(path="/", kept=(), **options):
        context = chromium.new_context(base_url=live_server.url, **DESKTOP | options)
        contexts.append((context, note_open(context)))
        context.set_default_timeout(PATIENCE_MS)
        if kept:
            photos = give_gallery(context, live_server.url, *kept)
            path = path.replace("NEWEST", str(photos[-1].pk))
        page = context.new_page()
        watch(page, live_server.url, complaints)
        page.goto(path)
        return page

    yield open_site
    for context, still_open in contexts:
        let_finish(context, still_open)
        context.close()
    assert complaints == []


def note_open(context):
    """Return the requests that wait for their answer, as a set that is kept up."""
    still_open = set()
    context.on("request", lambda request: still_open.add(request))
    context.on("requestfinished", lambda request: still_open.discard(request))
    context.on("requestfailed", lambda request: still_open.discard(request))
    return still_open


def let_finish(context, still_open):
    """Wait for the last answers, as the database is emptied after a test."""
    for _ in range(100):
        if not (still_open and context.pages):
            break
        context.pages[0].wait_for_timeout(20)


def watch(page, home, complaints):
    """Note errors of scripts and requests that leave for another host."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: note_console(message, complaints))
    page.on("request", lambda request: note_foreign_host(request.url, home, complaints))


def note_console(message, complaints):
    # The browser reports every refused upload; the tests look at those themselves.
    is_refusal = message.text.startswith("Failed to load resource")
    if message.type == "error" and not is_refusal:
        complaints.append(message.text)


def note_foreign_host(url, home, complaints):
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(home).netloc:
        complaints.append(url)


@pytest.fixture
def desktop(visit, seven):
    """Return the home page of a visitor with a mouse."""
    return visit()


@pytest.fixture
def phone(visit, seven):
    """Return the home page of a visitor with a phone."""
    return visit(**PHONE)


@pytest.fixture
def show(visit, seven):
    """Return the slideshow of three pictures."""
    page = visit("/gallery/slideshow/", kept="777")
    page.get_by_text("1 / 3").wait_for()
    return page
