"""A request that is repeated with its Idempotency-Key stores its photos once."""

import base64
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from gallery.models import Photo
from gallery.services import submissions
from recognizer.errors import ModelUnavailable
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of
from tests.support.engines import FailingNetwork
from tests.support.traces import list_files

URL = "/api/v1/photos/"
KEY = "0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1"
ONE, TWO = encoded(page_of("7")), encoded(page_of("77"))

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def send(program, upload):
    """Return a function that sends pictures under a key, from one program."""
    robot = program()

    def build(*pictures, key=KEY, client=robot, query="", field="image"):
        files = [upload(data) for data in pictures]
        headers = {"Idempotency-Key": key}
        return client.post(f"{URL}{query}", {field: files}, headers=headers)

    return build


@pytest.fixture
def send_many(send):
    return partial(send, field="images")


@pytest.mark.parametrize("query", ["", "?explain=1"])
def test_a_repeat_is_answered_alike_and_kept_once(send, own_media, query):
    first, second = send(ONE, query=query), send(ONE, query=query)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Location"] == first["Location"]
    assert second["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert Photo.objects.count() == 1
    assert len(list_files(own_media)) == 3


def test_another_key_keeps_the_same_picture_again(send):
    ids = {send(ONE, key=key).json()["id"] for key in ("a", "b")}
    assert len(ids) == Photo.objects.count() == 2


def test_without_a_key_everything_is_kept(program, upload):
    robot = program()
    assert [robot.post(URL, {"image": upload()}).status_code for _ in "12"] == [201] * 2
    assert Photo.objects.count() == 2


def test_another_picture_under_the_key_is_refused(send, own_media):
    send(ONE)
    refusal = send(TWO)
    assert (refusal.status_code, refusal.json()["code"]) == (
        422,
        "idempotency_key_reused",
    )
    assert Photo.objects.count() == 1
    assert len(list_files(own_media)) == 3


def test_a_picture_is_the_same_in_another_form(program, upload):
    robot, headers = program(), {"Idempotency-Key": KEY}
    body = {"image": base64.b64encode(ONE).decode()}
    first = robot.post(URL, {"image": upload(ONE)}, headers=headers)
    second = robot.post(URL, body, content_type="application/json", headers=headers)
    assert first.json() == second.json()
    assert Photo.objects.count() == 1


def test_keys_belong_to_a_gallery(send, program):
    mine = send(ONE).json()
    theirs = send(TWO, client=program("other"))
    assert theirs.status_code == 201
    assert theirs.json()["id"] != mine["id"]
    assert "Idempotent-Replayed" not in theirs


def test_a_browser_has_keys_from_its_second_photo_on(visitor, send, upload):
    visitor.post(URL, {"image": upload()})
    first, second = send(ONE, client=visitor), send(ONE, client=visitor)
    assert first.json() == second.json()
    assert Photo.objects.count() == 2


def test_a_key_is_forgotten_after_a_day(send):
    first = send(ONE).json()
    Photo.objects.update(created=timezone.now() - timedelta(hours=25))
    assert send(TWO).json()["id"] != first["id"]
    assert Photo.objects.count() == 2


def test_pruning_forgets_old_keys_alone(send):
    send(ONE)
    call_command("prunephotos")
    assert Photo.objects.get().idempotency_key
    Photo.objects.update(created=timezone.now() - timedelta(hours=25))
    call_command("prunephotos")
    photo = Photo.objects.get()
    assert (photo.idempotency_key, photo.request_digest) == (None, "")


def test_a_deleted_photo_takes_its_key_along(send):
    first = send(ONE).json()
    Photo.objects.all().delete()
    assert send(ONE).json()["id"] != first["id"]


def test_a_repeat_tells_a_correction_made_meanwhile(send):
    send(ONE)
    Photo.objects.update(correction="1")
    assert send(ONE).json()["correction"] == "1"


@pytest.mark.parametrize("data", [b"", b"text"])
def test_a_refusal_leaves_the_key_free(send, data):
    assert send(data).status_code in (400, 415)
    assert send(ONE).status_code == 201


def test_what_failed_here_can_be_sent_again(send):
    with engine.use_network(FailingNetwork(ModelUnavailable())):
        assert send(ONE).status_code == 503
    assert send(ONE).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "schl\u00fcssel", "a\tb"])
def test_a_malformed_key_is_refused(send, key):
    refusal = send(ONE, key=key)
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == {"Idempotency-Key"}
    assert not Photo.objects.exists()


@pytest.mark.parametrize("key", ["x", "x" * 255, '"quoted"', "a/b+c=~!"])
def test_any_visible_text_is_a_key(send, key):
    assert send(ONE, key=key).json() == send(ONE, key=key).json()


def test_the_row_reveals_neither_key_nor_picture(send):
    send(ONE)
    photo = Photo.objects.get()
    assert KEY not in photo.idempotency_key
    assert len(photo.request_digest) == 64


# Several pictures


def test_several_pictures_are_kept_once(send_many):
    first, second = send_many(ONE, b"text", ONE), send_many(ONE, b"text", ONE)
    assert first.json() == second.json()
    assert first.json()[1]["code"] == "unsupported_format"
    assert first.json()[0]["id"] != first.json()[2]["id"]
    assert second["Idempotent-Replayed"] == "true"
    assert Photo.objects.count() == 2


def test_what_was_cut_off_is_completed(send_many):
    first = send_many(ONE, TWO, ONE).json()
    Photo.objects.filter(pk=first[1]["id"]).delete()
    again = send_many(ONE, TWO, ONE).json()
    assert [again[i]["id"] for i in (0, 2)] == [first[i]["id"] for i in (0, 2)]
    assert again[1]["reading"]["text"] == "77"
    assert Photo.objects.count() == 3


@pytest.mark.parametrize("pictures", [(TWO, ONE), (ONE,), (ONE, TWO, ONE)])
def test_other_pictures_under_the_key_are_refused_as_a_whole(
    send_many, own_media, pictures
):
    send_many(ONE, TWO)
    refusal = send_many(*pictures)
    assert refusal.json()["code"] == "idempotency_key_reused"
    assert Photo.objects.count() == 2
    assert len(list_files(own_media)) == 6


# At once


@pytest.fixture
def meeting(monkeypatch):
    """Let two requests both find nothing kept before either goes on."""
    barrier, seen = threading.Barrier(2, timeout=30), threading.local()
    find_stored = submissions.find_stored

    def wait(photo):
        found = find_stored(photo)
        if not hasattr(seen, "once"):
            seen.once = True
            barrier.wait()
        return found

    monkeypatch.setattr(submissions, "find_stored", wait)


def at_once(*calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_twice_at_once_is_kept_once(send, meeting, own_media):
    one, two = at_once(partial(send, ONE), partial(send, ONE))
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json() == two.json()
    assert Photo.objects.count() == 1
    assert len(list_files(own_media)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_pictures_at_once_under_a_key_one_is_kept(send, meeting, own_media):
    answers = at_once(partial(send, ONE), partial(send, TWO))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert Photo.objects.count() == 1
    assert len(list_files(own_media)) == 3
