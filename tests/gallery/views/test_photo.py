"""The way from one photo's page to the next."""

import pytest

from gallery.models import Photo
from tests.hostile.files.animations import BLANK, FULL, frames_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


def test_the_photo_page_leads_to_its_neighbors(visitor, photo, upload):
    for _ in range(2):
        visitor.post("/upload/", {"image": upload()})
    newest, middle, oldest = Photo.objects.all()
    page = visitor.get(f"/gallery/{middle.pk}/").content.decode()
    assert "2 / 3" in page
    assert f'rel="prev" href="/gallery/{newest.pk}/"' in page
    assert f'rel="next" href="/gallery/{oldest.pk}/"' in page
    assert 'rel="prev"' not in visitor.get(f"/gallery/{newest.pk}/").content.decode()
    assert 'rel="next"' not in visitor.get(f"/gallery/{oldest.pk}/").content.decode()


def test_photos_of_one_moment_have_an_order_too(visitor, photo, upload):
    visitor.post("/upload/", {"image": upload()})
    Photo.objects.update(created=photo.created)
    first, second = Photo.objects.all()
    assert Photo.objects.older_than(first).get() == second
    assert Photo.objects.newer_than(second).get() == first


def test_a_neighbor_is_never_another_visitors(visitor, photo, browser, upload):
    browser().post("/upload/", {"image": upload()})
    page = visitor.get(f"/gallery/{photo.pk}/").content.decode()
    assert "1 / 1" in page
    assert 'rel="prev"' not in page
    assert 'rel="next"' not in page


def test_the_photo_page_says_which_page_of_a_document_was_read(visitor, upload):
    pages = frames_of("TIFF", BLANK, FULL, FULL)
    page = visitor.post("/upload/", {"image": upload(pages)}, follow=True)
    assert "The file holds 3 pictures; number 2 was read." in page.content.decode()


def test_a_photo_of_an_earlier_version_has_no_number_of_frames(visitor, photo):
    del photo.reading["photo"]["frames"], photo.reading["photo"]["frame"]
    photo.save()
    page = visitor.get(f"/gallery/{photo.pk}/").content.decode()
    assert "The file holds" not in page
    answer = visitor.get(f"/api/v1/photos/{photo.pk}/")
    assert "frames" not in answer.json()["reading"]["photo"]
