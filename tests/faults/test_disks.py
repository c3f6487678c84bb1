"""The server as deployed, on a disk that is full, read-only, and well again."""

import pytest

from tests.support.calls import PNG, call, keep
from tests.support.disks import mounted_disk
from tests.support.served import served
from tests.support.traces import find_incomplete

pytestmark = pytest.mark.slow
READINGS = "/api/v1/readings/"
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
    assert find_incomplete(server.folder) == []


def test_a_disk_without_any_space_loses_nothing(server, disk):
    kept = [keep(server)[1] for _ in range(5)]
    disk.fill()
    refusals = [keep(server) for _ in range(10)]
    assert {(status, body["code"]) for status, body in refusals} == {
        (507, "storage_full")
    }
    assert call(server, "POST", READINGS, PNG)[0] == 200
    disk.make_room()
    assert find_incomplete(server.folder) == []
    assert {call(server, "GET", photo["url"])[0] for photo in kept} == {200}
    assert keep(server)[0] == 201


def test_a_disk_that_is_not_mounted_is_missed_until_it_is_back(server, disk):
    kept = [keep(server)[1] for _ in range(5)]
    disk.take_away()
    refusals = [keep(server) for _ in range(10)]
    assert {(status, body["code"]) for status, body in refusals} == {
        (503, "storage_unavailable")
    }
    status, answer = call(server, "GET", "/readyz")
    assert (status, list(answer["reasons"])) == (503, ["database", "storage"])
    assert {"missing" in reason for reason in answer["reasons"].values()} == {True}
    assert list(server.folder.iterdir()) == []
    disk.bring_back()
    assert call(server, "GET", "/readyz")[0] == 200
    assert keep(server)[0] == 201
    assert find_incomplete(server.folder) == []
    assert {call(server, "GET", photo["url"])[0] for photo in kept} == {200}


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


def test_photos_on_a_disk_that_is_not_mounted_are_missed_until_it_is_back(
    other_server, other_disk
):
    photo = keep(other_server)[1]
    other_disk.take_away()
    assert keep(other_server)[1]["code"] == "storage_unavailable"
    assert call(other_server, "GET", photo["image"])[0] == 503
    assert call(other_server, "POST", READINGS, PNG)[0] == 200
    status, answer = call(other_server, "GET", "/readyz")
    assert (status, list(answer["reasons"])) == (503, ["storage"])
    assert list(other_disk.folder.iterdir()) == []
    other_disk.bring_back()
    assert call(other_server, "GET", "/readyz")[0] == 200
    assert keep(other_server)[0] == 201
