"""The site as an app: its manifest, its icons, and what a browser keeps of it."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from gallery import script_modules
from gallery.views import pwa

pytestmark = pytest.mark.usefixtures("seven")


@pytest.fixture
def manifest(client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    return answer.json()


def offline_files_of(client):
    text = client.get("/worker.js").content.decode()
    return json.loads(re.match(r"self\.OFFLINE = (.*);\n", text)[1])


def test_the_manifest_is_enough_to_install(manifest):
    assert manifest["name"]
    assert (manifest["start_url"], manifest["scope"]) == ("/", "/")
    assert manifest["display"] == "standalone"
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert sizes >= {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_every_icon_is_as_large_as_it_says(manifest):
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        if icon["type"] == "image/png":
            width, height = Image.open(path).size
            assert icon["sizes"] == f"{width}x{height}"


def test_the_icons_are_small():
    names = ["icon-180", "icon-192", "icon-512", "icon-maskable-512", "social"]
    sizes = [len(script_modules.read_static(f"img/{name}.png")) for name in names]
    assert max(sizes) < 20_000


def test_a_page_names_its_picture_to_share(client, db):
    page = client.get("/", SERVER_NAME="localhost").content.decode()
    address = re.search(r'og:image" content="([^"]+)"', page)[1]
    assert address == "http://localhost/static/img/social.png"


def test_the_offline_page_is_in_the_language_of_whoever_stores_it(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    german = offline_files_of(client)
    client.cookies.clear()
    assert german["version"] != offline_files_of(client)["version"]
    # Asked for without cookies, as the worker does.
    page = client.get(german["page"]).content.decode()
    assert 'lang="de"' in page
    assert "Der Server ist nicht erreichbar" in page


@pytest.mark.parametrize("language", ["", "xx", "../de"])
def test_an_offline_page_in_no_language_of_the_site_is_english(client, language):
    answer = client.get("/offline/", {"language": language})
    assert 'lang="en"' in answer.content.decode()


def test_the_manifest_speaks_as_the_visitor_does(client):
    german = client.get(
        "/manifest.webmanifest", headers={"Accept-Language": "de"}
    ).json()
    assert (german["lang"], german["shortcuts"][0]["name"]) == ("de", "Galerie")


def test_the_worker_controls_every_page(client):
    answer = client.get("/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"


def test_everything_that_the_offline_page_needs_is_stored(client):
    page = client.get("/offline/").content.decode()
    files = offline_files_of(client)["files"]
    linked = re.findall(r'(?:href|src)="(/(?:static|texts)/[^"]+)"', page)
    assert set(linked) <= set(files)
    assert "/static/js/shared/connection.js" in files
    static = [name.removeprefix("/static/") for name in files if "/static/" in name]
    assert all(map(finders.find, static))
    assert len(files) == len(static) + 1


def test_nothing_of_a_visitor_is_in_the_offline_page(browser, upload, db):
    visitor = browser()
    before = visitor.get("/offline/").content
    visitor.post("/upload/", {"image": upload()})
    answer = visitor.get("/offline/")
    assert answer.content == before
    assert not answer.cookies


def test_a_change_of_any_file_is_another_version(client, monkeypatch):
    before = offline_files_of(client)["version"]
    assert offline_files_of(client)["version"] == before
    read = script_modules.read_static
    change = {"css/variables.css": b"/* another */"}
    monkeypatch.setattr(pwa, "read_static", lambda name: change.get(name) or read(name))
    pwa.get_offline_files.cache_clear()
    assert offline_files_of(client)["version"] != before
    pwa.get_offline_files.cache_clear()
