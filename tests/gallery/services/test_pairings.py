"""A phone joins a gallery by a link: once, for a while, and until it is put out."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from gallery.models import Device, Pairing, Photo
from gallery.services import pairings

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]

JSON = "application/json"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/130.0 Mobile"


@pytest.fixture
def screen(browser):
    return browser()


@pytest.fixture
def phone(browser):
    return browser()


@pytest.fixture
def token(screen):
    return token_of(screen)


def ask_for_code(screen, **environ):
    return screen.post("/pairings/", content_type=JSON, **environ).json()


def token_of(screen):
    url = ask_for_code(screen, SERVER_NAME="digits.example")["url"]
    return re.fullmatch(r"http://digits\.example/join/\?key=([\w-]{22})", url)[1]


@pytest.fixture(autouse=True)
def named(settings):
    settings.ALLOWED_HOSTS = ["*"]


def join(phone, token, agent=IPHONE):
    return phone.post("/join/", {"key": token}, headers={"User-Agent": agent})


def send(visitor, upload):
    return visitor.post("/api/v1/photos/", {"image": upload()})


def ids(visitor):
    return [photo["id"] for photo in visitor.get("/api/v1/photos/").json()["results"]]


def age(**change):
    Pairing.objects.update(expires=timezone.now() - timedelta(**change))


# Joining


def test_what_the_phone_sends_is_in_the_gallery_of_the_screen(
    screen, phone, token, upload
):
    assert join(phone, token)["Location"] == "/"
    sent = send(phone, upload).json()["id"]
    assert ids(screen) == ids(phone) == [sent]
    assert screen.get("/pairings/").json()["newest"] == sent


def test_the_phone_sees_what_was_there(screen, phone, upload):
    there = send(screen, upload).json()
    join(phone, token_of(screen))
    assert phone.get(there["image"]).status_code == 200


def test_the_screen_shows_who_joined_and_for_how_long(screen, phone, token):
    waiting = screen.get("/pairings/").json()
    assert waiting["phones"] == []
    assert 290 < waiting["waits"] <= 300
    join(phone, token)
    state = screen.get("/pairings/").json()
    assert state["waits"] == 0
    assert state["phones"][0]["name"] == "iPhone"
    assert 890 < state["phones"][0]["seconds"] <= 900


def test_the_phone_sees_it_on_every_page(phone, token):
    join(phone, token)
    for path in ("/", "/gallery/", "/privacy/"):
        assert "data-joined-leave" in phone.get(path).content.decode()
    assert 890 < phone.get("/pairings/").json()["joined"] <= 900


def test_looking_at_the_link_uses_nothing_up(phone, token):
    for _ in "12":
        page = phone.get("/join/", {"key": token})
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert b"fifteen minutes" in page.content
    assert Pairing.objects.open().count() == 1
    assert "gallery_key" not in phone.session


def test_joining_takes_the_token_of_the_page(phone, token):
    refusal = phone.post("/join/", {"key": token}, headers={"X-CSRFToken": "x" * 32})
    assert refusal.status_code == 403
    assert Pairing.objects.open().count() == 1


def test_the_way_back_and_a_second_tap_do_no_harm(phone, token):
    join(phone, token)
    assert join(phone, token)["Location"] == "/"
    assert phone.get("/join/", {"key": token})["Location"] == "/"


def test_a_session_from_before_gets_another_id(phone, upload, token):
    send(phone, upload)
    before = phone.session.session_key
    join(phone, token)
    assert phone.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


# What does not work


def test_a_second_phone_learns_that_the_code_was_used(phone, browser, token, upload):
    join(phone, token)
    second = browser()
    page = join(second, token)
    assert (page.status_code, b"has been used" in page.content) == (410, True)
    assert second.get("/join/", {"key": token}).status_code == 410
    send(phone, upload)
    assert ids(second) == []


def test_of_two_at_once_one_gets_in(screen, token):
    found = pairings.find_pairing(token)
    assert pairings.use_link(found, Device.IPHONE)
    assert not pairings.use_link(found, Device.ANDROID)
    assert Pairing.objects.get().device == Device.IPHONE


def test_a_late_phone_learns_so(phone, token):
    age(seconds=1)
    page = join(phone, token)
    assert (page.status_code, b"too old" in page.content) == (410, True)
    assert phone.get("/pairings/").json()["joined"] == 0


def test_a_withdrawn_code_lets_nobody_in(screen, phone, token):
    assert screen.delete("/pairings/").status_code == 204
    page = join(phone, token)
    assert (page.status_code, b"withdrawn" in page.content) == (410, True)


def test_a_new_code_withdraws_the_one_before(screen, phone, token):
    token_of(screen)
    assert b"withdrawn" in join(phone, token).content


@pytest.mark.parametrize("key", ["", "x", "ä" * 22, "\0"])
def test_an_unknown_code_is_reported(phone, key):
    page = join(phone, key)
    assert (page.status_code, b"is unknown" in page.content) == (404, True)


def test_the_screen_itself_does_not_use_its_code_up(screen, token):
    assert b"This is the screen" in join(screen, token).content
    assert Pairing.objects.open().count() == 1


# The end


def test_the_screen_ends_it_at_once(screen, phone, token, upload):
    join(phone, token)
    sent = send(phone, upload).json()
    address = screen.get("/pairings/").json()["phones"][0]["url"]
    assert screen.delete(address).json()["phones"] == []
    assert ids(phone) == []
    assert phone.get(sent["image"]).status_code == 404
    assert phone.get(sent["url"]).status_code == 404


def test_after_fifteen_minutes_the_phone_has_its_own_gallery_back(
    screen, phone, upload
):
    own = send(phone, upload).json()["id"]
    join(phone, token_of(screen))
    theirs = send(phone, upload).json()["id"]
    assert ids(phone) == [theirs]
    age(seconds=0)
    assert ids(phone) == [own]
    assert ids(screen) == [theirs]
    assert screen.get("/pairings/").json()["phones"] == []


def test_what_is_sent_after_the_end_stays_with_the_phone(screen, phone, token, upload):
    join(phone, token)
    age(seconds=0)
    late = send(phone, upload).json()["id"]
    assert ids(phone) == [late]
    assert ids(screen) == []


def test_what_is_sent_at_once_after_the_end_is_in_one_gallery(
    phone, browser, token, upload
):
    join(phone, token)
    age(seconds=0)
    # Of requests at once, none has the cookie that another one's answer brings.
    others = [browser(), browser()]
    for other in others:
        other.cookies = phone.cookies.copy()
    sent = [send(other, upload).json()["id"] for other in others]
    assert ids(phone) == sent[::-1]


def test_the_phone_can_leave(screen, phone, token, upload):
    join(phone, token)
    send(phone, upload)
    assert phone.post("/join/leave/")["Location"] == "/"
    assert ids(phone) == []
    assert screen.get("/pairings/").json()["phones"] == []


def test_another_visitor_ends_nothing(screen, phone, browser, token):
    join(phone, token)
    address = screen.get("/pairings/").json()["phones"][0]["url"]
    for other in (browser(), phone):
        other.delete(address)
        other.delete("/pairings/")
    assert len(screen.get("/pairings/").json()["phones"]) == 1


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_write_takes_the_token_of_the_page(screen, token, method):
    ask = getattr(screen, method)
    refusal = ask("/pairings/", content_type=JSON, headers={"X-CSRFToken": ""})
    assert (refusal.status_code, refusal.json()["code"]) == (403, "csrf_failed")


def test_who_has_joined_lets_nobody_else_in(screen, phone, browser, token, upload):
    join(phone, token)
    theirs = send(phone, upload).json()["id"]
    friend = browser()
    join(friend, token_of(phone), ANDROID)
    assert theirs not in ids(friend)
    assert [p["name"] for p in screen.get("/pairings/").json()["phones"]] == ["iPhone"]


# What is kept


def test_the_token_is_not_in_the_database(token):
    row = Pairing.objects.values().get()
    assert token not in str(row)
    assert row["token_hash"] == pairings.compute_hash(token)


def test_old_links_are_forgotten(token):
    call_command("prunephotos", stdout=io.StringIO())
    assert Pairing.objects.exists()
    age(days=2)
    call_command("prunephotos", stdout=io.StringIO())
    assert not Pairing.objects.exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [(IPHONE, "iphone"), (ANDROID, "android"), ("", "other"), ("Firefox", "other")],
)
def test_of_a_device_its_kind_alone_is_kept(agent, device):
    assert pairings.detect_device(agent) == device


def test_of_no_gallery_there_are_no_pairings(token):
    assert not Pairing.objects.of_gallery(None).exists()
    assert not Pairing.objects.of_gallery(uuid4()).exists()
    assert Photo.objects.count() == 0


def test_the_code_is_a_small_picture(screen):
    code = ask_for_code(screen, SERVER_NAME="digits.example")["code"]
    assert code.startswith("data:image/svg+xml")
    assert len(code) < 8000
