"""How a gallery is listed: in order, page by page, filtered."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.utils import timezone

from gallery.models import Photo

URL = "/api/v1/photos/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


def kept(visitor, upload, **columns):
    """Keep a photo whose row then says what a test wants."""
    made = visitor.post(URL, {"image": upload()}).json()
    Photo.objects.filter(pk=made["id"]).update(**columns)
    return made["id"]


def ids(answer):
    return [photo["id"] for photo in answer.json()["results"]]


def test_the_newest_photo_comes_first(visitor, upload):
    now = timezone.now()
    made = [
        kept(visitor, upload, created=now - timedelta(days=age)) for age in (2, 1, 3)
    ]
    assert ids(visitor.get(URL)) == [made[1], made[0], made[2]]


def test_a_gallery_is_walked_page_by_page(visitor, upload):
    made = [kept(visitor, upload) for _ in range(5)]
    answer = visitor.get(URL, {"page_size": 2})
    walked = ids(answer)
    while following := answer.json()["next"]:
        assert following.startswith(URL)
        answer = visitor.get(following)
        walked += ids(answer)
    assert walked == made[::-1]


def test_an_unknown_cursor_is_not_found(visitor):
    refusal = visitor.get(URL, {"cursor": "nothing"})
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "inside",
    [
        "p=nonsense",
        "p=",
        "p=2024-99-99",
        "p=0001-01-01T00:00:00%2B23:59",
        "r=1&o=99999999999&p=2024",
    ],
)
def test_a_cursor_that_was_tampered_with_is_not_found(visitor, upload, inside):
    kept(visitor, upload)
    refusal = visitor.get(URL, {"cursor": b64encode(inside.encode()).decode()})
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"verdict": "read"}, {"plain", "corrected"}),
        ({"verdict": "nothing"}, {"blank"}),
        ({"label": "7"}, {"plain"}),
        ({"label": "3"}, {"corrected"}),
        ({"corrected": "true"}, {"corrected"}),
        ({"corrected": "0"}, {"plain", "blank"}),
        ({"verdict": "read", "label": "3"}, {"corrected"}),
        ({}, {"plain", "corrected", "blank"}),
    ],
)
def test_a_gallery_is_filtered(visitor, upload, query, expected):
    made = {
        kept(visitor, upload): "plain",
        kept(visitor, upload, correction="13"): "corrected",
        kept(visitor, upload, verdict="nothing", text=""): "blank",
    }
    assert {made[found] for found in ids(visitor.get(URL, query))} == expected


@pytest.mark.parametrize(
    "query", [{"verdict": "maybe"}, {"label": "10"}, {"label": "x"}, {"corrected": "x"}]
)
def test_a_filter_that_makes_no_sense_is_told(visitor, query):
    refusal = visitor.get(URL, query)
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == set(query)
