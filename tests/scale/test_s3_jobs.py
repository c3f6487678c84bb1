"""Jobs whose pictures are in S3-compatible storage."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from recognizer.jobs.chunks import claim_next_chunk, read_chunk
from recognizer.jobs.models import Chunk, Job
from tests.support.programs import SEVEN, archive_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
    pytest.mark.xdist_group("s3"),
]
S3_STORAGE = "digitsite.scaling.s3_storage.PrivateS3Storage"
URL = "/api/v1/jobs/"


@pytest.fixture(autouse=True)
def in_s3(settings, s3_server, tmp_path):
    """Store files in S3, under a prefix of this test."""
    options = {**s3_server.build_options(), "location": tmp_path.name}
    backend = {"BACKEND": S3_STORAGE, "OPTIONS": options}
    with override_settings(STORAGES=settings.STORAGES | {"default": backend}):
        yield


def read_all():
    while chunk := claim_next_chunk():
        read_chunk(chunk)


def test_pictures_below_an_allowed_prefix_are_read_and_stay(program, settings):
    settings.DIGIT_JOB_PREFIXES = ["scans/"]
    for name in ("scans/a/1.png", "scans/2.png", "photos/3.png"):
        default_storage.save(name, ContentFile(SEVEN))
    robot = program()
    job = robot.post(URL, {"prefix": "scans/"}, "application/json").json()
    read_all()
    results = robot.get(f"{job['results']}?format=csv").getvalue().decode()
    names = [line.split(",")[0] for line in results.splitlines()[1:]]
    assert sorted(names) == ["scans/2.png", "scans/a/1.png"]
    assert default_storage.exists("scans/2.png")
    refused = robot.post(URL, {"prefix": "photos/"}, "application/json")
    assert refused.json()["code"] == "invalid_input"


def test_pictures_of_an_archive_are_in_the_bucket_until_they_are_read(program):
    files = {"archive": ContentFile(archive_of(40), name="a.zip")}
    program().post(URL, files)
    names = list(Chunk.objects.values_list("file", flat=True))
    assert len(names) == 2
    assert all(default_storage.exists(name) for name in names)
    read_all()
    assert (Job.objects.get().state, Job.objects.get().read_count) == ("finished", 40)
    assert not any(default_storage.exists(name) for name in names)
