"""What the pages say about readings."""

import json

import pytest
from django.conf import settings

from gallery.templatetags import readings as filters
from gallery.texts import readings
from gallery.texts.datasets import SETS


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "< 1"),
        (0.0099, "< 1"),
        (0.29, "29"),
        (0.899, "89"),
        (0.99, "99.0"),
        (0.9968, "99.6"),
        (1.0, "99.9"),
    ],
)
def test_percent_is_rounded_down_and_never_a_hundred(probability, words):
    assert readings.percent(probability) == f"{words}\u202f%"


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1, "Almost certain"), (0.95, "Very likely right"), (0.2, "A guess")],
)
def test_confidence_is_put_in_words(probability, words):
    assert readings.confidence_words(probability) == words


def test_what_a_photo_gave_away_is_one_sentence():
    names = ["GPSLatitude", "DateTimeOriginal", "Make"]
    said = readings.removed_words({"removed": names, "location": True})
    assert "where it was taken, when it was taken and which camera took it" in said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], readings.REMOVAL["clean"]),
        (["Orientation", "XResolution"], readings.REMOVAL["harmless"]),
        (["Orientation", "Flash"], readings.REMOVAL["some"]),
    ],
)
def test_a_photo_without_metadata_is_not_accused(names, said):
    assert readings.removed_words({"removed": names, "location": False}) == said


@pytest.mark.parametrize("name", ["XPTitle", "XPAuthor", "Comment", "IPTC"])
def test_written_words_are_named(name):
    said = readings.removed_words({"removed": [name], "location": False})
    assert "such as a title or a name" in said


def test_waiting_is_rounded_up_to_whole_seconds():
    assert readings.throttled(11.2).endswith("in 12 seconds.")


def test_scripts_get_every_table():
    assert set(readings.for_scripts()["verdicts"]) >= {"read", "unsure", "nothing"}


@pytest.mark.parametrize(
    ("name", "words"),
    [("validation: mnist", "Held back: MNIST digits"), ("MNIST test", "MNIST test")],
)
def test_sets_are_named_for_people(name, words):
    assert filters.set_words(name) == words


def test_every_set_of_the_model_that_ships_is_named():
    folder = settings.BASE_DIR / "ml" / "artifacts"
    card = json.loads((folder / "digits.json").read_bytes())
    scores = json.loads((folder / "scorecard.json").read_bytes())["sets"]
    rows = [row["set"] for row in [*card["accuracy"], *scores]]
    names = [part for name in rows for part in name.split(": ")]
    assert {*names, *card["trained_on"]} <= SETS.keys()


def test_shares_are_rounded_down():
    assert filters.share_of(99_999, 100_000) == "99.99\u202f%"
    assert filters.share_of(0, 0) == "–"
