"""Files are moved whole, replace nothing, and have their reason beside them."""

import errno
import json
import os

import pytest

from recognizer.bulk.watching.moving import choose_target, move_beside, remove_reason
from tests.support.watching import REFUSAL


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"new")
    return path


@pytest.fixture
def target(tmp_path):
    return tmp_path / "done" / "a.png"


def move(source, target, refusal=None):
    return move_beside(str(source), str(target), refusal or {})


def put(path, data=b"old"):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def fail_links(monkeypatch, number):
    def link(*args, **options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", link)


def test_a_file_is_moved_to_a_folder_that_is_made(source, target):
    assert move(source, target) == str(target)
    assert target.read_bytes() == b"new"
    assert not source.exists()


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV])
def test_a_file_is_moved_where_there_are_no_links(source, target, monkeypatch, number):
    fail_links(monkeypatch, number)
    move(source, target)
    assert target.read_bytes() == b"new"
    assert os.listdir(target.parent) == ["a.png"]
    assert not source.exists()


@pytest.mark.parametrize("number", [None, errno.EPERM, errno.EXDEV])
def test_no_file_is_replaced(source, target, monkeypatch, number):
    if number:
        fail_links(monkeypatch, number)
    put(target)
    assert move(source, target) == str(target.with_name("a-2.png"))
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("number", [None, errno.EPERM])
def test_a_file_that_appears_meanwhile_is_not_replaced(
    source, target, monkeypatch, number
):
    put(target)
    if number:
        fail_links(monkeypatch, number)
    monkeypatch.setattr(
        "recognizer.bulk.watching.moving.choose_target", lambda *_: str(target)
    )
    with pytest.raises(FileExistsError):
        move(source, target)
    assert (source.read_bytes(), target.read_bytes()) == (b"new", b"old")


def test_a_full_disk_leaves_the_file_where_it_was(source, target, monkeypatch):
    def fail(source, part):
        put(target.with_name(".a.png.part"), b"n")
        raise OSError(errno.ENOSPC, "No space left on device")

    fail_links(monkeypatch, errno.EXDEV)
    monkeypatch.setattr("shutil.copy2", fail)
    with pytest.raises(OSError, match="No space"):
        move(source, target)
    assert source.read_bytes() == b"new"
    assert os.listdir(target.parent) == []


def test_a_move_that_was_killed_half_is_finished(source, target):
    target.parent.mkdir()
    os.link(source, target)
    assert move(source, target) == str(target)
    assert (source.exists(), target.exists()) == (False, True)


def test_a_file_that_is_gone_counts_as_moved(source, target):
    source.unlink()
    assert move(source, target) == str(target)


def test_the_reason_of_a_refusal_is_beside_the_file(source, target):
    move(source, target, REFUSAL)
    reason = target.with_name("a.png.json")
    assert json.loads(reason.read_text()) == {"file": "a.png"} | REFUSAL
    for _ in "12":
        remove_reason(str(target))
    assert not reason.exists()


def test_names_are_numbered_and_no_reason_is_replaced(tmp_path):
    (tmp_path / "a.png").touch()
    (tmp_path / "a-2.png.json").touch()
    assert choose_target(str(tmp_path), "a.png") == str(tmp_path / "a-3.png")
    assert choose_target(str(tmp_path), "a") == str(tmp_path / "a")


@pytest.mark.parametrize("stem", ["a" * 251, "ä" * 125, "\udce9" * 251])
def test_a_long_name_leaves_space_for_a_number_and_a_reason(tmp_path, stem):
    source, folder = tmp_path / f"{stem}.png", tmp_path / "failed"
    for _ in "12":
        source.write_bytes(b"1")
        move(source, choose_target(str(folder), source.name), REFUSAL)
    assert len(os.listdir(folder)) == 4
