"""Each statement of /privacy/ is proven by a test here that names it."""

import logging
import re
import socket
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from gallery.models import Pairing, Photo
from gallery.services.photos import correct_photo
from recognizer.jobs.chunks import claim_next_chunk, read_chunk
from tests.support import hostile
from tests.support.sources import ROOT
from tests.support.traces import list_files, read_clients, read_files, read_tables

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
PHOTOS, VISITOR = "/api/v1/photos/", "/api/v1/visitor/"
PAGES = [
    "/",
    "/gallery/",
    "/gallery/slideshow/",
    "/model/",
    "/privacy/",
    "/offline/",
    "/jobs/",
]
ADDRESS, AGENT = "203.0.113.77", "Elmfox/99 (iPhone)"
NAME = "12-elm-street.jpg"
PROVEN: set[str] = set()


def proves(*claims: str) -> Callable:
    """Mark a test that proves these statements of the page."""
    PROVEN.update(claims)
    return lambda test: test


@pytest.fixture
def sender(visitor):
    """Return a visitor with an address and a browser of its own."""
    visitor.defaults["REMOTE_ADDR"] = ADDRESS
    visitor.headers = {"User-Agent": AGENT}
    visitor.defaults["HTTP_USER_AGENT"] = AGENT
    return visitor


@pytest.fixture
def sent(sender, upload):
    """Return a photo that a visitor has sent, with all that it tells."""
    data = hostile.with_exif(comment=b"12 Elm Street")
    sender.post(PHOTOS, {"image": upload(data, name=NAME)})
    return Photo.objects.get()


@pytest.fixture(autouse=True)
def any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


def ask_for_link(visitor) -> str:
    """Return the token of a new link to a visitor's gallery."""
    options = {"content_type": "application/json", "SERVER_NAME": "digits.example"}
    return visitor.post("/pairings/", **options).json()["url"].partition("key=")[2]


