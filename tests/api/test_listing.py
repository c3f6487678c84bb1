"""How a gallery is listed: in order, filtered."""

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
    "query",
    [
        *({"verdict": "maybe"}, {"label": "10"}, {"label": "x"}, {"corrected": "x"}),
        *({"page_size": size} for size in ("0", "-1", "201", "x", "1.5")),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(visitor, query):
    refusal = visitor.get(URL, query)
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == set(query)
