"""The page of examples for programs, as a server answers it."""

from html import unescape

import pytest

from digitsite.documentation.example_views import EXAMPLES, FOLDER, HOST, LANGUAGES

PATH = "/api/v1/docs/examples/"


@pytest.fixture
def page(client):
    return unescape(client.get(PATH, headers={"Host": "digits.test"}).content.decode())


@pytest.fixture(autouse=True)
def any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


def test_every_file_is_on_the_page_for_the_host_that_was_asked(page):
    for path in FOLDER.glob("*.*"):
        assert path.read_text().strip().replace(HOST, "http://digits.test") in page
    assert HOST not in page


def test_every_example_is_there_in_every_language():
    named = {f"{name}.{suffix}" for name, *_ in EXAMPLES for suffix in LANGUAGES}
    assert {path.name for path in FOLDER.glob("*.*")} == named


def test_every_call_of_an_example_asks_the_host_that_is_replaced():
    for path in FOLDER.glob("*.*"):
        assert path.read_text().count("http") == path.read_text().count(HOST) >= 1


def test_the_page_is_only_read(client):
    assert client.post(PATH).status_code == 405


def test_the_documentation_leads_to_it(client):
    assert f'href="{PATH}"' in client.get("/api/v1/docs/").content.decode()
