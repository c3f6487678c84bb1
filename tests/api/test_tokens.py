"""Programs with tokens: accepted, kept apart, or refused with the reason."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import get_resolver
from django.utils import timezone

from gallery.models import Photo, Token
from gallery.services.tokens import create_token, revoke_tokens

PHOTOS = "/api/v1/photos/"
READINGS = "/api/v1/readings/"
NOBODY = "00000000-0000-0000-0000-000000000000"
# The pages about the API are no part of it.
PAGES = {"api-docs", "api-examples"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


def routes():
    """Return the address of every API view, of a photo that nobody has."""
    [api] = [p for p in get_resolver().url_patterns if str(p.pattern) == "api/v1/"]
    named = [p for p in api.url_patterns if p.name and p.name not in PAGES]
    return [f"/api/v1/{p.pattern}".replace("<uuid:pk>", NOBODY) for p in named]


def refusal_of(answer):
    return answer.status_code, answer.json()["code"], answer["WWW-Authenticate"]


def test_a_token_keeps_photos_without_cookie_or_csrf(program, upload):
    robot = program()
    made = robot.post(PHOTOS, {"image": upload()})
    assert (made.status_code, made.cookies) == (201, {})
    assert not Session.objects.exists()
    listed = robot.get(PHOTOS)
    assert [photo["id"] for photo in listed.json()["results"]] == [made.json()["id"]]
    assert listed.cookies == {}


def test_a_token_changes_and_deletes_its_photos(program, upload):
    robot = program()
    url = robot.post(PHOTOS, {"image": upload()}).json()["url"]
    body = {"correction": "4"}
    changed = robot.patch(url, body, content_type="application/json")
    assert changed.json()["correction"] == "4"
    assert robot.delete(url).status_code == 204
    assert not Photo.objects.exists()


def test_another_token_and_a_browser_find_nothing(program, visitor, upload):
    url = program("one").post(PHOTOS, {"image": upload()}).json()["url"]
    for other in (program("two"), visitor):
        assert other.get(url).status_code == 404
        assert other.get(PHOTOS).json()["results"] == []
        assert other.delete(PHOTOS).status_code == 204
    assert Photo.objects.count() == 1


def test_a_token_goes_before_a_session(program, visitor, upload):
    visitor.post(PHOTOS, {"image": upload()})
    robot = program()
    robot.cookies = visitor.cookies
    robot.post(PHOTOS, {"image": upload()})
    assert len(robot.get(PHOTOS).json()["results"]) == 1
    assert len(visitor.get(PHOTOS).json()["results"]) == 1


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "bearer x",
        "Bearer a b",
        f"Bearer {'a' * 8}.{'b' * 32}",
        f"Bearer {'a' * 8}.{'b' * 32}, Bearer c",
        "Bearer " + "x" * 4000,
        "Bearer \u00fcbel",
        "Bearer ' OR 1=1 --",
    ],
)
def test_a_malformed_token_is_refused_everywhere(client, header):
    refusal = (401, "invalid_token", 'Bearer error="invalid_token"')
    headers = {"Authorization": header}
    refusals = {
        path: refusal_of(client.get(path, headers=headers)) for path in routes()
    }
    assert refusals == dict.fromkeys(routes(), refusal)
    assert len(refusals) >= 10


@pytest.mark.parametrize("address", [READINGS, PHOTOS])
def test_a_token_with_a_wrong_end_is_refused(client, upload, address):
    _, key = create_token("other", 1)
    wrong = {"Authorization": f"Bearer {key[:-1]}{'a' if key[-1] != 'a' else 'b'}"}
    answer = client.post(address, {"image": upload()}, headers=wrong)
    assert refusal_of(answer)[:2] == (401, "invalid_token")
    assert not Photo.objects.exists()


def test_an_expired_token_is_refused_as_such(program, upload):
    robot = program()
    Token.objects.update(expiry_date=timezone.now() - timedelta(seconds=1))
    answer = robot.post(PHOTOS, {"image": upload()})
    assert refusal_of(answer)[:2] == (401, "invalid_token")
    assert "expired" in answer.json()["detail"]
    assert not Photo.objects.exists()


def test_a_revoked_token_is_refused(program, upload):
    robot = program("robot")
    robot.post(PHOTOS, {"image": upload()})
    revoke_tokens("robot")
    answer = robot.get(PHOTOS)
    assert refusal_of(answer)[:2] == (401, "invalid_token")
    assert "revoked" in answer.json()["detail"]
    assert Photo.objects.count() == 1


def test_a_refusal_speaks_the_language_asked_for(client):
    headers = {"Authorization": "Bearer x", "Accept-Language": "de"}
    assert "Token" in client.get(PHOTOS, headers=headers).json()["detail"]
    assert client.get(PHOTOS, headers=headers)["Content-Language"] == "de"


def test_the_password_of_a_proxy_is_no_token(client, upload):
    headers = {"Authorization": "Basic dTpw"}
    answer = client.post(READINGS, {"image": upload()}, headers=headers)
    assert answer.status_code == 200


def test_only_a_hash_of_a_token_is_stored():
    token, key = create_token("robot", 1)
    secret = key.partition(".")[2]
    assert len(secret) == 32
    assert not any(secret in str(value) for value in vars(token).values())
