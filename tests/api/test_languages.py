"""What changes with a visitor's language, and what never does."""

import pytest

pytestmark = pytest.mark.usefixtures("seven")
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture
def ask(client, db):
    return lambda path, **options: client.get(path, **options)


def test_pages_speak_as_the_browser_asks(ask):
    page = ask("/", headers=GERMAN)
    assert '<html lang="de" dir="ltr">' in page.content.decode()
    assert page["Content-Language"] == "de"
    assert "Accept-Language" in page["Vary"]


@pytest.mark.parametrize("languages", ["", "fr", "xx-yy", "*"])
def test_other_languages_get_english(ask, languages):
    page = ask("/", headers={"Accept-Language": languages}).content.decode()
    assert '<html lang="en"' in page


def test_a_choice_is_kept_and_leads_back(client, db):
    choice = {"language": "de", "next": "/privacy/?a=1"}
    answer = client.post("/language/", choice)
    assert (answer.status_code, answer["Location"]) == (302, "/privacy/?a=1")
    page = client.get("/privacy/", headers={"Accept-Language": "en"})
    assert 'lang="de"' in page.content.decode()


def test_a_choice_leads_to_no_other_site(client, db):
    choice = {"language": "de", "next": "https://elsewhere.example/"}
    assert client.post("/language/", choice)["Location"] == "/"


def test_a_page_that_was_posted_leads_to_the_start(client, db):
    page = client.post("/upload/").content.decode()
    assert '<input type="hidden" name="next" value="/">' in page


def test_a_refusal_keeps_its_code_in_each_language(client):
    address, body = "/api/v1/readings/", {"CONTENT_TYPE": "image/png"}
    english = client.generic("POST", address, **body)
    german = client.generic("POST", address, headers=GERMAN, **body)
    assert english.json()["detail"].startswith("The file is empty.")
    assert german.json()["detail"].startswith("Die Datei ist leer.")
    assert german.json()["code"] == english.json()["code"] == "empty_upload"
    assert german.status_code == english.status_code


def test_a_reading_is_the_same_in_every_language(client, upload):
    answers = [
        client.post("/api/v1/readings/", {"image": upload()}, headers=headers).json()
        for headers in ({}, GERMAN)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_schema_is_english(client, form):
    address = f"/api/v1/schema/?format={form}"
    assert client.get(address).content == client.get(address, headers=GERMAN).content


def test_drawings_in_a_page_are_no_numbers_of_a_language(client, upload, db):
    client.post("/upload/", {"image": upload()})
    address = client.get("/api/v1/photos/").json()["results"][0]["id"]
    page = client.get(f"/gallery/{address}/", headers=GERMAN).content.decode()
    assert '<rect class="bar-fill" width="0.' in page
    assert 'width="0,' not in page
    assert "\u202f%" in page


def test_a_share_and_a_moment_are_written_as_in_german(client, upload, db):
    client.post("/upload/", {"image": upload()})
    address = client.get("/api/v1/photos/").json()["results"][0]["id"]
    page = client.get(f"/gallery/{address}/", headers=GERMAN).content.decode()
    assert "99,0\u202f%" in page
    assert " 2026 " in page
