"""The command that reads folders: what it says, keeps and answers."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gallery.models import Photo, Token
from gallery.services.tokens import create_token
from recognizer import pipeline
from recognizer.errors import BrokenReading, ModelUnavailable
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of, paper
from tests.support.engines import FailingNetwork

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven", "in_one_process")]


@pytest.fixture
def in_one_process(monkeypatch):
    """Read here what processes would read; they know nothing of a test's fixtures."""

    def run(task, names, jobs, stop):
        return map(task, names)

    monkeypatch.setattr("gallery.management.commands.readphotos.run_tasks", run)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a seven and a blank page."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(encoded(page_of("7")))
    (folder / "b.png").write_bytes(encoded(paper()))
    return folder


def read(*arguments, code=0, **options):
    """Run the command; return what it printed, once it ended with this code."""
    out, ended = StringIO(), 0
    try:
        call_command("readphotos", *map(str, arguments), stdout=out, **options)
    except SystemExit as e:
        ended = e.code
    except CommandError as e:
        ended = e.returncode
    assert ended == code
    return out.getvalue()


def test_a_folder_is_read(folder, capsys):
    lines = read(folder).splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["read", "nothing"]
    assert "7" in lines[0]
    stderr = capsys.readouterr().err
    assert "100%" in stderr
    assert stderr.endswith("2 read.\n")


def test_nothing_moves_when_that_is_wanted(folder, capsys):
    read(folder, verbosity=0)
    assert capsys.readouterr().err == "2 read.\n"


def test_what_is_refused_or_missing_is_named_and_the_rest_read(folder, capsys):
    (folder / "c.png").write_bytes(b"no picture")
    (folder / "d.png").symlink_to(folder / "nowhere")
    lines = read(folder, folder / "none", "--format", "jsonl", code=1).splitlines()
    assert [json.loads(line).get("code") for line in lines] == [
        None,
        None,
        "unsupported_format",
    ]
    stderr = capsys.readouterr().err
    assert "d.png: No such file" in stderr
    assert "none: No such file" in stderr
    assert "2 read, 1 refused, 2 not found." in stderr


def test_a_picture_is_read_once_however_it_is_named(folder):
    twice = folder / "a.png", folder / ".." / "pictures" / "a.png"
    assert len(read(*twice, "--format", "jsonl").splitlines()) == 1


def test_a_folder_without_pictures_is_no_success(tmp_path, capsys):
    read(tmp_path, code=1)
    assert "no picture found" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl"])
def test_what_an_output_holds_is_not_read_again(folder, tmp_path, monkeypatch, name):
    output = tmp_path / name
    read(folder, "--output", output)
    before = output.read_bytes()
    monkeypatch.setattr("recognizer.pipeline.recognize", None)
    read(folder, "--output", output)
    assert output.read_bytes() == before


def test_refusals_that_an_output_holds_still_count(folder, tmp_path):
    (folder / "c.png").write_bytes(b"no picture")
    output = tmp_path / "out.csv"
    for _ in "12":
        read(folder, "--output", output, code=1)


def test_files_that_could_not_be_opened_are_tried_again(folder, tmp_path):
    (folder / "c.png").symlink_to(folder / "later")
    output = tmp_path / "out.jsonl"
    read(folder, "--output", output, code=1)
    (folder / "later").write_bytes(encoded(page_of("7")))
    read(folder, "--output", output)
    assert len(output.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        ["--output", "out.txt"],
        ["--output", "out.csv", "--format", "table"],
        ["--output", "/nowhere/out.csv"],
        ["--jobs", "0"],
        ["--jobs", "many"],
        ["--save", "nobody"],
    ],
)
def test_what_can_not_be_done_is_refused_at_once(folder, wrong):
    with pytest.raises(CommandError):
        call_command("readphotos", str(folder), *wrong)


def test_a_file_of_something_else_is_not_written_to(folder, tmp_path):
    output = tmp_path / "notes.csv"
    output.write_text("my notes")
    read(folder, "--output", output, code=2)
    assert output.read_text() == "my notes"


@pytest.mark.parametrize("save", [[], ["--save", "archive"]])
def test_a_fault_of_ours_costs_one_picture(folder, monkeypatch, save):
    create_token("archive", 9)
    whole = pipeline.recognize

    def fail_at_sevens(data, **options):
        if data == (folder / "a.png").read_bytes():
            raise ZeroDivisionError
        return whole(data, **options)

    monkeypatch.setattr(pipeline, "recognize", fail_at_sevens)
    first, second = read(folder, "--format", "jsonl", *save, code=1).splitlines()
    assert json.loads(first)["code"] == BrokenReading.code
    assert json.loads(second)["verdict"] == "nothing"


def test_without_a_model_nothing_is_said_of_pictures(folder, broken_model):
    assert "refused" not in read(folder, code=2)


def test_a_model_that_is_lost_meanwhile_is_no_fault_of_a_picture(folder):
    with engine.use_network(FailingNetwork(ModelUnavailable())):
        assert "refused" not in read(folder, code=2)


def test_pictures_are_kept_in_the_gallery_of_a_token(folder, own_media):
    token, _ = create_token("archive", 9)
    line, _ = read(folder, "--save", "archive", "--format", "jsonl").splitlines()
    kept = Photo.objects.in_gallery(token.gallery_key)
    assert {photo.verdict for photo in kept} == {"read", "nothing"}
    assert str(kept.get(verdict="read").pk) == json.loads(line)["id"]
    assert len(list(own_media.rglob("*.png"))) == 2


def test_nothing_is_kept_twice(folder, monkeypatch):
    create_token("archive", 9)
    first = read(folder, "--save", "archive", "--format", "jsonl").splitlines()
    monkeypatch.setattr("recognizer.pipeline.recognize", None)
    again = read(folder, "--save", "archive", "--format", "jsonl").splitlines()
    # PostgreSQL keeps the members of an object in an order of its own.
    assert list(map(json.loads, again)) == list(map(json.loads, first))
    assert Photo.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_another_run_keeps_meanwhile_is_kept_once(folder, own_media, monkeypatch):
    create_token("archive", 9)
    read(folder, "--save", "archive")
    before = sorted(own_media.rglob("*.*"))
    monkeypatch.setattr(Photo.objects, "filter", lambda **_: Photo.objects.none())
    read(folder, "--save", "archive")
    assert Photo.objects.count() == 2
    assert sorted(own_media.rglob("*.*")) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_what_can_not_be_kept_leaves_no_file(folder, own_media, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    create_token("archive", 9)
    monkeypatch.setattr(Photo, "save_base", fail)
    read(folder, "--save", "archive", code=2 if isinstance(error, OSError) else 130)
    assert not list(own_media.rglob("*.png"))


def test_a_picture_that_has_changed_is_kept_beside_what_it_was(folder):
    create_token("archive", 9)
    read(folder, "--save", "archive")
    (folder / "b.png").write_bytes(encoded(page_of("7")))
    read(folder, "--save", "archive")
    assert Photo.objects.count() == 3


@pytest.mark.parametrize(
    "over", [{"revoked": True}, {"expiry_date": timezone.now() - timedelta(days=1)}]
)
def test_a_token_that_lets_nobody_in_keeps_nothing(folder, over):
    create_token("archive", 9)
    Token.objects.update(**over)
    read(folder, "--save", "archive", code=2)
    assert not Photo.objects.exists()


def test_the_model_of_the_process_that_asks_is_not_loaded(tmp_path):
    with engine.use_network(None):
        read(tmp_path, code=1)
        assert not engine.is_model_ready()
