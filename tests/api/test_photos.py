"""The gallery's API: kept photos, and whose they are."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from gallery.models import Photo
from tests.support import hostile
from tests.support.traces import list_files

URL = "/api/v1/photos/"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]


@pytest.fixture
def photo(visitor, upload):
    return visitor.post(URL, {"image": upload()}).json()


def patch(client, photo, correction):
    body = {"correction": correction}
    return client.patch(photo["url"], body, content_type="application/json")


def test_a_photo_is_read_and_kept(visitor, upload):
    answer = visitor.post(URL, {"image": upload()})
    photo = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == photo["url"] == f"{URL}{photo['id']}/"
    assert photo["reading"]["text"] == "7"
    assert photo["correction"] is None
    assert visitor.get(photo["url"]).json() == photo


def test_an_explanation_is_in_the_first_answer_alone(visitor, upload):
    made = visitor.post(f"{URL}?explain=1", {"image": upload()}).json()
    digit = made["reading"]["digits"][0]
    assert digit["seen"].startswith("data:image/png;base64,")
    assert digit["heat"].startswith("data:image/png;base64,")
    again = visitor.get(made["url"]).json()["reading"]["digits"][0]
    assert not {"seen", "heat"} & set(again)


def test_an_explanation_that_makes_no_sense_is_refused(visitor, upload):
    refusal = visitor.post(f"{URL}?explain=perhaps", {"image": upload()})
    assert (refusal.status_code, set(refusal.json()["fields"])) == (400, {"explain"})
    assert not Photo.objects.exists()


def test_the_pictures_of_a_photo_are_served_to_its_owner(visitor, photo):
    for name in ("image", "thumbnail"):
        answer = visitor.get(photo[name])
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_no_metadata_is_kept(visitor, upload, own_media, form, orientation):
    data = hostile.with_exif(form, orientation, icc_profile=b"p" * 128)
    visitor.post(URL, {"image": upload(data)})
    kept = list_files(own_media)
    assert len(kept) == 3
    for path in kept:
        saved = path.read_bytes()
        assert not any(value in saved for value in (b"Elm", b"Exif", b"pppp", b"2026"))
        assert not {"exif", "icc_profile", "xmp"} & set(hostile.opened(saved).info)
        assert hostile.opened(saved).size == (96, 64)


def test_the_upload_as_it_came_is_not_kept(visitor, upload, own_media):
    data = hostile.png(64, 64, rows=64)
    visitor.post(URL, {"image": upload(data, name="elm-street.png")})
    for path in list_files(own_media):
        assert data not in path.read_bytes()
        assert "elm" not in path.name


def test_a_visit_without_a_photo_makes_no_session(visitor):
    answer = visitor.get(URL)
    assert answer.json() == {"next": None, "previous": None, "results": []}
    assert not Session.objects.exists()
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_the_first_accepted_photo_makes_the_session(visitor, photo):
    assert Session.objects.count() == 1
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")


def test_a_second_photo_joins_the_same_gallery(visitor, photo, upload):
    visitor.post(URL, {"image": upload()})
    assert Session.objects.count() == 1
    assert len(visitor.get(URL).json()["results"]) == 2


def test_a_session_id_that_the_client_chose_is_not_adopted(visitor, upload):
    chosen = "c" * 32
    visitor.cookies[settings.SESSION_COOKIE_NAME] = chosen
    visitor.post(URL, {"image": upload()})
    assert visitor.cookies[settings.SESSION_COOKIE_NAME].value != chosen
    assert not Session.objects.filter(session_key=chosen).exists()


def test_a_photo_id_that_the_client_chose_is_not_adopted(visitor, upload):
    chosen = "0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1"
    answer = visitor.post(URL, {"image": upload(), "id": chosen, "gallery_key": chosen})
    assert answer.json()["id"] != chosen
    assert not Photo.objects.filter(gallery_key=chosen).exists()


@pytest.mark.parametrize("what", ["url", "image", "thumbnail"])
def test_another_browser_finds_nothing(browser, photo, upload, what):
    other = browser()
    other.post(URL, {"image": upload()})
    assert other.get(photo[what]).status_code == 404
    assert browser().get(photo[what]).status_code == 404


def test_another_browser_changes_nothing(browser, photo, upload):
    other = browser()
    other.post(URL, {"image": upload()})
    refusal = other.delete(photo["url"])
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")
    assert patch(other, photo, "1").status_code == 404
    assert other.delete(URL).status_code == 204
    assert Photo.objects.get().pk.hex == photo["id"].replace("-", "")


@pytest.mark.parametrize(
    "write",
    [
        lambda client, photo, file: client.post(URL, {"image": file}),
        lambda client, photo, file: client.delete(URL),
        lambda client, photo, file: patch(client, photo, "1"),
        lambda client, photo, file: client.delete(photo["url"]),
    ],
)
@pytest.mark.parametrize("token", ["", "wrong" * 8])
def test_a_write_without_the_token_is_refused(visitor, photo, upload, write, token):
    visitor.defaults["HTTP_X_CSRFTOKEN"] = token
    refusal = write(visitor, photo, upload())
    assert (refusal.status_code, refusal.json()["code"]) == (403, "csrf_failed")
    assert Photo.objects.get().correction is None


def test_a_write_from_another_origin_is_refused(visitor, upload):
    headers = {"Origin": "https://elsewhere.example"}
    refusal = visitor.post(URL, {"image": upload()}, headers=headers)
    assert refusal.status_code == 403
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"text", 415),
        (hostile.jpeg()[:2000], 400),
        (hostile.png(30_000, 30_000), 413),
    ],
)
def test_nothing_is_stored_on_refusal(visitor, upload, own_media, data, status):
    answer = visitor.post(URL, {"image": upload(data)})
    assert answer.status_code == status
    assert not Photo.objects.exists()
    assert not Session.objects.exists()
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert not own_media.exists()


def test_nothing_is_stored_without_a_model(visitor, upload, broken_model, own_media):
    assert visitor.post(URL, {"image": upload()}).status_code == 503
    assert not Photo.objects.exists()
    assert not own_media.exists()


@pytest.mark.parametrize("correction", ["47", "", "1\n23", None, "0" * 1000])
def test_a_photo_is_corrected(visitor, photo, correction):
    answer = patch(visitor, photo, correction)
    assert (answer.status_code, answer.json()["correction"]) == (200, correction)
    assert Photo.objects.get().correction == correction


@pytest.mark.parametrize(
    "correction",
    ["seven", "4 7", "\n", "4\n", "٣", "-1", 5, 7.5, True, ["4"], "0" * 1001, "1\0"],
)
def test_a_correction_is_digits_alone(visitor, photo, correction):
    refusal = patch(visitor, photo, correction)
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert refusal.json()["fields"]["correction"]
    assert Photo.objects.get().correction is None


def test_a_correction_that_comes_too_late_finds_nothing(visitor, photo, monkeypatch):
    found = Photo.objects.get()
    found.delete()
    monkeypatch.setattr("gallery.api.photos.PhotoView.photo", lambda view, pk: found)
    refusal = patch(visitor, photo, "4")
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")


def test_a_correction_must_be_there(visitor, photo):
    refusal = visitor.patch(photo["url"], {}, content_type="application/json")
    assert "correction" in refusal.json()["fields"]


def test_a_correction_in_another_form_is_refused_with_what_to_send(visitor, photo):
    refusal = visitor.patch(photo["url"], "4", content_type="text/plain")
    assert (refusal.status_code, refusal.json()["code"]) == (415, "unsupported_format")
    assert "JSON" in refusal.json()["detail"]
    assert "image" not in refusal.json()["detail"]


def test_a_correction_leaves_the_reading_alone(visitor, photo):
    assert patch(visitor, photo, "3").json()["reading"] == photo["reading"]


@pytest.mark.django_db(transaction=True)
def test_one_photo_is_deleted_with_its_files(visitor, photo, upload, own_media):
    other = visitor.post(URL, {"image": upload()}).json()
    assert visitor.delete(photo["url"]).status_code == 204
    assert visitor.get(photo["url"]).status_code == 404
    assert visitor.get(other["url"]).status_code == 200
    assert len(list_files(own_media)) == 3


@pytest.mark.django_db(transaction=True)
def test_the_gallery_is_emptied_files_included(visitor, photo, upload, own_media):
    visitor.post(URL, {"image": upload()})
    assert visitor.delete(URL).status_code == 204
    assert visitor.get(URL).json()["results"] == []
    assert list_files(own_media) == []


def test_a_visitor_without_photos_may_empty_the_gallery(visitor):
    assert visitor.delete(URL).status_code == 204


@pytest.mark.parametrize("method", ["put", "patch"])
def test_other_methods_are_refused(visitor, method):
    refusal = getattr(visitor, method)(URL)
    assert (refusal.status_code, refusal.json()["code"]) == (405, "method_not_allowed")
