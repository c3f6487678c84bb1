"""The pages of jobs, as a browser without script uses them."""

import pytest

from gallery.texts import bulk_jobs as texts
from recognizer.jobs import Job
from recognizer.jobs.chunks import claim_next_chunk, read_chunk
from tests.support.programs import archive_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]
URL = "/jobs/"
TOKEN_FIELD = "csrfmiddlewaretoken"


@pytest.fixture
def zipped(upload):
    return lambda count=2: upload(archive_of(count), "pages.zip")


@pytest.fixture
def sent(visitor, zipped):
    """Return the address of the page of a job that the visitor has sent."""
    return visitor.post(URL, {"archive": zipped()})["Location"]


def text_of(answer):
    return " ".join(answer.content.decode().split())


def read_all():
    while chunk := claim_next_chunk():
        read_chunk(chunk)


def test_a_visitor_without_jobs_sees_the_form(visitor):
    page = text_of(visitor.get(URL))
    assert 'name="archive"' in page
    assert "You have none." in page
    assert "10,000 pictures" in page


def test_a_zip_file_becomes_a_job_with_a_page_of_its_own(visitor, sent):
    page = text_of(visitor.get(sent))
    assert "Waiting" in page
    assert "0 of 2 pictures" in page
    read_all()
    page = text_of(visitor.get(sent))
    assert "Finished" in page
    assert "2 of 2 pictures" in page
    assert "results/?format=csv" in page
    assert sent in text_of(visitor.get(URL))


def test_several_pictures_become_a_job(visitor, upload):
    visitor.post(URL, {"images": [upload(), upload(b"none")]})
    read_all()
    job = Job.objects.get()
    assert (job.read_count, job.failed_count) == (1, 1)
    assert "2 of 2 pictures, 1 refused" in text_of(visitor.get(f"{URL}{job.pk}/"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a ZIP file or pictures first."),
        ({"archive": b"no archive"}, "This is not a ZIP file"),
    ],
)
def test_a_form_that_holds_nothing_to_read_is_shown_again(
    visitor, upload, fields, words
):
    files = {name: upload(data, "a.zip") for name, data in fields.items()}
    answer = visitor.post(URL, {**files, "other": "x"})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert not Job.objects.exists()


def test_a_field_without_a_file_is_left_out(visitor):
    head = b'--b\r\nContent-Disposition: form-data; name="%s"; filename=""\r\n\r\n\r\n'
    body = head % b"archive" + head % b"images" + b"--b--\r\n"
    answer = visitor.post(URL, body, "multipart/form-data; boundary=b")
    assert "Choose a ZIP file or pictures first." in text_of(answer)


@pytest.mark.parametrize("end", [b"", b"?"])
def test_a_form_that_is_broken_is_shown_again(visitor, end):
    body = b"--b\r\nContent-Disposition: form-data; name" + end
    answer = visitor.post(URL, body, "multipart/form-data; boundary=b")
    assert answer.status_code == 400


def test_too_many_jobs_are_refused_with_the_reason(visitor, zipped, settings, sent):
    settings.JOB_MAX_OPEN = 1
    answer = visitor.post(URL, {"archive": zipped()})
    assert answer.status_code == 503
    assert "1 jobs of yours are not finished" in text_of(answer)
    page = text_of(visitor.get(URL))
    assert "1 jobs of yours are not finished" in page
    assert "A ZIP file of pictures" not in page
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"jobs": "1/hour"}
    visitor.post(URL, {"archive": zipped()})
    answer = visitor.post(URL, {"archive": zipped()})
    assert answer.status_code == 429
    assert "Try again" in text_of(answer)


def test_a_form_without_token_is_refused_with_a_page(visitor, zipped):
    visitor.cookies.clear()
    answer = visitor.post(URL, {"archive": zipped()})
    assert answer.status_code == 403
    assert "This page has been open for too long" in text_of(answer)
    assert not Job.objects.exists()


def test_an_unexpected_error_is_one_of_the_site(visitor, zipped, monkeypatch):
    from gallery.views import bulk_jobs

    def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr(bulk_jobs, "create_from", fail)
    with pytest.raises(ZeroDivisionError):
        visitor.post(URL, {"archive": zipped()})


@pytest.mark.parametrize(
    ("action", "state"), [("pause", "paused"), ("cancel", "canceled")]
)
def test_a_job_is_stopped_by_its_buttons(visitor, sent, action, state):
    answer = visitor.post(f"{sent}change/", {"action": action})
    assert answer["Location"] == sent
    assert Job.objects.get().state == state
    assert str(texts.STATES[state]) in text_of(visitor.get(sent))


def test_a_paused_job_goes_on(visitor, sent):
    for action in ("pause", "resume"):
        visitor.post(f"{sent}change/", {"action": action})
    assert Job.objects.get().state == "waiting"


def test_a_job_that_has_ended_stays_so_and_can_be_deleted(visitor, sent):
    read_all()
    visitor.post(f"{sent}change/", {"action": "pause"})
    assert Job.objects.get().state == "finished"
    assert visitor.post(f"{sent}change/", {"action": "delete"})["Location"] == URL
    assert not Job.objects.exists()


def test_an_unknown_action_is_not_found(visitor, sent):
    assert visitor.post(f"{sent}change/", {"action": "burn"}).status_code == 404


def test_nobody_else_sees_or_stops_a_job(browser, sent):
    other = browser()
    assert other.get(sent).status_code == 404
    assert other.post(f"{sent}change/", {"action": "delete"}).status_code == 404
    assert Job.objects.exists()


def test_many_jobs_are_on_several_pages(visitor, sent):
    from uuid import uuid4

    owner = Job.objects.get().owner
    Job.objects.bulk_create(
        Job(id=uuid4(), owner=owner, state="finished") for _ in range(21)
    )
    assert "Older jobs" in text_of(visitor.get(URL))
    assert visitor.get(f"{URL}?cursor=x").status_code == 404


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, ""),
        (5, "under a minute left"),
        (61, "about 2 minutes left"),
        (7199, "about 120 minutes left"),
        (7200 * 2, "about 4 hours left"),
    ],
)
def test_the_time_left_is_put_into_words(monkeypatch, left, words):
    monkeypatch.setattr(Job, "seconds_left", left)
    assert texts.remaining_text(Job()) == words
