"""What the pages say about readings."""

import json

import pytest
from django.conf import settings

from gallery.templatetags import readings as filters
from gallery.texts import readings, uploads
from gallery.texts.datasets import SETS
from tests.support.readings import reading_of


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
    assert readings.confidence_text(probability) == words


def test_what_was_removed_from_a_photo_is_a_list_of_facts():
    tags = ["GPSLatitude", "DateTimeOriginal", "Make"]
    removal = readings.removal_of({"removed": tags, "location": True})
    assert removal["text"] == readings.REMOVAL["facts"]
    facts = ["where it was taken", "when it was taken", "which camera took it"]
    assert removal["facts"] == facts


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ([], "clean"),
        (["Orientation", "XResolution"], "display"),
        (["Orientation", "Flash"], "technical"),
    ],
)
def test_a_photo_without_metadata_is_not_accused(tags, kind):
    removal = readings.removal_of({"removed": tags, "location": False})
    assert removal == {"text": readings.REMOVAL[kind], "facts": []}


def test_a_place_in_display_settings_is_named():
    removal = readings.removal_of({"removed": ["ICC profile"], "location": True})
    assert removal["facts"] == ["where it was taken"]


def test_before_the_first_photo_is_said_what_will_be_removed():
    assert readings.removal_of(None)["text"] == readings.REMOVAL["waiting"]


@pytest.mark.parametrize("tag", ["XPTitle", "XPAuthor", "Comment", "IPTC"])
def test_written_words_are_named(tag):
    (fact,) = readings.removal_of({"removed": [tag], "location": False})["facts"]
    assert "such as a title or a name" in fact


@pytest.mark.parametrize("tag", ["Video", "Embedded picture"])
def test_what_hides_in_the_file_is_named(tag):
    (fact,) = readings.removal_of({"removed": [tag], "location": False})["facts"]
    assert fact == "a video or another picture in the same file"


@pytest.mark.parametrize(
    ("seconds", "end"), [(0.3, "in 1 second."), (11.2, "in 12 seconds.")]
)
def test_waiting_is_rounded_up_to_whole_seconds(seconds, end):
    assert uploads.throttled(seconds).endswith(end)


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


def test_a_doubtful_digit_among_others_is_worth_a_look():
    reading = reading_of("47")
    assert "best guess" in readings.advice_on(reading, "unsure")
    reading["digits"][1]["confidence"] = 0.6
    assert readings.advice_on(reading, "unsure") == readings.DOUBT
    assert readings.advice_on(reading, "read") == readings.DOUBT


def test_a_single_doubtful_digit_needs_no_pointing_at():
    reading = reading_of("4")
    reading["digits"][0]["confidence"] = 0.6
    assert "best guess" in readings.advice_on(reading, "unsure")


@pytest.mark.parametrize(
    ("photo", "text"),
    [
        ({}, ""),
        ({"frames": 1, "frame": 0}, ""),
        ({"frames": 3, "frame": 1}, "The file holds 3 pictures; number 2 was read."),
    ],
)
def test_which_of_several_frames_was_read_is_shown(photo, text):
    assert readings.advice_on(reading_of("4", photo=photo), "read") == text


def test_a_sure_digit_needs_no_advice():
    assert readings.advice_on(reading_of("4"), "read") == ""
    assert "Choose a digit" in readings.advice_on(reading_of("47"), "read")
