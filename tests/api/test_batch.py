"""Many pictures in one request: each answered in its place."""

import pytest
from django.conf import settings

from gallery.models import Photo
from recognizer.inference import engine
from recognizer.metrics import REFUSALS
from tests.support import hostile
from tests.support.drawing import encoded, page_of
from tests.support.engines import FakeNetwork, all_sevens
from tests.support.traces import list_files

READINGS = "/api/v1/readings/batch/"
PHOTOS = "/api/v1/photos/"
ONE, TWO = encoded(page_of("7")), encoded(page_of("77"))
BAD = {
    "empty_upload": b"",
    "unsupported_format": b"not a picture",
    "unreadable_photo": hostile.jpeg()[:2000],
    "photo_too_large": hostile.png(30_000, 30_000),
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]


@pytest.fixture
def files(upload):
    """Return a function that makes uploads of these bytes."""
    return lambda *pictures: [upload(data) for data in pictures]


def texts(answer):
    return [item.get("text", item.get("code")) for item in answer.json()]


def kept(photos):
    """Return what photos say, or the codes in their places."""
    return [item.get("code") or item["reading"]["text"] for item in photos]


def test_readings_come_in_the_order_of_the_pictures(client, files):
    answer = client.post(READINGS, {"images": files(TWO, ONE, TWO, ONE)})
    assert answer.status_code == 200
    assert texts(answer) == ["77", "7", "77", "7"]


def test_a_reading_of_a_batch_is_that_of_the_picture_alone(client, upload, files):
    alone = client.post("/api/v1/readings/?explain=1", {"image": upload(TWO)}).json()
    beside = client.post(f"{READINGS}?explain=1", {"images": files(ONE, TWO)}).json()
    assert beside[1] == alone


@pytest.mark.parametrize("code", BAD)
def test_a_bad_picture_has_its_refusal_in_its_place(client, files, code):
    answer = client.post(READINGS, {"images": files(ONE, BAD[code], TWO)})
    assert answer.status_code == 200
    assert texts(answer) == ["7", code, "77"]
    assert set(answer.json()[1]) == {"code", "detail"}


def test_bad_pictures_alone_are_answered_too(client, files):
    answer = client.post(READINGS, {"images": files(*BAD.values())})
    assert (answer.status_code, texts(answer)) == (200, list(BAD))


def test_a_refusal_in_a_batch_speaks_the_language_asked_for(client, files):
    headers = {"Accept-Language": "de"}
    answer = client.post(READINGS, {"images": files(b"", ONE)}, headers=headers)
    assert "Datei" in answer.json()[0]["detail"]


def test_a_refusal_in_a_batch_is_counted(client, files):
    count = REFUSALS.labels("empty_upload")._value.get
    before = count()
    client.post(READINGS, {"images": files(ONE, b"", b"")})
    assert count() == before + 2


def test_what_breaks_over_one_picture_spoils_no_other(client, files):
    class FailingOverTwo(FakeNetwork):
        def detect(self, gray):
            found = super().detect(gray)
            if len(found.boxes) > 1:
                raise RuntimeError("12 Elm Street")
            return found

    with engine.use_network(FailingOverTwo(all_sevens)):
        answer = client.post(READINGS, {"images": files(ONE, TWO)})
    assert texts(answer) == ["7", "server_error"]
    assert b"Elm" not in answer.content


def test_without_a_model_the_whole_batch_is_refused(client, files, broken_model):
    refusal = client.post(READINGS, {"images": files(ONE, TWO)})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "model_unavailable")


@pytest.mark.parametrize("url", [READINGS, PHOTOS])
@pytest.mark.parametrize(
    ("form", "field"),
    [
        (lambda file: {"images": [file(), "text"]}, "images"),
        (lambda file: {"images": "text"}, "images"),
        (lambda file: {"images": file(), "image": "text"}, "images"),
    ],
)
def test_what_has_no_place_in_the_order_is_refused(visitor, upload, url, form, field):
    refusal = visitor.post(url, form(upload))
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == {field}
    assert not Photo.objects.exists()


@pytest.mark.parametrize("url", [READINGS, PHOTOS])
def test_one_in_the_other_field_comes_first(visitor, upload, files, url):
    form = {"images": files(TWO, TWO), "image": upload(ONE)}
    items = visitor.post(url, form).json()
    assert [item.get("reading", item)["text"] for item in items] == ["7", "77", "77"]


def test_a_batch_without_pictures_names_the_field(client):
    refusal = client.post(READINGS, {"pictures": "x"})
    assert set(refusal.json()["fields"]) == {"images"}


