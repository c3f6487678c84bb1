"""The scorecard beside the model: written, read back, refused where it is broken."""

import json

import pytest

from recognizer.published import read_scorecard, to_scorecard, write_scorecard
from recognizer.scorecard import score
from tests.conftest import CARD
from tests.scores import NOTHING, answer

ROWS = [
    score("mnist_test", [answer("5", "5"), NOTHING]),
    score("photo_digits", [answer("5", "6")]),
    score("drawn_digits", [answer("5", "6")]),
    score("pendigits", [answer("1", "1")]),
    score("multi_digits", [answer("12", "12")]),
]


@pytest.fixture
def path(settings, tmp_path):
    """Return where the scorecard of the served model lies."""
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    return tmp_path / "scorecard.json"


@pytest.fixture
def written(path):
    write_scorecard(to_scorecard(ROWS, CARD), path)
    return json.loads(path.read_text())


def test_it_says_which_model_it_belongs_to(written):
    assert written["model"] == {
        "name": "digits",
        "version": "test",
        "sha256": CARD["sha256"],
    }


def test_it_tells_the_confusion_of_mnist_and_of_other_hands_it_never_learned(written):
    mnist, others = written["confusion"]["mnist"], written["confusion"]["other_hands"]
    assert (mnist[5][5], mnist[5][10]) == (1, 1)
    assert others[5][6] == 2
    assert sum(map(sum, others)) == 2


def test_it_is_read_as_it_was_written(written):
    read = read_scorecard()
    assert read["model"] == written["model"]
    assert read["sets"][0]["right_95"] == written["sets"][0]["right_95"]
    assert read["confusion"] == written["confusion"]


def test_rows_of_numbers_stand_on_one_line(path, written):
    text = path.read_text()
    assert "   [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],\n" in text
    assert text.endswith("}\n")
    write_scorecard(to_scorecard(ROWS, CARD), path)
    assert path.read_text() == text


def test_a_missing_scorecard_is_none(path):
    assert read_scorecard() is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("}", ""),
        ('"n": 2', '"n": 0'),
        ('"n": 2', '"n": "many"'),
        ('"right": 1', '"right": -1'),
        ('"right_95"', '"right_96"'),
        ('"kind": "digit"', '"kind": "letter"'),
        ('"sha256"', '"md5"'),
        ("[0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]", "[0, 0]"),
        ("0.5", "NaN"),
    ],
)
def test_a_broken_scorecard_is_none(path, written, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert read_scorecard() is None


@pytest.mark.parametrize("text", ["", "[]", "null", "7", "[" * 100_000, "\x00"])
def test_what_is_no_scorecard_is_none(path, text):
    path.write_text(text)
    assert read_scorecard() is None


def test_bytes_that_are_no_text_are_none(path):
    path.write_bytes(b"\xff\xfe\x00")
    assert read_scorecard() is None
