"""What every address of the API does with HEAD, OPTIONS and callers from elsewhere."""

import pytest

from gallery.models import Photo

PHOTOS = "/api/v1/photos/"
ELSEWHERE = "https://app.example"
PREFLIGHT = {
    "Origin": ELSEWHERE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,idempotency-key",
}
ALLOWED = {
    "/api/v1/readings/": {"POST", "OPTIONS"},
    PHOTOS: {"GET", "POST", "DELETE", "HEAD", "OPTIONS"},
    f"{PHOTOS}00000000-0000-0000-0000-000000000000/": {
        *("GET", "PATCH", "DELETE", "HEAD", "OPTIONS")
    },
    f"{PHOTOS}export/": {"GET", "HEAD", "OPTIONS"},
    "/api/v1/model/": {"GET", "HEAD", "OPTIONS"},
    "/api/v1/schema/": {"GET", "HEAD", "OPTIONS"},
}
ANSWERED = [PHOTOS, f"{PHOTOS}export/?format=csv", "/api/v1/model/", "/healthz"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.fixture
def from_elsewhere(settings):
    settings.CORS_ALLOWED_ORIGINS = [ELSEWHERE]


def methods(header):
    return {method.strip() for method in header.split(",")}


@pytest.mark.parametrize(("path", "allowed"), ALLOWED.items())
def test_options_says_which_methods_and_no_more(client, path, allowed):
    answer = client.options(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert methods(answer["Allow"]) == allowed


def test_options_of_nothing_is_not_found(client):
    assert client.options("/api/v1/nothing/").status_code == 404


def test_options_is_not_counted(client, settings):
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, "1/min")
    answers = {client.options("/api/v1/readings/").status_code for _ in "123"}
    assert answers == {200}


@pytest.mark.parametrize("path", ANSWERED)
def test_head_is_get_without_its_body(client, path):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.getvalue()) == (200, b"")
    differing = {"X-Request-ID", "Content-Length"}
    names = set(got.headers) - differing
    assert {name: head.get(name) for name in names} == {n: got[n] for n in names}


def test_head_tells_the_length_of_what_get_gives(client):
    assert client.head(PHOTOS)["Content-Length"] == client.get(PHOTOS)["Content-Length"]


@pytest.mark.parametrize("method", ["get", "options"])
def test_nobody_elsewhere_is_let_in_by_default(client, method):
    answer = getattr(client, method)(PHOTOS, headers=PREFLIGHT)
    names = [name for name in answer.headers if name.startswith("access-control")]
    assert names == []


def test_a_named_origin_may_ask_with_a_token(client, from_elsewhere):
    answer = client.options(PHOTOS, headers=PREFLIGHT)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == ELSEWHERE
    assert {"POST", "PATCH", "DELETE"} <= methods(
        answer["Access-Control-Allow-Methods"]
    )
    assert {"authorization", "idempotency-key", "range"} <= methods(
        answer["Access-Control-Allow-Headers"]
    )
    assert answer["X-Request-ID"]


def test_a_named_origin_gets_answers_it_can_read(program, upload, from_elsewhere):
    headers = {"Origin": ELSEWHERE}
    answer = program().post(PHOTOS, {"image": upload()}, headers=headers)
    assert answer.status_code == 201
    assert answer["Access-Control-Allow-Origin"] == ELSEWHERE
    exposed = methods(answer["Access-Control-Expose-Headers"])
    assert {"Location", "ETag", "Retry-After", "X-Request-ID"} <= exposed


@pytest.mark.parametrize("token", ["Bearer x", ""])
def test_a_named_origin_can_read_refusals(client, from_elsewhere, token):
    headers = {"Origin": ELSEWHERE, "Authorization": token}
    answer = client.patch("/api/v1/model/", headers=headers)
    assert answer.status_code in (401, 405)
    assert answer["Access-Control-Allow-Origin"] == ELSEWHERE


def test_a_named_origin_never_comes_with_cookies(visitor, upload, from_elsewhere):
    answer = visitor.post(PHOTOS, {"image": upload()}, headers={"Origin": ELSEWHERE})
    assert answer.status_code == 403
    assert "Access-Control-Allow-Credentials" not in answer
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("/gallery/", ELSEWHERE),
        (PHOTOS, "https://app.example.evil"),
        (PHOTOS, "http://app.example"),
        (PHOTOS, "null"),
    ],
)
def test_other_origins_and_pages_stay_closed(client, from_elsewhere, path, origin):
    answer = client.get(path, headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in answer
