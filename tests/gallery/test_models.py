"""Querysets and properties of the tables."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gallery.models import Pairing, Photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    """Return a function that stores a row, without files, of a read seven."""

    def build(**fields):
        defaults = {
            "gallery_key": uuid4(),
            "file": "photos/1.png",
            "width": 28,
            "height": 28,
            "reading": {"digits": [{"label": 7}], "numbers": []},
            "verdict": "read",
            "text": "7",
        }
        return Photo.objects.create(**defaults | fields)

    return build


def test_a_gallery_without_key_is_empty(store):
    store()
    assert not Photo.objects.in_gallery(None).exists()
    assert not Pairing.objects.of_gallery(None).exists()


def test_a_row_of_an_earlier_version_is_loaded_with_numbers(store):
    probabilities = [0.0] * 7 + [1.0, 0.0, 0.0]
    digit = {"label": 7, "confidence": 0.9, "box": [1, 2, 3, 9], "line": 0}
    digit["probabilities"] = probabilities
    photo = store(reading={"digits": [digit]})
    [number] = Photo.objects.get(pk=photo.pk).reading["numbers"]
    assert (number["text"], number["digits"], number["box"]) == ("7", [0], [1, 2, 3, 9])


def test_a_row_is_loaded_without_its_reading(store):
    assert Photo.objects.only("text").get(pk=store().pk).text == "7"


def test_photos_expire_by_age(store, settings):
    settings.PHOTO_MAX_AGE_DAYS = 7
    old = store(created=timezone.now() - timedelta(days=8))
    store(created=timezone.now() - timedelta(days=6))
    assert Photo.objects.expired().get() == old


def test_photos_of_the_same_moment_have_an_order(store):
    now = timezone.now()
    store(created=now)
    store(created=now)
    first, second = Photo.objects.all()
    assert Photo.objects.older_than(first).get() == second
    assert Photo.objects.newer_than(second).get() == first


def test_photos_are_counted_up_to_a_limit(store):
    key = uuid4()
    for _ in range(3):
        store(gallery_key=key)
    photos = Photo.objects.in_gallery(key)
    assert [photos.count_up_to(limit) for limit in (2, 3, 9)] == [2, 3, 3]


@pytest.mark.parametrize(
    ("filtered", "index"),
    [
        (lambda photos: photos, "photo_gallery_order"),
        (lambda photos: photos.with_verdict("read"), "photo_verdict_order"),
        (lambda photos: photos.corrected(), "photo_corrected_order"),
    ],
)
@pytest.mark.parametrize("direction", ["newer_than", "older_than"])
def test_an_index_leads_to_any_page_of_a_list(store, filtered, index, direction):
    photo = store()
    photos = filtered(Photo.objects.in_gallery(photo.gallery_key))
    page = getattr(photos, direction)(photo)
    plan = (page.reverse() if direction == "newer_than" else page)[:50].explain()
    assert re.search(f"(USING INDEX|Scan using|Scan Backward using) {index}", plan)
    assert re.search("created ?[<>]", plan)
    assert not re.search("TEMP B-TREE|Sort", plan)


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({}, [7]),
        ({"verdict": "unsure"}, []),
        ({"verdict": "unsure", "correction": "3"}, [3]),
        ({"correction": "34"}, []),
        ({"correction": ""}, []),
    ],
)
def test_digit_labels_are_known_by_verdict_or_correction(store, fields, labels):
    assert store(**fields).digit_labels == labels
