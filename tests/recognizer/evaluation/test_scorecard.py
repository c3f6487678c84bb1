"""Labeled sets are read, scored and printed; failures are drawn."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from ml.data.pages.composer import CONDITIONS, Composer
from ml.data.pages.sprites import load_sprites
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.scorecard import read_samples
from recognizer.inference import engine
from recognizer.management.commands import scorecard
from tests.recognizer.inference.test_model import LoadedPageNetwork
from tests.support.engines import FailingNetwork


def test_a_refused_picture_is_an_answer_too(seven):
    [answered] = read_samples([Sample("x", lambda: b"no picture", "5")])
    assert answered.is_refused
    assert not answered.is_right


# The command


def test_the_command_prints_writes_and_draws(seven, data, tmp_path):
    out, card = io.StringIO(), tmp_path / "card.json"
    misses = tmp_path / "misses"
    options = {"data": data, "json": card, "misses": misses, "stdout": out}
    call_command("scorecard", **options)
    assert "1 50.00 % (9.4-90.5)" in out.getvalue()
    rows = {row["set"]: row for row in json.loads(card.read_text())["sets"]}
    assert rows["photo_digits"]["right"] == 1
    assert rows["omniglot"]["right"] == 1
    drawn = [path.name for path in (misses / "photo_digits").iterdir()]
    assert drawn == ["7_b.png.png"]


def test_some_of_the_sets_can_be_chosen(seven, data):
    out = io.StringIO()
    call_command("scorecard", data=data, only=["omniglot"], stdout=out)
    assert "omniglot" in out.getvalue()
    assert "photo_digits" not in out.getvalue()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"only": ["letters"]}, "letters is none of omniglot, photo_digits"),
        ({"json": "nowhere/card.json"}, "no folder nowhere"),
    ],
)
def test_what_cannot_be_done_is_reported_before_anything_is_read(data, options, named):
    network = FailingNetwork(AssertionError("has read"))
    with engine.use_network(network), pytest.raises(CommandError, match=named):
        call_command("scorecard", f"--data={data}", *as_options(options))


def as_options(options):
    return [
        f"--{name}={value if isinstance(value, str) else ' '.join(value)}"
        for name, value in options.items()
    ]


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(CommandError, match="--data"):
        call_command("scorecard", data=tmp_path)


def test_without_a_model_nothing_is_written(broken_model, data, tmp_path):
    with pytest.raises(CommandError, match="no model"):
        call_command("scorecard", data=data, json=tmp_path / "card.json")
    assert not (tmp_path / "card.json").exists()


def test_the_halves_of_a_set_are_read_apart(seven, data):
    sizes = []
    for half in ("tuned", "unseen", None):
        out = io.StringIO()
        call_command("scorecard", data=data, half=half, stdout=out)
        table = out.getvalue().partition("\n\n")[0]
        rows = [line.split() for line in table.splitlines()[2:]]
        sizes.append({row[0]: int(row[1]) for row in rows})
    tuned, unseen, whole = sizes
    assert {n: tuned.get(n, 0) + unseen.get(n, 0) for n in whole} == whole
    assert tuned != whole


def test_both_halves_stand_side_by_side(seven, data):
    folder, out = data / "dev/photo_digits", io.StringIO()
    (folder / "7_b.png").rename(folder / "7_h.png")
    table = folder / "labels.csv"
    table.write_text(table.read_text().replace("7_b", "7_h"))
    call_command("scorecard", data=data, only=["photo_digits"], stdout=out)
    halves = out.getvalue().partition("tuned")[2].splitlines()
    assert halves[0].strip() == "unseen"
    cells = halves[2].split()
    assert cells[:7] == ["photo_digits", "1", "1", "100.00", "%", "0", "of"]
    assert "0.00" in cells  # of the other half


def test_a_set_of_many_kinds_is_scored_by_category(seven, data, tmp_path):
    table = data / "dev/photo_digits/labels.csv"
    table.write_text("file,label,category\n7_a.png,7,single\n7_b.png,12,number\n")
    card, out = tmp_path / "card.json", io.StringIO()
    call_command("scorecard", data=data, json=card, stdout=out)
    rows = json.loads(card.read_text())["categories"]
    assert [(r["part"], r["right"]) for r in rows] == [("single", 1), ("number", 0)]
    assert "photo_digits: single" in out.getvalue()


def test_of_a_large_set_some_pictures_can_be_read(seven, data):
    out = io.StringIO()
    options = {"data": data, "only": ["photo_digits"], "limit": 1}
    call_command("scorecard", **options, stdout=out)
    assert out.getvalue().splitlines()[2].split()[:3] == ["photo_digits", "1", "1"]


@pytest.fixture
def few_drawings(tmp_path, monkeypatch):
    composer = Composer(load_sprites(None, tmp_path, 0, drawings=40), 0)
    monkeypatch.setattr(scorecard, "load_composer", lambda data: composer)


@pytest.mark.usefixtures("few_drawings")
def test_composed_pages_are_scored_by_condition(seven, tmp_path):
    card, out = tmp_path / "card.json", io.StringIO()
    only = ["composed/single", "composed/blank"]
    call_command("scorecard", data=tmp_path, stress=2, only=only, json=card, stdout=out)
    rows = json.loads(card.read_text())["composed"]
    assert [(row["set"], row["n"]) for row in rows] == [(name, 2) for name in only]
    assert "composed/blank" in out.getvalue()


@pytest.mark.usefixtures("few_drawings")
def test_all_composed_pages_can_be_chosen_by_one_name(data):
    chosen = scorecard.choose(data, ["composed"], stress=1)
    assert len(chosen) == len(CONDITIONS) + 1
    with pytest.raises(CommandError, match="composed is none of"):
        scorecard.choose(data, ["composed"])


def test_the_networks_in_use_are_measured(data, tmp_path):
    out, card = io.StringIO(), tmp_path / "card.json"
    options = {"data": data, "only": ["photo_digits"], "json": card}
    with engine.use_network(LoadedPageNetwork(((5, 5, 20, 30), 7, 0.9))):
        call_command("scorecard", **options, stdout=out)
    assert "1 50.00 %" in out.getvalue()


def test_a_network_that_is_missing_is_named(data, tmp_path, settings):
    settings.DIGIT_MODEL_PATH = tmp_path / "detector.keras"
    with engine.use_network(None), pytest.raises(CommandError, match=r"ml\.train"):
        call_command("scorecard", data=data)
