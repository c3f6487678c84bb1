"""Nobody gets in: foreign photos, guessed ids and links, and writes without token."""

import time
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from gallery.models import Photo
from gallery.services.pairings import open_link
from gallery.services.submissions import submit_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]
PHOTOS = "/api/v1/photos/"
OF_PHOTO = ("", "image/", "thumbnail/", "thumbnail/small/")
PAGE = "/gallery/{}/"
# They look at no cookie, so there is nothing that a forged request could use.
COOKIELESS = {"api-readings", "api-batch", "api-model", "healthz", "readyz", "metrics"}
TIMED_ROUNDS = 200
MAX_TIME_RATIO = 1.25


@pytest.fixture
def foreign(upload):
    """Return a photo in the gallery of somebody else."""
    return submit_photo(uuid4(), upload()).photo


@pytest.fixture
def owner(visitor, upload):
    """Return a visitor with a photo of their own."""
    visitor.post(PHOTOS, {"image": upload()})
    return visitor


def ask(visitor, path):
    """Return status, body and headers of an answer, and the queries that it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = visitor.get(path)
    headers = {k: v for k, v in answer.items() if k != "X-Request-ID"}
    return answer.status_code, answer.getvalue(), headers, len(queries)


@pytest.mark.parametrize("end", OF_PHOTO)
def test_a_foreign_photo_is_answered_like_one_that_never_was(owner, foreign, end):
    there, nowhere = (ask(owner, f"{PHOTOS}{pk}/{end}") for pk in (foreign.pk, uuid4()))
    assert there == nowhere
    assert there[0] == 404


def test_the_page_of_a_foreign_photo_is_like_one_that_never_was(owner, foreign):
    status, page, *rest = ask(owner, PAGE.format(foreign.pk))
    other_status, other, *other_rest = ask(owner, PAGE.format(uuid4()))
    assert status == other_status == 404
    assert len(page) == len(other)
    assert rest[1:] == other_rest[1:]


def test_a_foreign_photo_is_looked_for_by_the_same_query(owner, foreign):
    statements = []
    for pk in (foreign.pk, UUID(int=foreign.pk.int ^ 1)):
        with CaptureQueriesContext(connection) as queries:
            owner.get(f"{PHOTOS}{pk}/")
        texts = [query["sql"].replace(pk.hex, "ID") for query in queries]
        statements.append([text for text in texts if "gallery_photo" in text])
    assert statements[0] == statements[1]
    [statement] = statements[0]
    assert "gallery_key" in statement.partition("WHERE")[2]


@pytest.mark.slow
def test_a_foreign_photo_takes_as_long_as_one_that_never_was(owner, foreign):
    paths = {"foreign": f"{PHOTOS}{foreign.pk}/", "missing": f"{PHOTOS}{uuid4()}/"}
    least = dict.fromkeys(paths, float("inf"))
    for _ in range(TIMED_ROUNDS):
        for name, path in paths.items():
            start = time.thread_time()
            owner.get(path)
            least[name] = min(least[name], time.thread_time() - start)
    ratio = least["foreign"] / least["missing"]
    assert 1 / MAX_TIME_RATIO < ratio < MAX_TIME_RATIO


def test_ids_are_random(owner, upload):
    owner.post(PHOTOS, {"image": upload()})
    photos = list(Photo.objects.all())
    keys = {photo.pk for photo in photos} | {photo.gallery_key for photo in photos}
    assert {key.version for key in keys} == {4}
    assert len(keys) == 3


@pytest.mark.parametrize("change", ["shorter", "other case", "one more"])
def test_a_link_that_is_nearly_right_lets_nobody_in(browser, foreign, change):
    _, token = open_link(foreign.gallery_key)
    guesses = {
        "shorter": token[:-1],
        "other case": token.swapcase(),
        "one more": f"{token}A",
    }
    assert browser().post("/join/", {"key": guesses[change]}).status_code == 404


def test_a_token_beside_a_session_invites_nobody(owner, program):
    intruder = program()
    name = settings.SESSION_COOKIE_NAME
    intruder.cookies[name] = owner.cookies[name].value
    assert intruder.post("/pairings/").status_code == 403
    assert intruder.get("/pairings/").status_code == 403


def find_routes(patterns=None, prefix="/") -> Iterator[tuple[str, str]]:
    """Yield name and address of each route, with an id where one belongs."""
    for pattern in patterns or get_resolver().url_patterns:
        path = f"{prefix}{pattern.pattern}"
        if not isinstance(pattern, URLPattern):
            yield from find_routes(pattern.url_patterns, path)
            continue
        for wanted, given in {
            "<uuid:pk>": str(uuid4()),
            "<path:path>": "nothing",
            "<str:language>": "en",
            "<slug:digest>": "x",
        }.items():
            path = path.replace(wanted, given)
        yield str(pattern.name), path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_route_writes_for_a_session_without_its_token(owner, method):
    intruder = Client(enforce_csrf_checks=True)
    name = settings.SESSION_COOKIE_NAME
    intruder.cookies[name] = owner.cookies[name].value
    statuses = {
        path: getattr(intruder, method)(path, {}, "application/json").status_code
        for name, path in find_routes()
        if name not in COOKIELESS
    }
    assert len(statuses) > 25
    assert {p: s for p, s in statuses.items() if s not in (403, 404, 405)} == {}
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("kind", ["image/png", "application/json", "text/plain", ""])
def test_a_body_that_holds_no_token_is_not_read(visitor, kind):
    del visitor.defaults["HTTP_X_CSRFTOKEN"]
    refusal = visitor.post(PHOTOS, b"no picture", content_type=kind)
    assert (refusal.status_code, refusal.json()["code"]) == (403, "csrf_failed")


def test_a_form_may_hold_the_token(visitor, upload):
    token = visitor.defaults.pop("HTTP_X_CSRFTOKEN")
    form = {"image": upload(), "csrfmiddlewaretoken": token}
    assert visitor.post(PHOTOS, form).status_code == 201
    form = {"image": upload(), "csrfmiddlewaretoken": token[::-1] + "x"}
    assert visitor.post(PHOTOS, form).status_code == 403


def test_a_cookie_of_nobody_opens_nothing(visitor, foreign):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert visitor.get(PHOTOS).json()["results"] == []
    assert visitor.get(f"{PHOTOS}{foreign.pk}/").status_code == 404
