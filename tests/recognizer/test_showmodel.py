"""The command that tells of the model."""

import json
from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from ml.artifact import ARTIFACT, read_cards


def say(*options):
    out = StringIO()
    call_command("showmodel", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("place", ["version", "sha256", "parameters", "temperature"])
def test_people_are_told_what_the_card_says(place):
    card, told = read_cards(ARTIFACT), say()
    assert str(card[place]) in told
    assert str(card["line_reader"]["sha256"]) in told


def test_people_are_told_data_thresholds_and_figures():
    told, card = say(), read_cards(ARTIFACT)
    assert f"mnist {card['trained_on']['mnist']}" in told
    assert f"read {round(card['thresholds']['read'], 4)}" in told
    assert f"{card['accuracy'][0]['set']}: {card['accuracy'][0]['right']} of" in told
    assert "mnist_test" in told


def test_programs_are_told_all_of_it():
    told = json.loads(say("--json"))
    card = read_cards(ARTIFACT)
    assert told["sets"][0]["set"] == "mnist_test"
    assert {name: told[name] for name in card} == card


def test_scores_of_another_model_are_left_out(scored):
    for name in ("digits.keras", "digits.json"):
        (scored.parent / name).write_bytes((ARTIFACT.with_name(name)).read_bytes())
    assert "No scorecard of this model" in say()
    assert json.loads(say("--json"))["sets"] == []


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_model_that_is_not_whole_is_not_told_of(settings, tmp_path, damage):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    if damage == "altered":
        card = site.BASE_DIR / "ml" / "artifacts" / "digits.json"
        (tmp_path / "digits.json").write_bytes(card.read_bytes())
        settings.DIGIT_MODEL_PATH.write_bytes(b"another network")
    with pytest.raises(CommandError, match=r"manage\.py check"):
        say()
