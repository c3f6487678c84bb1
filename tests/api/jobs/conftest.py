"""What tests of jobs by the API share."""

import io
from zipfile import ZipFile, ZipInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recognizer.jobs.chunks import claim_next_chunk, read_chunk
from tests.support.drawing import encoded, page_of

URL = "/api/v1/jobs/"
SEVEN = encoded(page_of("7", size=40, pen=4))


def zip_of(count=2):
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for n in range(count):
            # Without the time of the test: the same bytes each time.
            archive.writestr(ZipInfo(f"page/{n}.png"), SEVEN)
    return SimpleUploadedFile("pages.zip", file.getvalue(), "application/zip")


def pictures_of(count=2):
    return [SimpleUploadedFile(f"{n}.png", SEVEN, "image/png") for n in range(count)]


@pytest.fixture
def robot(program):
    return program()


@pytest.fixture
def send(robot):
    """Return a function that sends a job, by one program unless another is given."""

    def build(client=robot, headers=None, **fields):
        fields = fields or {"archive": zip_of()}
        return client.post(URL, fields, headers=headers or {})

    return build


def read_all():
    while chunk := claim_next_chunk():
        read_chunk(chunk)
