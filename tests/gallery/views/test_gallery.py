"""The gallery's page as a browser without script meets it."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from gallery.models import Photo
from tests.support.traces import list_files

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def keep(visitor, upload):
    """Return a function that keeps a photo whose row then says what a test wants."""

    def build(**columns):
        known = set(Photo.objects.values_list("pk", flat=True))
        visitor.post("/upload/", {"image": upload()})
        made = Photo.objects.exclude(pk__in=known)
        made.update(**columns)
        return Photo.objects.exclude(pk__in=known).get()

    return build


def shown(page):
    return re.findall(r'data-tile="([^"]+)"', page.content.decode())


def link(page, rel):
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.content.decode())
    return found and found[1].replace("&amp;", "&")


def keys(*photos):
    return [str(photo.pk) for photo in photos]


def test_the_gallery_goes_on_over_pages_and_back(visitor, keep, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.PAGE_PHOTOS", 2)
    photos = [keep() for _ in range(3)][::-1]
    first = visitor.get("/gallery/")
    assert shown(first) == keys(*photos[:2])
    assert link(first, "prev") is None
    second = visitor.get(link(first, "next"))
    assert shown(second) == keys(photos[2])
    assert link(second, "next") is None
    assert shown(visitor.get(link(second, "prev"))) == keys(*photos[:2])


def test_a_filter_goes_along_to_the_next_page(visitor, keep, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.PAGE_PHOTOS", 1)
    older = keep(correction="3")
    keep()
    keep(correction="3")
    page = visitor.get("/gallery/?label=3")
    assert shown(visitor.get(link(page, "next"))) == keys(older)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("verdict=read", [0, 1]),
        ("label=3", [1]),
        ("corrected=true", [1]),
        ("corrected=false", [0, 2]),
        ("verdict=&label=&corrected=", [0, 1, 2]),
        ("verdict=read&corrected=false", [0]),
    ],
)
def test_the_gallery_is_filtered_by_its_address(visitor, keep, query, numbers):
    photos = [keep(), keep(correction="3"), keep(verdict="nothing", text="")]
    page = visitor.get(f"/gallery/?{query}")
    assert shown(page) == keys(*(photos[i] for i in numbers[::-1]))
    assert f'data-count="{len(numbers)}">{len(numbers)}</span>' in page.content.decode()


def test_more_photos_than_are_counted_are_not_numbered(visitor, keep, monkeypatch):
    monkeypatch.setattr("gallery.views.gallery.MAX_COUNTED", 2)
    keep(), keep()
    assert ">2</span> in all" in visitor.get("/gallery/").content.decode()
    keep()
    page = visitor.get("/gallery/").content.decode()
    assert ">2+</span> in all" in page
    assert "data-uncounted" in page


def test_the_form_shows_what_is_asked_for(visitor, keep):
    keep()
    page = visitor.get(
        "/gallery/?verdict=read&label=7&corrected=false"
    ).content.decode()
    assert '<option value="read" selected>' in page
    assert "<option selected>7</option>" in page
    assert '<option value="false" selected>' in page
    assert "?format=zip&amp;verdict=read&amp;label=7&amp;corrected=false" in page


def test_a_filter_that_does_not_exist_is_refused(visitor, keep):
    photo = keep()
    page = visitor.get("/gallery/?verdict=maybe")
    assert page.status_code == 400
    assert b"filter in the address is not valid" in page.content
    assert shown(page) == keys(photo)


def test_a_filter_that_finds_nothing_is_no_empty_gallery(visitor, keep):
    keep()
    page = visitor.get("/gallery/?label=3").content
    assert b"No pictures match" in page
    assert b"No pictures yet" not in page


def test_a_place_that_is_none_is_not_found(visitor, keep):
    keep()
    assert visitor.get("/gallery/?cursor=nothing").status_code == 404


def test_numbers_are_shown_as_written_and_corrected_as_digits(visitor, keep):
    photo = keep()
    photo.reading["numbers"][0]["text"] = "-7"
    photo.save(update_fields=["reading"])
    page = visitor.get("/gallery/").content.decode()
    assert "data-label>-7</span>" in page
    assert 'data-text="7"' in page
    slides = visitor.get("/gallery/slideshow/").content.decode()
    assert 'caption-label">-7</strong>' in slides


def test_a_correction_is_shown_in_place_of_the_numbers(visitor, keep):
    keep(correction="12\n3")
    page = visitor.get("/gallery/").content.decode()
    assert "data-label>12 3</span>" in page


def test_pictures_come_in_two_sizes_and_hold_their_place(visitor, keep):
    photo = keep()
    page = visitor.get("/gallery/").content.decode()
    address = f"/api/v1/photos/{photo.pk}/thumbnail/"
    assert f'srcset="{address}small/ 240w, {address} 480w"' in page
    assert 'width="240" height="240" loading="lazy"' in page


def test_chosen_photos_are_deleted_by_a_plain_form(visitor, keep):
    photos = [keep(), keep(), keep()]
    answer = visitor.post("/gallery/delete/", {"photo": keys(*photos[:2])})
    assert answer.url == "/gallery/"
    assert Photo.objects.get() == photos[2]


@pytest.mark.django_db(transaction=True)
def test_a_script_learns_how_many_were_still_there(visitor, keep, own_media):
    photos = [keep(), keep()]
    chosen = " ".join([photos[0].pk.hex, uuid4().hex, "nonsense"])
    headers = {"Accept": "application/json"}
    answer = visitor.post("/gallery/delete/", {"photo": chosen}, headers=headers)
    assert answer.json() == {"deleted": 1}
    assert Photo.objects.get() == photos[1]
    assert len(list_files(own_media)) == 3


def test_a_form_of_a_page_is_limited_in_size(visitor, keep, settings):
    photo = keep()
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < 3_000_000
    chosen = " ".join(uuid4().hex for _ in range(70_000))
    form = {"photo": f"{chosen} {photo.pk}"}
    answers = [
        visitor.post("/gallery/delete/", form),
        visitor.post(
            "/gallery/delete/",
            urlencode(form),
            content_type="application/x-www-form-urlencoded",
        ),
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert Photo.objects.count() == 1


def test_many_are_deleted_at_once(visitor, keep, monkeypatch):
    monkeypatch.setattr("gallery.services.photos.BATCH_ROWS", 2)
    chosen = " ".join(keep().pk.hex for _ in range(5))
    visitor.post("/gallery/delete/", {"photo": chosen})
    assert not Photo.objects.exists()


def test_photos_of_others_stay(keep, browser, upload):
    photo = keep()
    other = browser()
    for _ in "12":
        headers = {"Accept": "application/json"}
        answer = other.post(
            "/gallery/delete/", {"photo": photo.pk.hex}, headers=headers
        )
        assert answer.json() == {"deleted": 0}
        other.post("/upload/", {"image": upload()})
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_emptying_names_no_number_that_may_be_stale(visitor, keep):
    keep()
    page = visitor.get("/gallery/").content.decode()
    question = page[page.index("data-empty") :]
    assert "All pictures in your gallery" in question
    assert "1 picture" not in question
