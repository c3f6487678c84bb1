"""Requests for jobs: refused, repeated, limited, and with pictures of a bucket."""

import io
import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from gallery.services import bulk_jobs
from recognizer.jobs import Job
from recognizer.jobs.webhooks import get_secret
from tests.api.jobs.conftest import SEVEN, URL, pictures_of, read_all, zip_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"webhook": "https://example.com/"}, "invalid_input", "non_field_errors"),
        ({"archive": "text"}, "invalid_input", "archive"),
        ({"images": "text"}, "invalid_input", "images"),
    ],
)
def test_a_job_without_pictures_is_refused(send, fields, code, field):
    refusal = send(**fields)
    assert (refusal.status_code, refusal.json()["code"]) == (400, code)
    assert list(refusal.json()["fields"]) == [field]


def test_a_job_is_made_of_one_thing(send):
    both = send(archive=zip_of(), images=pictures_of())
    assert both.status_code == 400
    two = send(archive=[zip_of(), zip_of()])
    assert list(two.json()["fields"]) == ["archive"]
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"), [(b"", 415), (b"no archive", 415), (SEVEN, 415)]
)
def test_an_archive_that_is_none_is_refused(send, data, status):
    refusal = send(archive=SimpleUploadedFile("a.zip", data))
    assert (refusal.status_code, refusal.json()["code"]) == (
        status,
        "unsupported_format",
    )
    assert not Job.objects.exists()


def test_a_job_with_too_many_pictures_is_refused(send, settings):
    settings.JOB_MAX_PICTURES = 2
    for fields in ({"images": pictures_of(3)}, {"archive": zip_of(3)}):
        refusal = send(**fields)
        assert (refusal.status_code, refusal.json()["code"]) == (413, "photo_too_large")
    assert not Job.objects.exists()


def test_a_body_that_is_too_long_is_refused_unread(send, settings):
    settings.JOB_MAX_BYTES, settings.JOB_MAX_PICTURES = 100, 1
    refusal = send(archive=SimpleUploadedFile("a.zip", bytes(100_000)))
    assert (refusal.status_code, refusal.json()["code"]) == (413, "photo_too_large")


def test_a_picture_that_is_too_large_fails_alone(robot, send, settings):
    settings.PHOTO_MAX_BYTES = len(SEVEN)
    large = SimpleUploadedFile("large.png", SEVEN + b"?" * 70_000)
    job = send(images=[large, *pictures_of(1)]).json()
    assert (job["total"], job["failed"]) == (2, 1)
    read_all()
    assert robot.get(job["url"]).json()["done"] == 1


def test_a_body_of_another_kind_is_refused(robot):
    refusal = robot.post(URL, SEVEN, "image/png")
    assert (refusal.status_code, refusal.json()["code"]) == (415, "unsupported_format")
    assert "archive" in refusal.json()["detail"]


@pytest.mark.parametrize("end", [b"", b"--x"])
def test_a_form_that_is_broken_is_refused(robot, end):
    body = b'--x\r\nContent-Disposition: form-data; name="archive"' + end
    refusal = robot.post(URL, body, "multipart/form-data; boundary=x")
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")


def test_a_text_or_a_number_of_texts_without_end_is_refused(send):
    assert send(webhook="x" * 10_000).status_code == 400
    assert send(**{f"f{n}": "x" for n in range(101)}).status_code == 400


def test_so_many_jobs_are_open_at_a_time(send, settings):
    settings.JOB_MAX_OPEN = 1
    send()
    refusal = send()
    assert (refusal.status_code, refusal.json()["code"]) == (503, "busy")
    assert int(refusal["Retry-After"]) > 0


def test_who_may_have_no_more_jobs_hears_it_before_the_pictures_are_read(
    send, robot, settings
):
    settings.JOB_MAX_OPEN = 1
    send()
    refusal = robot.post(URL, b"no form", "multipart/form-data; boundary=b")
    assert (refusal.status_code, refusal.json()["code"]) == (503, "busy")


def test_jobs_have_a_rate_of_their_own(send, robot, settings):
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"jobs": "1/hour"}
    assert send().status_code == 201
    assert send().status_code == 429
    assert robot.get(URL).status_code == 200


def test_a_repeated_request_creates_one_job(send):
    key = {"Idempotency-Key": "one"}
    files = {"webhook": "https://example.com/"}
    first = send(headers=key, archive=zip_of(), **files)
    again = send(headers=key, archive=zip_of(), **files)
    assert first.json() == again.json()
    assert first.json()["webhook_secret"] == get_secret(Job.objects.get().pk)
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert send(headers={"Idempotency-Key": "two"}).json()["id"] != first.json()["id"]


def test_another_job_under_the_same_key_is_refused(send):
    key = {"Idempotency-Key": "one"}
    send(headers=key)
    refusal = send(headers=key, archive=zip_of(3))
    assert refusal.json()["code"] == "idempotency_key_reused"


def test_a_request_that_is_repeated_while_it_is_received_waits(send):
    key = {"Idempotency-Key": "one"}
    send(headers=key)
    Job.objects.update(state="receiving")
    assert send(headers=key).json()["code"] == "busy"


