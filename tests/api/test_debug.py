"""What `make run` shows while debugging: the site's own pages, and no inner parts."""

import pytest

GONE = "/gallery/0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1/"

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], ids=["debug", "production"])
def site(request, browser, settings):
    settings.DEBUG = request.param
    return browser()


@pytest.mark.parametrize("path", ["/nowhere/", "/.env", GONE, f"{GONE}image/"])
def test_an_unknown_address_gets_a_page_of_the_site(site, path):
    page = site.get(path)
    assert page.status_code == 404
    assert b"This page does not exist" in page.content
    assert b"urlpatterns" not in page.content
    assert b"URLconf" not in page.content
    assert page["X-Request-ID"]


def test_a_page_that_tells_what_is_missing_is_shown_as_it_is(site):
    page = site.get("/join/?code=unknown")
    assert page.status_code == 404
    assert b"This code is unknown" in page.content


@pytest.mark.parametrize("form", ["/upload/", "/gallery/empty/"])
def test_too_many_files_get_a_page_of_the_site(site, settings, upload, form):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    page = site.post(form, {"image": [upload() for _ in range(3)]})
    assert page.status_code == 400
    assert "Traceback" not in page.content.decode()
    assert "Send fewer pictures at once" in page.content.decode()


def test_an_address_without_its_slash_is_still_completed(site):
    answer = site.get("/gallery")
    assert (answer.status_code, answer["Location"]) == (301, "/gallery/")


def test_an_old_browser_finds_the_icon(site):
    answer = site.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/favicon.svg")
