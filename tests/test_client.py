"""The Python client is what the API document says, and works against the site."""

import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from filecmp import dircmp

import pytest
from digitsite_client import AuthenticatedClient, Client
from digitsite_client.api.jobs import create_job, get_job, get_job_results, list_jobs
from digitsite_client.api.model import model
from digitsite_client.api.photos import (
    correct_photo,
    delete_photo,
    export_photos,
    get_image,
    get_photo,
    keep_photo,
    list_photos,
)
from digitsite_client.api.readings import read, read_batch
from digitsite_client.models import (
    CorrectPhotoBody,
    CreateJobFilesBody,
    Error,
    KeepPhotoFilesBody,
    KeepPhotoJsonBody,
    PictureRefusal,
    ReadBatchBody,
    ReadFilesBody,
    Reading,
    ReadJsonBody,
)
from digitsite_client.types import File
from django.conf import settings as site_settings
from PIL import Image

from clients.generate import FOLDER, PACKAGE, generate
from gallery.services.tokens import create_token
from recognizer.api.openapi import SEVEN
from recognizer.jobs.chunks import claim_next_chunk, read_chunk
from tests.support.drawing import encoded, page_of, paper
from tests.support.event_loops import run_apart

EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
CACHES = ["__pycache__"]


def as_file(data: bytes | None = None) -> File:
    data = encoded(page_of("7")) if data is None else data
    return File(io.BytesIO(data), "photo.png")


def find_differences(compared: dircmp) -> list[str]:
    """Return files of two folders that differ, or that only one has."""
    found = [*compared.left_only, *compared.right_only, *compared.diff_files]
    return found + [
        d for sub in compared.subdirs.values() for d in find_differences(sub)
    ]


@pytest.fixture
def client(live_server, seven):
    with Client(base_url=live_server.url) as client:
        yield client


@pytest.fixture
def program(live_server, seven):
    _, token = create_token("client", 1)
    with AuthenticatedClient(base_url=live_server.url, token=token) as program:
        yield program


@pytest.fixture
def kept(program):
    return keep_photo.sync(
        client=program, body=KeepPhotoFilesBody(image=as_file(), images=[])
    )


def test_the_client_is_up_to_date(tmp_path):
    generate(tmp_path / PACKAGE)
    compared = dircmp(tmp_path / PACKAGE, FOLDER / PACKAGE, ignore=CACHES)
    assert find_differences(compared) == [], "run `make client`"


def test_its_version_and_packages_are_those_of_the_api():
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text())
    version = site_settings.SPECTACULAR_SETTINGS["VERSION"]
    assert project["project"]["version"] == version
    folders = {path.parent for path in (FOLDER / PACKAGE).rglob("__init__.py")}
    packages = {str(path.relative_to(FOLDER)).replace("/", ".") for path in folders}
    assert set(project["tool"]["setuptools"]["packages"]) == packages


@pytest.mark.parametrize(
    "body",
    [ReadFilesBody(image=as_file()), ReadJsonBody(image=SEVEN), as_file()],
    ids=["form", "json", "raw"],
)
def test_a_picture_is_read_in_every_form(client, body):
    reading = read.sync(client=client, body=body)
    assert isinstance(reading, Reading)
    if not isinstance(body, ReadJsonBody):  # whose picture is smaller than a seven
        assert (reading.text, reading.verdict) == ("7", "read")
        assert reading.digits[0].label == 7


def test_a_picture_is_read_asynchronously(client):
    async def ask():
        return await read.asyncio(client=client, body=ReadFilesBody(as_file()))

    assert run_apart(ask).text == "7"


def test_several_pictures_are_read(client):
    images = [as_file(), as_file(b"no picture"), as_file(encoded(paper()))]
    answers = read_batch.sync(client=client, body=ReadBatchBody(images=images))
    assert [type(answer) for answer in answers] == [Reading, PictureRefusal, Reading]
    assert answers[1].code == "unsupported_format"


def test_a_refusal_is_an_error_with_its_code(client):
    answer = read.sync_detailed(client=client, body=as_file(b"no picture"))
    assert isinstance(answer.parsed, Error)
    assert (answer.status_code, answer.parsed.code) == (415, "unsupported_format")


def test_a_code_that_the_client_does_not_know_is_a_text():
    assert Error.from_dict({"code": "too_blue", "detail": "Less."}).code == "too_blue"


def test_the_model_is_described(client):
    assert model.sync(client=client).name == "digits"


def test_a_photo_is_kept_found_corrected_and_deleted(program, kept):
    correct_photo.sync(kept.id, client=program, body=CorrectPhotoBody("8"))
    assert get_photo.sync(kept.id, client=program).correction == "8"
    assert [photo.id for photo in list_photos.sync(client=program).results] == [kept.id]
    assert delete_photo.sync_detailed(kept.id, client=program).status_code == 204
    assert list_photos.sync(client=program).results == []


def test_a_photo_is_kept_from_base64(program):
    photo = keep_photo.sync(client=program, body=KeepPhotoJsonBody(image=SEVEN))
    assert photo.id


def test_picture_and_export_are_files(program, kept):
    picture = get_image.sync(kept.id, client=program)
    assert Image.open(picture.payload).size[0] > 0
    export = export_photos.sync(client=program, format_="zip")
    assert "labels.csv" in zipfile.ZipFile(export.payload).namelist()


def test_a_job_is_created_followed_and_downloaded(program):
    body = CreateJobFilesBody(images=[as_file(), as_file(b"no picture")])
    job = create_job.sync(client=program, body=body)
    assert [each.id for each in list_jobs.sync(client=program).results] == [job.id]
    while chunk := claim_next_chunk():
        read_chunk(chunk)
    ended = get_job.sync(job.id, client=program)
    assert (ended.state, ended.done, ended.failed) == ("finished", 1, 1)
    results = get_job_results.sync(job.id, client=program, format_="jsonl")
    assert results.payload.read().count(b"photo.png") == 2


def test_the_example_of_its_readme_runs(
    live_server, seven, tmp_path, monkeypatch, capsys
):
    [example] = EXAMPLE.findall((FOLDER / "README.md").read_text())
    (tmp_path / "photo.jpg").write_bytes(encoded(page_of("7")))
    monkeypatch.chdir(tmp_path)
    exec(example.replace("http://127.0.0.1:8000", live_server.url), {})
    assert capsys.readouterr().out.startswith("7 read ")


@pytest.mark.slow
def test_the_example_of_its_readme_is_typed(tmp_path):
    [example] = EXAMPLE.findall((FOLDER / "README.md").read_text())
    (tmp_path / "example.py").write_text(example)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "example.py"],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(FOLDER)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
