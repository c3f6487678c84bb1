"""The pages and the plain forms, as a browser without script meets them."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from gallery.models import Photo
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of
from tests.support.readings import grid_of, reading_of

FORM = "multipart/form-data; boundary=b"
PAGES = ["/", "/gallery/", "/gallery/slideshow/", "/jobs/", "/model/", "/privacy/"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


def form_of(name, data):
    head = f'Content-Disposition: form-data; name="image"; filename="{name}"'
    return f"--b\r\n{head}\r\n\r\n".encode() + data + b"\r\n--b--\r\n"


def forms_of(photo):
    return [f"/gallery/{photo.pk}/{name}/" for name in ("correct", "delete")]


# Pages


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_before_the_first_photo(visitor, path):
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_with_a_photo(visitor, photo, path):
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_no_page_carries_inline_script_or_style(visitor, photo, path):
    page = visitor.get(path).content.decode()
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))", page)
    assert not scripts
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere/"])
def test_no_page_is_kept_by_a_shared_cache(visitor, photo, path):
    assert visitor.get(path)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_another_host(visitor, photo, path):
    page = visitor.get(path).content.decode()
    hosts = set(re.findall(r"https?://([^/\"']+)", page))
    assert hosts <= {"www.w3.org", "testserver"}


def test_a_visit_begins_no_session(visitor):
    assert settings.SESSION_COOKIE_NAME not in visitor.get("/").cookies


def test_the_model_page_tells_accuracy_and_verdicts(visitor):
    page = visitor.get("/model/").content.decode()
    assert "99.60" in page
    assert "if every digit is certain enough" in page


@pytest.mark.parametrize("path", ["/", "/model/"])
def test_a_page_says_that_the_model_is_missing(visitor, broken_model, path):
    response = visitor.get(path)
    assert response.status_code == 200
    assert b"The operator of this site has to restore it" in response.content


def test_the_start_page_says_that_the_model_is_broken(visitor, settings):
    settings.DIGIT_MODEL_PRELOAD = True
    with engine.use_network(None):
        assert b"The model is missing" in visitor.get("/").content


def test_the_start_page_is_silent_where_the_model_is_there(visitor):
    assert b"The model is missing" not in visitor.get("/").content


def test_the_privacy_page_tells_how_long_photos_stay(visitor, settings):
    settings.PHOTO_MAX_AGE_DAYS = 9
    page = visitor.get("/privacy/").content
    assert b"9 days; less if you delete it" in page
    assert b"every 60 minutes" in page


def test_the_photo_page_shows_digits_boxes_and_words(visitor, photo):
    page = visitor.get(f"/gallery/{photo.pk}/").content.decode()
    assert '<span class="glyph-digit">7</span>' in page
    assert page.count('<path class="box"') == 1
    assert "Almost certain" in page
    assert "There was no hidden data in this picture." in page


def test_lines_of_digits_are_shown_as_lines(visitor, upload):
    visitor.post("/upload/", {"image": upload(encoded(page_of("71", "42")))})
    page = visitor.get(f"/gallery/{Photo.objects.get().pk}/").content.decode()
    assert page.count('<li class="line">') == 2
    assert 'value="77 77"' in page


def test_a_grid_is_a_table_with_empty_cells(visitor, photo):
    photo.reading |= grid_of("5||3", "|-17|")
    photo.save()
    page = visitor.get(f"/gallery/{photo.pk}/").content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    assert "</caption>" in table
    assert table.count("<tr>") == 2
    assert len(re.findall(r"<td>\s*</td>", table)) == 3
    assert '<span class="sign">-</span>' in table


def test_a_number_is_shown_as_written(visitor, photo):
    photo.reading |= reading_of("10/24 3.5")
    photo.save()
    page = visitor.get(f"/gallery/{photo.pk}/").content.decode()
    assert page.count('<span class="number">') == 2
    assert '<span class="sign">/</span>' in page
    assert "data-plain>10/24 3.5</pre>" in page


def test_a_doubtful_digit_is_marked_in_words_too(visitor, photo):
    reading = reading_of("47")
    reading["digits"][1]["confidence"] = 0.6
    photo.reading |= reading
    photo.save()
    page = visitor.get(f"/gallery/{photo.pk}/").content.decode()
    assert page.count('<label class="glyph glyph-doubtful">') == 1
    assert '<span class="spoken doubt-words"> (doubtful)</span>' in page


# Upload


def test_an_upload_leads_to_its_answer(visitor, upload):
    response = visitor.post("/upload/", {"image": upload()})
    assert response.status_code == 302
    assert response.url == f"/gallery/{Photo.objects.get().pk}/"


def test_several_uploads_lead_to_the_gallery(visitor, upload):
    response = visitor.post("/upload/", {"image": [upload(), upload()]})
    assert response.url == "/gallery/"
    assert Photo.objects.count() == 2


def test_a_refused_upload_is_named_and_the_others_are_kept(visitor, upload):
    files = [upload(b"text", "notes.png"), upload(), upload(b"", "void.png")]
    response = visitor.post("/upload/", {"image": files})
    page = response.content.decode()
    assert response.status_code == 400
    assert "notes.png" in page
    assert "The file is empty" in page
    assert f'class="queue-show" href="/gallery/{Photo.objects.get().pk}/"' in page


def test_a_file_name_is_shown_as_text(visitor, upload):
    response = visitor.post("/upload/", {"image": upload(b"text", "<b>bold.png")})
    assert b"<b>bold" not in response.content


def test_an_upload_without_a_file_says_what_to_do(visitor):
    response = visitor.post("/upload/", {})
    assert response.status_code == 400
    assert b"Choose a picture first." in response.content


@pytest.mark.parametrize("count", [1, 2])
def test_without_a_model_the_form_says_so_as_the_api_does(
    visitor, upload, broken_model, count
):
    response = visitor.post("/upload/", {"image": [upload() for _ in range(count)]})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    [reason] = response.context["failures"]
    assert "The operator of this site has to restore it" in reason["message"]
    assert not Photo.objects.exists()


NAMELESS = ["", ".", "..", "/", "a/..", "&#x2f;", "\u200f"]


@pytest.mark.parametrize("name", NAMELESS)
def test_a_nameless_file_that_is_refused_keeps_its_place(visitor, upload, name):
    body = form_of(name, b"text")
    response = visitor.post("/upload/", body, content_type=FORM)
    assert response.status_code == 400
    assert b"not a picture that can be read here" in response.content
    named = b"Picture without a name" in response.content
    assert named is (name != "&#x2f;")


def test_a_form_without_a_chosen_file_has_none(visitor):
    response = visitor.post("/upload/", form_of("", b""), content_type=FORM)
    assert b"Choose a picture first." in response.content


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (form_of("7.png", b"x")[:-9], FORM),
        (form_of("7.png", b"x"), "multipart/form-data"),
        (form_of("7.png", b"x"), "multipart/form-data; boundary=other"),
        (form_of("7.png", b"x") * 40, FORM),
    ],
)
def test_a_broken_form_is_a_bad_request(visitor, body, content_type):
    assert visitor.post("/upload/", body, content_type=content_type).status_code == 400


def test_the_plain_form_is_throttled_like_the_api(visitor, upload, settings):
    settings.THROTTLE_RATES = {"readings": "off", "writes": "1/min"}
    visitor.post("/upload/", {"image": upload()})
    response = visitor.post("/upload/", {"image": upload()})
    assert b"Too many pictures at once. Try again in" in response.content
    assert Photo.objects.count() == 1


# Correct, delete, empty


@pytest.mark.parametrize(
    ("form", "correction"),
    [
        ({"correction": "1"}, "1"),
        ({"correction": " 12  34 "}, "12\n34"),
        ({"correction": ""}, ""),
        ({"correction": "7", "nothing": "1"}, ""),
        ({"correction": "7", "withdraw": "1"}, None),
    ],
)
def test_a_photo_is_corrected_by_a_plain_form(visitor, photo, form, correction):
    response = visitor.post(f"/gallery/{photo.pk}/correct/", form)
    photo.refresh_from_db()
    assert response.status_code == 302
    assert photo.correction == correction


def test_a_correction_that_is_no_number_is_refused_on_the_page(visitor, photo):
    response = visitor.post(f"/gallery/{photo.pk}/correct/", {"correction": "x"})
    photo.refresh_from_db()
    assert response.status_code == 400
    assert b"Send digits only" in response.content
    assert photo.correction is None


def test_a_photo_is_deleted_by_a_plain_form(visitor, photo):
    assert visitor.post(f"/gallery/{photo.pk}/delete/").url == "/gallery/"
    assert not Photo.objects.exists()


def test_the_gallery_is_emptied_by_a_plain_form(visitor, photo, browser, upload):
    other = browser()
    other.post("/upload/", {"image": upload()})
    visitor.post("/gallery/empty/")
    assert Photo.objects.count() == 1
    assert b"No pictures yet" in visitor.get("/gallery/").content


def test_emptying_nothing_is_no_failure(visitor):
    assert visitor.post("/gallery/empty/").status_code == 302


def test_a_corrected_slide_shows_no_confidence_of_the_model(visitor, photo):
    assert "\u202f%" in visitor.get("/gallery/slideshow/").content.decode()
    visitor.post(f"/gallery/{photo.pk}/correct/", {"correction": "1"})
    assert "\u202f%" not in visitor.get("/gallery/slideshow/").content.decode()


def test_the_rule_of_a_correction_stands_beside_its_field(visitor, photo):
    page = visitor.get(f"/gallery/{photo.pk}/").content
    assert b"a space begins a new line.</span>" in page


# Whose photos


def test_another_browser_finds_nothing(photo, browser):
    assert browser().get(f"/gallery/{photo.pk}/").status_code == 404


def test_another_browser_changes_nothing(photo, browser):
    other = browser()
    assert [other.post(path).status_code for path in forms_of(photo)] == [404, 404]
    assert Photo.objects.count() == 1


def test_a_photo_that_never_was_is_not_found(visitor, photo):
    response = visitor.get(f"/gallery/{uuid4()}/")
    assert response.status_code == 404
    assert b"This page does not exist" in response.content


def test_a_form_without_its_token_is_refused(visitor, photo, upload):
    paths = ["/upload/", "/gallery/empty/", "/gallery/delete/", *forms_of(photo)]
    del visitor.cookies[settings.CSRF_COOKIE_NAME]
    answers = [visitor.post(path, {"image": upload()}) for path in paths]
    assert {answer.status_code for answer in answers} == {403}
    assert b"open for too long" in answers[0].content
    assert Photo.objects.count() == 1


# When things fail


@pytest.mark.parametrize("status", ["400", "500", "storage"])
def test_the_page_of_a_failure_needs_nothing_to_render(status):
    page = render_to_string(f"{status}.html")
    assert "/static/css/base.css" in page
    assert page.count("<h1>") == 1
