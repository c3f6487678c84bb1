"""The script with the texts of all scripts."""

import json
import re

import pytest


def url_in(page: str) -> str:
    return re.search(r'<script defer src="(/texts/[^"]+)"', page)[1]


@pytest.fixture
def url(client, seven, db):
    return url_in(client.get("/").content.decode())


def test_every_page_loads_its_texts_before_its_modules(client, seven, db):
    page = client.get("/gallery/slideshow/").content.decode()
    assert page.index(url_in(page)) < page.index('type="module"')


def test_the_texts_are_cached_for_long(client, url):
    answer = client.get(url)
    assert answer["Content-Type"] == "text/javascript"
    assert "immutable" in answer["Cache-Control"]
    assert b"django.gettext" in answer.content


def test_the_address_of_an_older_page_serves_the_newest_texts(client, url):
    answer = client.get("/texts/en-0123456789abcdef.js")
    assert answer["Cache-Control"] == "no-cache"
    assert answer.content == client.get(url).content


def test_a_language_that_the_site_lacks_is_not_found(client):
    assert client.get("/texts/xx-0123456789abcdef.js").status_code == 404


def test_german_texts_have_an_address_of_their_own(client, seven, db):
    page = client.get("/", headers={"Accept-Language": "de"}).content.decode()
    answer = client.get(url_in(page))
    assert b"Wird gelesen" in answer.content
    assert answer["Content-Language"] == "de"


def test_texts_of_templates_are_given_to_scripts(client, url):
    text = client.get(url).content.decode()
    texts = json.loads(re.search(r"django\.readings = (.*);", text)[1])
    assert set(texts["verdicts"]) >= {"read", "unsure", "nothing", "waiting", "failed"}
    assert "more than 20 MB" in texts["refusals"]["photo_too_large"]
