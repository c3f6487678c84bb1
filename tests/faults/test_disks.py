"""The server as deployed, on a disk that is full, read-only, and well again."""

import json
import sqlite3
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.support.disks import mounted_disk
from tests.support.drawing import encoded, page_of
from tests.support.served import served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]
PNG = encoded(page_of("7"))
READINGS, PHOTOS = "/api/v1/readings/", "/api/v1/photos/"
FEW_BYTES = 2_000_000  # enough to delete, too little to keep


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disks") / "disk"
    with mounted_disk(folder, megabytes=24) as disk:
        yield disk


@pytest.fixture(scope="module")
def server(disk, tmp_path_factory):
    """Return a server with all that it keeps on the small disk."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with served(disk.folder, TMPDIR=str(elsewhere)) as server:
        yield server


def call(server, method: str, path: str, data: bytes | None = None):
    """Return status and JSON of an answer to a program with a token."""
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "image/png"}
    url = f"http://127.0.0.1:{server.port}{path}"
    try:
        with urlopen(Request(url, data, headers, method=method), timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def keep(server):
    return call(server, "POST", PHOTOS, PNG)


def find_incomplete(server) -> list[str]:
    """Return the files that rows name and that are not there, and files without row."""
    with sqlite3.connect(f"{server.folder}/db.sqlite3") as database:
        query = "SELECT file, thumbnail, small_thumbnail FROM gallery_photo"
        rows = database.execute(query).fetchall()
    named = {name for row in rows for name in row if name}
    there = {
        str(path.relative_to(server.folder))
        for folder in ("photos", "thumbnails")
        for path in (server.folder / folder).rglob("*")
        if path.is_file()
    }
    return sorted(named ^ there)


def test_a_disk_with_little_space_keeps_nothing_and_lets_delete(server, disk):
    status, photo = keep(server)
    assert status == 201
    disk.fill(left=FEW_BYTES)
    status, refusal = keep(server)
    assert (status, refusal["code"]) == (507, "storage_full")
    assert call(server, "POST", READINGS, PNG)[0] == 200
    status, answer = call(server, "GET", "/readyz")
    assert (status, answer["reasons"]["storage"]) == (503, "The disk is full.")
    assert call(server, "DELETE", photo["url"])[0] == 204
    disk.make_room()
    assert call(server, "GET", "/readyz")[0] == 200
    assert keep(server)[0] == 201
    assert find_incomplete(server) == []


def test_a_disk_without_any_space_loses_nothing(server, disk):
    kept = [keep(server)[1] for _ in range(5)]
    disk.fill()
    refusals = [keep(server) for _ in range(10)]
    assert {(status, body["code"]) for status, body in refusals} == {
        (507, "storage_full")
    }
    assert call(server, "POST", READINGS, PNG)[0] == 200
    disk.make_room()
    assert find_incomplete(server) == []
    assert {call(server, "GET", photo["url"])[0] for photo in kept} == {200}
    assert keep(server)[0] == 201


@pytest.fixture(scope="module")
def other_disk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disks") / "media"
    with mounted_disk(folder, megabytes=24) as disk:
        yield disk


@pytest.fixture(scope="module")
def other_server(other_disk, tmp_path_factory):
    """Return a server with its photos on a disk of their own."""
    folder = tmp_path_factory.mktemp("served")
    with served(folder, MEDIA_ROOT=str(other_disk.folder)) as server:
        yield server


def test_a_read_only_disk_is_reported_until_it_can_be_written_again(
    other_server, other_disk
):
    assert keep(other_server)[0] == 201
    other_disk.protect(True)
    status, refusal = keep(other_server)
    assert (status, refusal["code"]) == (503, "storage_unavailable")
    assert call(other_server, "POST", READINGS, PNG)[0] == 200
    status, answer = call(other_server, "GET", "/readyz")
    assert (status, answer["reasons"]) == (503, {"storage": "The disk is read-only."})
    other_disk.protect(False)
    assert call(other_server, "GET", "/readyz")[0] == 200
    assert keep(other_server)[0] == 201
