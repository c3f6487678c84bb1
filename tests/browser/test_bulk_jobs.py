"""The pages of jobs, from the form to the table of results."""

import csv

import pytest
from django.db import connection
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from recognizer.jobs.chunks import claim_next_chunk, read_chunk
from recognizer.jobs.models import Job
from tests.support.browser.states import open_state
from tests.support.programs import archive_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
ZIP = {"name": "pages.zip", "mimeType": "application/zip"}


def send_archive(page, count=3):
    file = {**ZIP, "buffer": archive_of(count)}
    page.locator("[name=archive]").set_input_files([file])
    page.get_by_role("button", name="Read all").click()
    page.wait_for_url("**/jobs/*/")


def read_all():
    while chunk := claim_next_chunk():
        read_chunk(chunk)
    connection.close()


@pytest.mark.main_flow
def test_a_zip_file_is_read_while_its_page_shows_how_far_it_is(visit, tmp_path):
    page = visit("/")
    page.get_by_role("link", name="Many pictures at once").click()
    send_archive(page)
    expect(page.locator("[data-state-text]")).to_have_text("Waiting")
    expect(page.locator(".job-counts")).to_have_text("0 of 3 pictures")
    read_all()
    expect(page.locator("[data-state-text]")).to_have_text("Finished")
    expect(page.locator("progress")).to_have_js_property("value", 3)
    with page.expect_download() as download:
        page.get_by_role("link", name="Results as CSV").click()
    download.value.save_as(tmp_path / "results.csv")
    with open(tmp_path / "results.csv", newline="") as table:
        assert [row["text"] for row in csv.DictReader(table)] == ["7", "7", "7"]


def test_a_job_is_paused_goes_on_and_is_canceled_by_its_buttons(visit):
    page = open_state(visit, "job, waiting")
    for button, state in [
        ("Pause", "Paused"),
        ("Go on", "Waiting"),
        ("Cancel", "Canceled"),
    ]:
        page.get_by_role("button", name=button).click()
        expect(page.locator("[data-state-text]")).to_have_text(state)
    page.get_by_role("button", name="Delete with its results").click()
    expect(page.get_by_text("You have none.")).to_be_visible()
    assert not Job.objects.exists()


def test_a_page_that_is_followed_keeps_the_focus(visit):
    page = open_state(visit, "job, waiting")
    page.get_by_role("button", name="Pause").focus()
    with page.expect_response(lambda answer: answer.url == page.url):
        pass
    expect(page.get_by_role("button", name="Pause")).to_be_focused()


def test_without_script_a_phone_reloads_the_page(visit):
    page = open_state(visit, "job, waiting", java_script_enabled=False, **PHONE)
    read_all()
    page.get_by_role("link", name="Reload").click()
    expect(page.locator("[data-state-text]")).to_have_text("Finished")
    expect(page.locator(".job-counts")).to_have_text("2 of 2 pictures, 1 refused")
    expect(page.get_by_role("link", name="Reload")).to_have_count(0)


def test_what_is_no_archive_is_refused_beside_the_form(visit):
    page = visit("/jobs/")
    page.locator("[name=archive]").set_input_files([{**ZIP, "buffer": b"none"}])
    page.get_by_role("button", name="Read all").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not a ZIP file")