def test_the_second_of_two_same_requests_at_once_gets_the_job_of_the_first(
    send, monkeypatch
):
    key = {"Idempotency-Key": "one"}
    first = send(headers=key).json()
    found = bulk_jobs.find_repeated
    answers = iter([lambda *_: None, found])
    monkeypatch.setattr(
        bulk_jobs, "find_repeated", lambda *given: next(answers)(*given)
    )
    assert send(headers=key).json() == first


def test_an_old_key_is_forgotten(send):
    key = {"Idempotency-Key": "one"}
    first = send(headers=key).json()["id"]
    Job.objects.update(created="2026-01-01T00:00:00Z")
    assert send(headers=key).json()["id"] != first


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "ftp://example.com"])
def test_a_webhook_that_can_not_be_called_is_refused(send, url):
    refusal = send(archive=zip_of(), webhook=url)
    assert list(refusal.json()["fields"]) == ["webhook"]
    assert not Job.objects.exists()


def test_a_webhook_is_part_of_its_job(send, robot):
    job = send(archive=zip_of(), webhook="https://example.com/").json()
    shown = robot.get(job["url"]).json()
    assert shown["webhook"] == {"url": "https://example.com/", "state": "waiting"}


@pytest.mark.parametrize("query", ["", "?format=xml", "?format=csv&format=csv"])
def test_results_need_a_format(robot, send, query):
    refusal = robot.get(f"{send().json()['results']}{query}")
    assert list(refusal.json()["fields"]) == ["format"]


def test_the_head_of_results_has_no_body(robot, send):
    answer = robot.head(f"{send().json()['results']}?format=csv")
    assert answer.status_code == 200
    assert answer.getvalue() == b""


def test_the_prefix_of_a_bucket_is_for_programs(browser):
    refusal = browser().post(URL, {"prefix": "scans/"}, "application/json")
    assert list(refusal.json()["fields"]) == ["prefix"]


def test_a_prefix_that_is_not_allowed_is_refused(robot, settings, own_media):
    settings.DIGIT_JOB_PREFIXES = ["scans/"]
    for prefix in ("photos/", "scans", "scans/"):  # the last one needs a bucket
        refusal = robot.post(URL, {"prefix": prefix}, "application/json")
        assert list(refusal.json()["fields"]) == ["prefix"]
    assert not Job.objects.exists()


class Bucket:
    """Stands for a bucket with three objects."""

    objects = {"scans/1.png": SEVEN, "scans/2.txt": b"none", "photos/3.png": SEVEN}

    def iterate(self, prefix):
        for name, data in self.objects.items():
            if name.startswith(prefix):
                yield name, len(data)

    def open(self, name, mode):
        if name not in self.objects:
            raise FileNotFoundError
        return io.BytesIO(self.objects[name])


def test_pictures_of_a_bucket_are_read_and_stay(robot, settings, monkeypatch):
    settings.DIGIT_JOB_PREFIXES = ["scans/"]
    for name in ("iterate", "open"):
        bound = getattr(Bucket(), name)
        monkeypatch.setattr(default_storage, name, bound, raising=False)
    job = robot.post(URL, {"prefix": "scans/"}, "application/json").json()
    assert job["total"] == 2
    read_all()
    ended = robot.get(job["url"]).json()
    assert (ended["state"], ended["done"], ended["failed"]) == ("finished", 1, 1)
    empty = robot.post(URL, {"prefix": "scans/9"}, "application/json")
    assert empty.json()["code"] == "empty_upload"


@pytest.mark.parametrize(
    ("name", "code"),
    [("scans/1.png", "picture_missing"), ("scans/2.txt", "photo_too_large")],
)
def test_an_object_that_went_or_is_too_large_fails_alone(
    robot, settings, monkeypatch, name, code
):
    settings.DIGIT_JOB_PREFIXES = ["scans/"]
    bucket = Bucket()
    monkeypatch.setattr(default_storage, "iterate", bucket.iterate, raising=False)
    monkeypatch.setattr(bucket, "objects", {})
    monkeypatch.setattr(default_storage, "open", bucket.open, raising=False)
    monkeypatch.setattr(bucket, "iterate", lambda prefix: [(name, 100)])
    monkeypatch.setattr(default_storage, "iterate", bucket.iterate, raising=False)
    settings.PHOTO_MAX_BYTES = 50 if code == "photo_too_large" else 1000
    job = robot.post(URL, {"prefix": "scans/"}, "application/json").json()
    read_all()
    results = robot.get(job["results"] + "?format=jsonl").getvalue()
    assert json.loads(results)["code"] == code


def test_a_visitor_who_is_forgotten_meanwhile_has_no_job(browser, send, monkeypatch):
    visitor = browser()
    send(visitor)
    receive = bulk_jobs.receive_archive

    def receive_and_forget(*given, **options):
        job = receive(*given, **options)
        visitor.session.flush()
        return job

    monkeypatch.setattr(bulk_jobs, "receive_archive", receive_and_forget)
    assert send(visitor).status_code == 404
    assert Job.objects.count() == 1