@proves("no-other-server")
def test_no_other_server_is_asked(sender, sent, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", refuse_connections)
    pages = [sender.get(path) for path in [*PAGES, f"/gallery/{sent.pk}/"]]
    assert {page.status_code for page in pages} == {200}
    texts = [page.content.decode() for page in pages]
    assert not [text for text in texts if re.search(r'(src|href)="(https?:)?//', text)]
    policies = {page["Content-Security-Policy"] for page in pages}
    assert not [policy for policy in policies if "http" in policy or "*" in policy]


def refuse_connections(*args):
    raise AssertionError("A connection to another server was opened.")


@proves("metadata", "not-saved")
def test_neither_metadata_nor_name_nor_file_is_stored(sender, sent, own_media):
    stored = read_tables() + read_files(own_media)
    for trace in (b"Elm", b"2026:11:21", b"52.0", NAME.encode(), AGENT.encode()):
        assert trace not in stored
    assert hostile.with_exif(comment=b"12 Elm Street") not in stored
    assert {"GPSLatitude", "Make"} & set(sent.reading["metadata"]["removed"])


@proves("picture")
def test_the_picture_is_encoded_anew_with_two_thumbnails(sender, sent, own_media):
    assert len(list_files(own_media)) == 3
    assert max(sent.width, sent.height) <= site_settings.PHOTO_KEEP_SIDE
    kept = hostile.opened(sent.file.read())
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(kept.info)


@proves("reading")
def test_of_the_reading_what_the_page_lists_is_stored(sent):
    correct_photo(sent, "47")
    fields = {field.name for field in Photo._meta.get_fields()}
    files = {"file", "thumbnail", "small_thumbnail", "width", "height", "file_sha256"}
    repeats = {"idempotency_key", "request_digest"}
    reading = {"reading", "verdict", "text", "correction"}
    owner = {"id", "gallery_key", "created"}
    assert fields - files - repeats - reading - owner == set()
    listed = {"text", "verdict", "confidence", "digits", "numbers", "photo", "metadata"}
    assert set(sent.reading) <= listed | {"model"}


@proves("how-long")
def test_rows_files_and_sessions_go_when_they_are_too_old(sender, sent, own_media):
    assert site_settings.RETENTION_MINUTES
    old = timezone.now() - timedelta(days=site_settings.PHOTO_MAX_AGE_DAYS, hours=1)
    Photo.objects.update(created=old)
    Session.objects.update(
        expire_date=old + timedelta(seconds=site_settings.SESSION_COOKIE_AGE)
    )
    call_command("prunephotos", verbosity=0)
    assert not Photo.objects.exists()
    assert not Session.objects.exists()
    assert list_files(own_media) == []


@proves("for-whom")
def test_a_gallery_is_of_one_browser_from_its_first_picture(sender, browser, upload):
    sender.get("/")
    assert site_settings.SESSION_COOKIE_NAME not in sender.cookies
    sender.post(PHOTOS, {"image": upload()})
    assert site_settings.SESSION_COOKIE_NAME in sender.cookies
    [session] = Session.objects.all()
    assert set(session.get_decoded()) == {"gallery_key"}
    url = sender.get(PHOTOS).json()["results"][0]["url"]
    assert browser().get(url).status_code == 404


@proves("csrf-cookie", "language")
def test_there_are_three_cookies_and_no_more(sender, sent):
    sender.post("/language/", {"language": "de"})
    for path in PAGES:
        sender.get(path)
    named = {"sessionid", "csrftoken", "language"}
    assert {name.removeprefix("__Host-") for name in sender.cookies} == named
    token = sender.cookies[site_settings.CSRF_COOKIE_NAME].value
    assert token.encode() not in read_tables()
    language = sender.cookies[site_settings.LANGUAGE_COOKIE_NAME]
    assert language["max-age"] == 365 * 24 * 60 * 60


@proves("phone")
def test_of_a_phone_its_kind_is_stored_for_a_day(sender, browser, sent):
    phone, key = browser(), {"key": ask_for_link(sender)}
    phone.post("/join/", key, headers={"User-Agent": AGENT}, REMOTE_ADDR=ADDRESS)
    pairing = Pairing.objects.get()
    assert pairing.device == "iphone"
    assert pairing.expires - pairing.used == timedelta(minutes=15)
    assert AGENT.encode() not in read_tables()
    Pairing.objects.update(expires=timezone.now() - timedelta(days=1, minutes=1))
    call_command("prunephotos", verbosity=0)
    assert not Pairing.objects.exists()


@proves("address")
def test_an_address_is_in_memory_alone_and_for_a_short_time(
    sender, upload, own_media, settings
):
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, "600/min")
    sender.post(PHOTOS, {"image": upload()})
    [seconds] = [s for key, s in read_clients().items() if ADDRESS in key]
    assert 0 < seconds <= 60
    assert ADDRESS.encode() not in read_tables() + read_files(own_media)


@proves("logs")
def test_a_line_of_the_log_tells_nothing_of_the_visitor(sender, upload, caplog):
    caplog.set_level(logging.DEBUG)
    data = hostile.with_exif(comment=b"12 Elm Street")
    sender.post(PHOTOS, {"image": upload(data, name=NAME)})
    photo = Photo.objects.get()
    sender.get(f"/gallery/{photo.pk}/?q=secret")
    sender.post(PHOTOS, {"image": upload(b"no picture", name=NAME)})
    lines = "\n".join(f"{r.getMessage()} {vars(r)}" for r in caplog.records)
    assert "POST /api/v1/photos/ 201" in lines
    secrets = (ADDRESS, AGENT, NAME, "Elm", "secret", str(photo.pk), photo.pk.hex)
    keys = (str(photo.gallery_key), sender.session.session_key)
    assert not [text for text in (*secrets, *keys) if text in lines]


def forget_by_button(visitor):
    return visitor.post("/privacy/forget/")


def forget_by_call(visitor):
    return visitor.delete(VISITOR)


