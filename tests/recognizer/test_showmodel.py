"""The command that tells of the model."""

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ml.artifact import card_path
from ml.model_files import MODEL
from recognizer.evaluation.report import to_scorecard, write_scorecard
from tests.support.engines import CARD
from tests.support.scores import ROWS


def say(*options):
    out = StringIO()
    call_command("showmodel", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def model(settings, tmp_path):
    """Serve the networks with a scorecard of theirs; return their files."""
    for file in (MODEL.main, card_path(MODEL.main)):
        shutil.copy(file, tmp_path)
    settings.DIGIT_MODEL_PATH = tmp_path / MODEL.main.name
    write_scorecard(to_scorecard(ROWS, MODEL.read_card()), tmp_path / "scorecard.json")
    return MODEL


@pytest.mark.parametrize("place", ["version", "sha256", "parameters", "temperature"])
def test_people_see_what_the_card_says(model, place):
    card, output = model.read_card(), say()
    assert str(card[place]) in output
    for other in model.others:
        assert card[other]["sha256"] in output


def test_people_see_data_and_figures(model):
    output, card = say(), model.read_card()
    for name, number in card["trained_on"].items():
        assert f"{name} {number}" in output
    assert f"{card['accuracy'][0]['set']}: " in output
    assert "mnist_test" in output


def test_people_see_the_thresholds_of_a_card():
    thresholds = MODEL.read_card()["thresholds"]
    assert f"min_read_digit {round(thresholds['min_read_digit'], 4)}" in say()


def test_programs_get_all_of_it(model):
    card_json, card = json.loads(say("--json")), model.read_card()
    assert card_json["sets"][0]["set"] == "mnist_test"
    assert {name: card_json[name] for name in card} == card


def test_scores_of_another_model_are_left_out(model, tmp_path):
    write_scorecard(to_scorecard(ROWS, CARD), tmp_path / "scorecard.json")
    assert "No scorecard of this model" in say()
    assert json.loads(say("--json"))["sets"] == []


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_model_that_is_not_whole_is_not_described(settings, tmp_path, damage):
    settings.DIGIT_MODEL_PATH = tmp_path / "detector.keras"
    if damage == "altered":
        shutil.copy(card_path(MODEL.main), tmp_path)
        settings.DIGIT_MODEL_PATH.write_bytes(b"another network")
    with pytest.raises(CommandError, match=r"manage\.py check"):
        say()
