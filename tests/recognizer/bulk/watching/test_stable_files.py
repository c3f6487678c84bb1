"""Which files of a folder are taken, and when."""

import os

import pytest

from recognizer.bulk.watching.stable_files import FoundFile, StableFiles


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def files(tmp_path, now):
    return StableFiles(str(tmp_path), 5, clock=lambda: now[0])


def names(files):
    return [file.name for file in files.find()]


def test_a_file_is_taken_once_it_has_not_changed_for_a_while(tmp_path, files, now):
    (tmp_path / "a.png").write_bytes(b"1")
    assert names(files) == []
    now[0] = 4.9
    assert names(files) == []
    now[0] = 5.0
    assert names(files) == ["a.png"]


@pytest.mark.parametrize("content", [b"12", b"2"])
def test_a_change_begins_the_wait_anew(tmp_path, files, now, content):
    (tmp_path / "a.png").write_bytes(b"1")
    files.find()
    now[0] = 4.0
    (tmp_path / "a.png").write_bytes(content)
    os.utime(tmp_path / "a.png", (1, 1))
    files.find()
    now[0] = 8.0
    assert names(files) == []
    now[0] = 9.0
    assert names(files) == ["a.png"]


def test_only_visible_pictures_of_the_folder_itself_are_taken(tmp_path, now):
    for name in ("b.JPG", "a.png", "notes.txt", ".hidden.png", "scan.png.part"):
        (tmp_path / name).write_bytes(b"1")
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "c.png").write_bytes(b"1")
    (tmp_path / "link.png").symlink_to(tmp_path / "a.png")
    os.mkfifo(tmp_path / "pipe.png")
    assert names(StableFiles(str(tmp_path), 0)) == ["a.png", "b.JPG"]


def test_a_file_that_goes_while_it_is_looked_at_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "a.png").write_bytes(b"1")
    look_at = FoundFile.look_at

    def lose(path):
        os.unlink(path)
        return look_at(path)

    monkeypatch.setattr(FoundFile, "look_at", lose)
    assert names(StableFiles(str(tmp_path), 0)) == []


def test_a_file_knows_whether_it_has_changed(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"1")
    file = FoundFile.look_at(str(path))
    assert file.is_unchanged()
    path.write_bytes(b"12")
    assert not file.is_unchanged()
    path.unlink()
    assert not file.is_unchanged()
