"""The command that watches a folder: what it says, keeps and answers."""

import json
import signal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from gallery.models import Photo
from gallery.services.bulk_import import import_file, import_or_wait
from gallery.services.tokens import create_token
from recognizer.bulk.watching.state import WatchState
from recognizer.errors import ModelUnavailable
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of
from tests.support.engines import FailingNetwork
from tests.support.watching import InProcessPool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven", "in_one_process")]


@pytest.fixture
def in_one_process(monkeypatch):
    """Read here what processes would read; they know nothing of a test's fixtures."""
    monkeypatch.setattr("recognizer.bulk.watching.opening.WorkerPool", InProcessPool)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a seven."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.png").write_bytes(encoded(page_of("7")))
    return folder


def watch(folder, *options, code=0, once=("--once", "--stable", "0")):
    """Run the command; return what it printed and said, once it ended with a code."""
    out, err, ended = StringIO(), StringIO(), 0
    arguments = [str(folder), *once, *map(str, options)]
    try:
        call_command("watchphotos", *arguments, stdout=out, stderr=err)
    except SystemExit as e:
        ended = e.code
    except CommandError as e:
        ended, _ = e.returncode, err.write(str(e))
    assert ended == code
    return out.getvalue(), err.getvalue()


def test_what_is_there_is_read_and_printed_as_json_lines(folder):
    out, err = watch(folder)
    line = json.loads(out)
    assert (line["text"], line["file"]) == ("7", str(folder / "done" / "a.png"))
    assert err == "1 read.\n"
    assert watch(folder) == ("", "")


@pytest.mark.parametrize(("name", "first"), [("o.csv", "file,"), ("o.jsonl", "{")])
def test_the_suffix_of_the_output_tells_its_format(folder, tmp_path, name, first):
    assert watch(folder, "--output", tmp_path / name)[0] == ""
    assert (tmp_path / name).read_text().startswith(first)


def test_a_refused_picture_is_in_the_exit_code(folder):
    (folder / "b.png").write_bytes(b"no picture")
    _, err = watch(folder, code=1)
    assert err == "1 read, 1 refused.\n"
    assert (folder / "failed" / "b.png.json").exists()


def test_pictures_are_kept_once_in_the_gallery_of_a_token(folder, own_media):
    token, _ = create_token("archive", 9)
    out, _ = watch(folder, "--save", "archive")
    [photo] = Photo.objects.in_gallery(token.gallery_key)
    assert str(photo.pk) == json.loads(out)["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["--stable", "-1"],
        ["--interval", "often"],
        ["--jobs", "0"],
        ["--format", "table"],
        ["--save", "nobody"],
        ["--output", "/nowhere/out.csv"],
        ["--state", "/nowhere/state"],
    ],
)
def test_what_can_not_be_done_is_refused_at_once(folder, wrong):
    with pytest.raises(CommandError):
        call_command("watchphotos", str(folder), "--once", *wrong)
    assert (folder / "a.png").exists()


def test_a_folder_that_is_missing_is_refused(tmp_path):
    assert "no such folder" in watch(tmp_path / "none", code=2)[1]


def test_a_folder_is_watched_by_one_process(folder, tmp_path):
    state = WatchState(str(tmp_path / "state"))
    _, err = watch(folder, "--state", tmp_path / "state", code=2)
    state.close()
    assert "Another watchphotos" in err


def test_a_damaged_state_is_named(folder, tmp_path):
    (tmp_path / "state").write_text("my notes" * 100)
    assert "damaged" in watch(folder, "--state", tmp_path / "state", code=2)[1]


def test_a_file_of_something_else_is_not_written_to(folder, tmp_path):
    (tmp_path / "notes.csv").write_text("my notes\n")
    watch(folder, "--output", tmp_path / "notes.csv", code=2)
    assert (tmp_path / "notes.csv").read_text() == "my notes\n"


def test_without_a_model_no_picture_is_moved(folder):
    with engine.use_network(FailingNetwork(ModelUnavailable())):
        assert "no model" in watch(folder, code=2)[1]
    assert (folder / "a.png").exists()


def test_a_signal_ends_the_watching_well(folder, monkeypatch):
    monkeypatch.setattr(
        "gallery.management.commands.watchphotos.find_task",
        lambda *_: lambda name: signal.raise_signal(signal.SIGTERM) or sevens(name),
    )
    out, _ = watch(folder, "--stable", "0", once=())
    assert json.loads(out)["verdict"] == "read"


def sevens(name):
    from recognizer.bulk import read_file

    return read_file(name)


def test_a_database_that_is_away_is_no_fault_of_a_picture(folder, monkeypatch):
    def fail(*args):
        raise OperationalError

    token, _ = create_token("archive", 9)
    name = str(folder / "a.png")
    with monkeypatch.context() as patch:
        patch.setattr("gallery.services.bulk_import.import_file", fail)
        result = import_or_wait(token.gallery_key, name)
    assert (result.is_blocked, result.payload) == (True, {})
    assert import_or_wait(token.gallery_key, name) == import_file(
        token.gallery_key, name
    )


def test_an_unexpected_error_of_an_import_is_raised(folder, monkeypatch):
    def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr("gallery.services.bulk_import.import_file", fail)
    with pytest.raises(ZeroDivisionError):
        import_or_wait(None, "a.png")