@proves("forget")
@pytest.mark.parametrize("forget", [forget_by_button, forget_by_call])
def test_a_visitor_is_forgotten(sender, sent, browser, own_media, forget):
    sender.post("/language/", {"language": "de"})
    phone = browser()
    phone.post("/join/", {"key": ask_for_link(sender)})
    assert phone.get(PHOTOS).json()["results"]
    answer = forget(sender)
    assert answer.status_code in (204, 302)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    expired = {name for name, cookie in answer.cookies.items() if not cookie["max-age"]}
    assert len(expired) == 3
    assert (Photo.objects.count(), Pairing.objects.count()) == (0, 0)
    assert list_files(own_media) == []
    key = str(sent.gallery_key)
    assert not [s for s in Session.objects.all() if key in str(s.get_decoded())]
    assert phone.get(PHOTOS).json()["results"] == []


@pytest.mark.parametrize("forget", [forget_by_button, forget_by_call])
def test_who_is_unknown_may_be_forgotten_too(visitor, forget):
    assert forget(visitor).status_code in (204, 302)


def test_a_program_loses_its_gallery_and_not_its_token(program, upload):
    robot, other = program(), program("other")
    for each in (robot, other):
        each.post(PHOTOS, {"image": upload()})
    assert robot.delete(VISITOR).status_code == 204
    assert robot.get(PHOTOS).json()["results"] == []
    assert len(other.get(PHOTOS).json()["results"]) == 1


def test_a_token_that_is_forgotten_leaves_the_browser_beside_it_alone(
    sender, sent, program, upload
):
    robot = program()
    robot.post(PHOTOS, {"image": upload()})
    bearer = robot.defaults["HTTP_AUTHORIZATION"]
    answer = sender.delete(VISITOR, headers={"Authorization": bearer})
    assert (answer.status_code, dict(answer.cookies)) == (204, {})
    assert not {"Set-Cookie", "Clear-Site-Data"} & set(answer.headers)
    assert Photo.objects.get() == sent
    assert len(sender.get(PHOTOS).json()["results"]) == 1


def test_a_phone_that_is_forgotten_leaves_the_gallery_of_the_screen(
    sender, sent, browser
):
    phone = browser()
    phone.post("/join/", {"key": ask_for_link(sender)})
    assert phone.delete(VISITOR).status_code == 204
    assert Photo.objects.get() == sent
    assert sender.get("/pairings/").json()["phones"] == []


@proves("unsent")
def test_scripts_store_pictures_in_one_place_each_until_they_are_sent():
    """That they are gone once sent is tested in tests/browser/test_unsent.py."""
    stores: dict[str, set] = {"sessionStorage": set(), "indexedDB": set()}
    for path in (ROOT / "static" / "js").rglob("*.js"):
        for name, users in stores.items():
            users |= {path.name} if name in path.read_text() else set()
    assert stores == {
        # Storage of a session ends with its tab; the second one clears it.
        "sessionStorage": {"draft-storage.js", "forget-form.js"},
        "indexedDB": {"outbox.js"},
    }


@proves("job")
def test_of_a_job_its_names_and_results_stay_until_it_is_old(
    sender, upload, settings, own_media
):
    data = hostile.with_exif(comment=b"12 Elm Street")
    sender.post("/jobs/", {"images": [upload(data, name=NAME)]})
    assert read_files(own_media)
    assert b"12 Elm Street" not in read_files(own_media) + read_tables()
    while chunk := claim_next_chunk():
        read_chunk(chunk)
    assert b"12 Elm Street" not in read_files(own_media) + read_tables()
    assert NAME.encode() in read_tables()
    settings.JOB_MAX_AGE_DAYS = 0
    call_command("prunephotos")
    assert NAME.encode() not in read_tables()


@pytest.mark.parametrize("path", [VISITOR, "/privacy/forget/"])
def test_forgetting_takes_the_token_of_the_page(sender, sent, path):
    method = sender.delete if path == VISITOR else sender.post
    del sender.cookies[site_settings.CSRF_COOKIE_NAME]
    assert method(path).status_code == 403
    assert Photo.objects.get() == sent


def test_every_statement_of_the_page_is_proven(visitor):
    page = visitor.get("/privacy/").content.decode()
    assert set(re.findall(r'data-claim="([\w-]+)"', page)) == PROVEN
