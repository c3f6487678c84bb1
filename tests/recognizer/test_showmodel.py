"""The command that tells of the model."""

import json
from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from ml.artifact import ARTIFACT
from ml.model_files import PAGE_MODEL, RULES_MODEL


def say(*options):
    out = StringIO()
    call_command("showmodel", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("place", ["version", "sha256", "parameters", "temperature"])
def test_people_see_what_the_card_says(place):
    card, output = RULES_MODEL.read_card(), say()
    assert str(card[place]) in output
    assert str(card["line_reader"]["sha256"]) in output


def test_people_see_data_thresholds_and_figures():
    output, card = say(), RULES_MODEL.read_card()
    assert f"mnist {card['trained_on']['mnist']}" in output
    assert f"read {round(card['thresholds']['read'], 4)}" in output
    assert f"{card['accuracy'][0]['set']}: {card['accuracy'][0]['right']} of" in output
    assert "mnist_test" in output


def test_programs_get_all_of_it():
    card_json = json.loads(say("--json"))
    card = RULES_MODEL.read_card()
    assert card_json["sets"][0]["set"] == "mnist_test"
    assert {name: card_json[name] for name in card} == card


def test_the_card_is_that_of_the_reader_in_use(settings):
    settings.DIGIT_READER = "one_pass"
    output, card = say(), PAGE_MODEL.read_card()
    assert f"{card['name']} {card['version']}" in output
    for other in ("glyph_network", "line_reader"):
        assert card[other]["sha256"] in output


def test_scores_of_another_model_are_left_out(scored):
    for name in ("digits.keras", "digits.json"):
        (scored.parent / name).write_bytes((ARTIFACT.with_name(name)).read_bytes())
    assert "No scorecard of this model" in say()
    assert json.loads(say("--json"))["sets"] == []


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_model_that_is_not_whole_is_not_described(settings, tmp_path, damage):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    if damage == "altered":
        card = site.BASE_DIR / "ml" / "artifacts" / "digits.json"
        (tmp_path / "digits.json").write_bytes(card.read_bytes())
        settings.DIGIT_MODEL_PATH.write_bytes(b"another network")
    with pytest.raises(CommandError, match=r"manage\.py check"):
        say()