@pytest.mark.parametrize("url", [READINGS, PHOTOS])
def test_too_many_pictures_are_refused_with_the_limit(visitor, files, settings, url):
    settings.BATCH_MAX_IMAGES = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    refusal = visitor.post(url, {"images": files(ONE, ONE, ONE)})
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert "at most 2" in refusal.json()["detail"]


@pytest.mark.parametrize("kind", ["application/json", "image/png", "text/plain"])
def test_a_batch_is_a_form(client, kind):
    refusal = client.post(READINGS, b"{}", content_type=kind)
    assert (refusal.status_code, refusal.json()["code"]) == (415, "unsupported_format")
    assert "images" in refusal.json()["detail"]


def test_nothing_of_a_batch_is_kept(client, files, own_media):
    answer = client.post(READINGS, {"images": files(ONE, TWO)})
    assert not answer.cookies
    assert not Photo.objects.exists()
    assert not own_media.exists()


def test_several_photos_are_kept_in_their_order(visitor, files):
    answer = visitor.post(PHOTOS, {"images": files(ONE, b"", TWO)})
    assert answer.status_code == 200
    assert kept(answer.json()) == ["7", "empty_upload", "77"]
    newest_first = visitor.get(PHOTOS).json()["results"]
    assert kept(newest_first) == ["77", "7"]


def test_a_photo_of_several_is_like_any_other(visitor, files, upload):
    photo = visitor.post(PHOTOS, {"images": files(ONE)}).json()[0]
    assert visitor.get(photo["url"]).json() == photo
    for name in ("image", "thumbnail"):
        assert visitor.get(photo[name]).status_code == 200
    assert visitor.post(PHOTOS, {"image": upload()}).status_code == 201
    assert len(visitor.get(PHOTOS).json()["results"]) == 2


def test_an_explanation_of_several_is_not_kept(visitor, files):
    photos = visitor.post(f"{PHOTOS}?explain=1", {"images": files(ONE, ONE)}).json()
    assert all("seen" in photo["reading"]["digits"][0] for photo in photos)
    assert "seen" not in Photo.objects.first().reading["digits"][0]


def test_several_bad_pictures_begin_no_gallery(visitor, files, own_media):
    answer = visitor.post(PHOTOS, {"images": files(b"", b"text")})
    assert answer.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert not own_media.exists()


@pytest.fixture
def full_after_one(monkeypatch):
    """Let the disk have space for one photo only."""
    saved, save = [], Photo.save

    def save_one(photo, **options):
        saved.append(photo)
        if len(saved) == 2:
            raise OSError("No space left on device")
        save(photo, **options)

    monkeypatch.setattr(Photo, "save", save_one)


def test_a_full_disk_keeps_none_of_several(visitor, files, own_media, full_after_one):
    refusal = visitor.post(PHOTOS, {"images": files(ONE, ONE, ONE)})
    assert (refusal.status_code, refusal.json()["code"]) == (500, "server_error")
    assert not Photo.objects.exists()
    assert list_files(own_media) == []


def test_several_photos_need_the_token_too(visitor, files):
    visitor.defaults["HTTP_X_CSRFTOKEN"] = ""
    assert visitor.post(PHOTOS, {"images": files(ONE, ONE)}).status_code == 403
    assert not Photo.objects.exists()


@pytest.fixture
def four_a_minute(settings, own_media):
    settings.THROTTLE_RATES = {"readings": "4/min", "writes": "4/min"}


@pytest.mark.parametrize(("url", "done"), [(READINGS, 200), (PHOTOS, 200)])
def test_each_picture_counts(visitor, files, four_a_minute, url, done):
    assert visitor.post(url, {"images": files(ONE, ONE)}).status_code == done
    refusal = visitor.post(url, {"images": files(ONE, ONE, ONE)})
    assert (refusal.status_code, refusal.json()["code"]) == (429, "throttled")
    assert 0 < int(refusal["Retry-After"]) <= 60
    assert Photo.objects.count() == (2 if url == PHOTOS else 0)


def test_a_batch_fills_the_rate_of_single_pictures(
    client, upload, files, four_a_minute
):
    assert client.post(READINGS, {"images": files(*[ONE] * 4)}).status_code == 200
    single = client.post("/api/v1/readings/", {"image": upload()})
    assert single.status_code == 429


@pytest.mark.parametrize("rate", [1, 4])
def test_a_batch_above_the_rate_is_refused_for_good(client, files, settings, rate):
    settings.THROTTLE_RATES = {"readings": f"{rate}/min"}
    refusal = client.post(READINGS, {"images": files(*[ONE] * (rate + 1))})
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert f"at most {rate}" in refusal.json()["fields"]["images"][0]
