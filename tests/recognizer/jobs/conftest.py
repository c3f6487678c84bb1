"""What tests of jobs share: pictures, archives, and jobs of them."""

import io
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile

from recognizer.jobs import chunks
from recognizer.jobs.intake import JobRequest, receive_archive, receive_pictures
from recognizer.jobs.models import Job
from tests.support.drawing import encoded, page_of

SEVEN = encoded(page_of("7", size=40, pen=4))


@pytest.fixture
def archive():
    """Return a function that makes a ZIP file of names and contents."""

    def build(members):
        file = io.BytesIO()
        with ZipFile(file, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        file.seek(0)
        return file

    return build


@pytest.fixture
def job(db):
    """Return a function that makes a job of pictures, of written sevens by default."""

    def build(*pictures, count=3, **options):
        contents = pictures or [SEVEN] * count
        files = [
            ContentFile(data, name=f"{index}.png")
            for index, data in enumerate(contents)
        ]
        return receive_pictures(JobRequest(uuid4(), **options), files)

    return build


@pytest.fixture
def zipped(db, archive):
    """Return a function that makes a job of the members of a ZIP file."""

    def build(members):
        return receive_archive(JobRequest(uuid4()), archive(members))

    return build


@pytest.fixture
def read(seven):
    """Return a function that reads all that may be read, and the job as it is then."""

    def run(job):
        while chunk := chunks.claim_next_chunk():
            chunks.read_chunk(chunk)
        return Job.objects.get(pk=job.pk)

    return run
