"""Which files of a machine are read, and which complaints the others cause."""

import os

import pytest

from recognizer.bulk.discovery import PictureFinder


@pytest.fixture
def folder(tmp_path):
    """Return a folder with pictures, others, a folder and links."""
    for name in ("b.png", "a.JPG", "notes.txt", ".hidden.png", "sub/c.webp"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"picture")
    return tmp_path


@pytest.fixture
def find(folder, monkeypatch):
    """Return a function that gives names found and complaints made in the folder."""
    monkeypatch.chdir(folder)

    def run(*paths, recursive=False):
        complaints = []
        finder = PictureFinder(
            lambda *complaint: complaints.append(complaint), recursive
        )
        return list(finder.find(list(paths))), complaints

    return run


def test_a_folder_is_its_pictures_in_order(find):
    assert find(".") == (["./a.JPG", "./b.png"], [])


def test_folders_of_folders_are_read_when_asked(find):
    assert find(".", recursive=True)[0] == ["./a.JPG", "./b.png", "./sub/c.webp"]


def test_a_file_that_is_named_is_a_picture_whatever_it_is_called(find):
    assert find("notes.txt", ".hidden.png") == (["notes.txt", ".hidden.png"], [])


def test_a_circle_of_links_ends(find, folder):
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "sub" / "self").symlink_to(folder / "sub")
    found, complaints = find(".", recursive=True)
    assert found == ["./a.JPG", "./b.png", "./sub/c.webp"]
    assert complaints == []


def test_a_link_to_a_picture_is_followed_and_a_broken_one_is_opened(find, folder):
    (folder / "c.png").symlink_to(folder / "b.png")
    (folder / "d.png").symlink_to(folder / "nowhere")
    assert find(".")[0] == ["./a.JPG", "./b.png", "./c.png", "./d.png"]


@pytest.mark.parametrize("path", ["nowhere.png", "a\0b", "b.png/c"])
def test_what_is_not_there_is_named_and_the_rest_found(find, path):
    found, [(name, reason)] = find(path, "b.png")
    assert (found, name) == (["b.png"], path)
    assert reason


def test_a_folder_that_is_closed_is_named(find, folder, monkeypatch):
    scandir = os.scandir

    def closed(path):
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    found, complaints = find(".", recursive=True)
    assert len(found) == 2
    assert complaints == [("./sub", "Permission denied")]


def test_a_pipe_is_not_waited_for(find, folder):
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "pipe.png")
    assert find("pipe", ".") == (
        ["./a.JPG", "./b.png"],
        [("pipe", "This is not a regular file.")],
    )


def test_a_name_that_is_no_utf_8_is_found(find, folder):
    name = os.fsdecode(b"caf\xe9.png")
    (folder / name).write_bytes(b"picture")
    assert f"./{name}" in find(".")[0]
