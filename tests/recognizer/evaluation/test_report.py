"""The scorecard beside the model: written, read back, refused where it is broken."""

import json

import pytest

from recognizer.evaluation.report import (
    belongs_to,
    read_scorecard,
    to_scorecard,
    write_scorecard,
)
from recognizer.inference import engine
from tests.conftest import CARD
from tests.support.scores import ROWS


@pytest.fixture
def written(scored):
    return json.loads(scored.read_text())


def test_it_says_which_model_it_belongs_to(written):
    assert written["model"] == {
        "name": "digits",
        "version": "test",
        "sha256": CARD["sha256"],
        "lines_sha256": CARD["line_reader"]["sha256"],
        "glyphs_sha256": CARD["glyph_network"]["sha256"],
    }


@pytest.mark.parametrize(
    ("key", "name"),
    [("line_reader", "lines_sha256"), ("glyph_network", "glyphs_sha256")],
)
def test_the_other_networks_are_part_of_the_model(scored, key, name):
    card = CARD | {key: {"sha256": "2" * 64}}
    assert belongs_to(read_scorecard(), CARD)
    assert not belongs_to(read_scorecard(), card)
    write_scorecard(to_scorecard(ROWS, card), scored)
    assert belongs_to(read_scorecard(), card)
    assert read_scorecard()["model"][name] == "2" * 64


def test_it_tells_the_confusion_of_mnist_and_of_other_hands_it_never_learned(written):
    mnist, others = written["confusion"].values()
    assert (mnist[5][5], mnist[5][10]) == (1999, 1)
    assert list(written["confusion"]) == ["mnist_test", "other_hands"]
    assert others[5][6] == 2
    assert sum(map(sum, others)) == 2


def test_it_is_read_as_it_was_written(written):
    read = read_scorecard()
    assert read["model"] == written["model"]
    assert read["sets"][0]["right_95"] == written["sets"][0]["right_95"]
    assert read["confusion"] == written["confusion"]


def test_parts_and_their_figures_are_read_as_they_were_written(scored):
    parts = {"halves": ROWS[:1], "categories": ROWS[4:5], "composed": []}
    write_scorecard(to_scorecard(ROWS, CARD, **parts), scored)
    read = read_scorecard()
    assert list(read) == ["model", "sets", "halves", "categories", "confusion"]
    [half] = read["halves"]
    assert half["right_when_read"] == [1999, 1999]
    assert half["digits_refused"] == [1, 2000]
    assert half["risk_points"][-1] == [1.0, 0.0005]


def test_a_report_without_the_newer_figures_is_read(scored):
    scorecard = json.loads(scored.read_text())
    newer = ("risk_", "right_when", "digits", "wrong_digits", "wrong_when", "signs")
    for row in scorecard["sets"]:
        for name in [name for name in row if name.startswith(newer)]:
            del row[name]
    scored.write_text(json.dumps(scorecard))
    assert len(read_scorecard()["sets"]) == len(ROWS)


def test_rows_of_numbers_stand_on_one_line(scored):
    text = scored.read_text()
    assert "   [0, 0, 0, 0, 0, 1999, 0, 0, 0, 0, 1],\n" in text
    assert text.endswith("}\n")
    write_scorecard(to_scorecard(ROWS, CARD), scored)
    assert scored.read_text() == text


def test_a_missing_scorecard_is_none(scored):
    scored.unlink()
    assert read_scorecard() is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("}", ""),
        ('"n": 2000', '"n": 0'),
        ('"n": 2000', '"n": "many"'),
        ('"right": 1999', '"right": -1'),
        ('"right_95"', '"right_96"'),
        ('"kind": "digit"', '"kind": "letter"'),
        ('"sha256"', '"md5"'),
        ("[0, 0, 0, 0, 0, 1999, 0, 0, 0, 0, 1]", "[0, 0]"),
        ('"character_error_rate": 0', '"character_error_rate": NaN, "x": 0'),
    ],
)
def test_a_broken_scorecard_is_none(scored, old, new):
    text = scored.read_text()
    assert old in text
    scored.write_text(text.replace(old, new))
    assert read_scorecard() is None


@pytest.mark.parametrize("text", ["", "[]", "null", "7", "[" * 100_000, "\x00"])
def test_what_is_no_scorecard_is_none(scored, text):
    scored.write_text(text)
    assert read_scorecard() is None


def test_bytes_that_are_no_text_are_none(scored):
    scored.write_bytes(b"\xff\xfe\x00")
    assert read_scorecard() is None


def test_the_committed_scorecard_belongs_to_the_committed_model():
    assert belongs_to(read_scorecard(), engine.get_model_card())
