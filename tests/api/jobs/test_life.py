"""Jobs by the API: created, followed, stopped, and seen by their owner alone."""

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from gallery.models import Photo
from gallery.services.upkeep.retention import delete_expired
from recognizer.jobs import Job
from tests.api.jobs.conftest import SEVEN, URL, pictures_of, read_all, zip_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.mark.parametrize("field", ["archive", "images"])
def test_a_job_is_created_followed_and_downloaded(robot, send, field):
    content = zip_of() if field == "archive" else pictures_of()
    answer = send(**{field: content})
    job = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, job["url"])
    assert (job["state"], job["total"], job["done"]) == ("waiting", 2, 0)
    assert (job["webhook"], job["webhook_secret"]) == (None, None)
    read_all()
    ended = robot.get(job["url"]).json()
    assert (ended["state"], ended["done"], ended["failed"]) == ("finished", 2, 0)
    assert ended["ended"]
    assert "webhook_secret" not in ended
    lines = robot.get(job["results"] + "?format=jsonl").getvalue().splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["7", "7"]


def test_files_keep_the_last_part_of_their_names(robot, send):
    files = [SimpleUploadedFile("häuser.png", SEVEN)]
    job = send(images=files).json()
    read_all()
    table = robot.get(job["results"] + "?format=csv")
    assert "häuser.png" in table.getvalue().decode()
    assert table["Content-Disposition"].startswith("attachment")


def test_nothing_of_a_job_goes_into_the_gallery(robot, send):
    send()
    read_all()
    assert not Photo.objects.exists()
    assert robot.get("/api/v1/photos/").json()["results"] == []


def test_jobs_are_listed_newest_first_in_pages(robot, send):
    first, second = (send().json()["id"] for _ in "12")
    page = robot.get(f"{URL}?page_size=1").json()
    assert [job["id"] for job in page["results"]] == [second]
    older = robot.get(page["next"]).json()
    assert [job["id"] for job in older["results"]] == [first]
    assert robot.get(older["previous"]).json()["results"] == page["results"]


@pytest.mark.parametrize("part", ["", "results/?format=csv"])
def test_a_job_of_another_program_is_not_found(program, send, part):
    url = send().json()["url"]
    assert program("other").get(f"{url}{part}").status_code == 404
    assert program("third").get(URL).json()["results"] == []


@pytest.mark.parametrize("action", ["pause/", "resume/", "cancel/"])
def test_nobody_else_stops_a_job(program, send, action):
    url = send().json()["url"]
    assert program("other").post(f"{url}{action}").status_code == 404
    assert program("third").delete(url).status_code == 404
    assert Job.objects.get().state == "waiting"


def test_a_job_is_paused_resumed_and_canceled(robot, send):
    url = send().json()["url"]
    states = [
        robot.post(f"{url}{action}/").json()["state"]
        for action in ("pause", "resume", "cancel")
    ]
    assert states == ["paused", "waiting", "canceled"]
    refusal = robot.post(f"{url}resume/")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "job_state_conflict")


def test_a_deleted_job_is_gone(robot, send):
    job = send().json()
    assert robot.delete(job["url"]).status_code == 204
    assert robot.get(job["url"]).status_code == 404
    assert not Job.objects.exists()
    assert default_storage.listdir("jobs") == ([], [])


def test_a_browser_has_jobs_of_its_own(browser, send):
    visitor, other = browser(), browser()
    job = send(visitor).json()
    assert visitor.get(job["url"]).status_code == 200
    assert other.get(job["url"]).status_code == 404
    paused = visitor.post(f"{job['url']}pause/", content_type="application/json")
    assert paused.json()["state"] == "paused"
    second = send(visitor).json()
    assert len(visitor.get(URL).json()["results"]) == 2
    assert second["id"] != job["id"]


def test_a_browser_without_token_of_the_form_is_refused(browser, send):
    visitor = browser()
    visitor.cookies.clear()
    refusal = send(visitor)
    assert (refusal.status_code, refusal.json()["code"]) == (403, "csrf_failed")


def test_a_forgotten_visitor_has_no_jobs(browser, send):
    visitor = browser()
    send(visitor)
    assert visitor.delete("/api/v1/visitor/").status_code == 204
    assert not Job.objects.exists()


def test_a_forgotten_program_has_no_jobs(robot, program, send):
    send()
    send(program("other"))
    robot.delete("/api/v1/visitor/")
    assert Job.objects.count() == 1


def test_old_jobs_go_with_old_photos(send, settings):
    send()
    settings.JOB_MAX_AGE_DAYS = 0
    delete_expired()
    assert not Job.objects.exists()
