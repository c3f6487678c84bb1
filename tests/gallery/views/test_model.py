"""The model's page: the scores of the model that is served, and of no other."""

import json
import re

import pytest
from django.test import Client

from gallery.views.model import get_tint
from recognizer.inference import engine
from tests.support.engines import CARD, load_seven

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]

WEAKNESS = "upside down are refused"


def page():
    response = Client().get("/model/")
    assert response.status_code == 200
    return response.content.decode()


def cells(row):
    return re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)


def row_of(html, words):
    """Return the row of a table that begins with these words."""
    return re.search(rf'scope="row">{words}</th>.*?</tr>', html, re.DOTALL)[0]


def tables(html):
    return re.findall(r'<table class="confusion">.*?</table>', html, re.DOTALL)


def test_a_set_is_named_in_plain_words_with_every_figure(scored):
    n, right, refused, wrong, gap = cells(row_of(page(), "MNIST, kept for tests"))
    assert (n, refused, wrong) == ("2,000", "1", "0")
    assert "99.95\u202f%" in right
    assert "99.7–100.0" in right
    assert gap == "10.0\u202f%"


def test_sets_stand_under_what_their_pictures_hold(scored):
    headings = re.findall(r'scope="rowgroup">(.*?)<', page())
    assert headings == ["One digit", "Several digits", "No digit"]


def test_non_digits_have_no_calibration_to_tell(scored):
    assert cells(row_of(page(), "Letters, signs, objects, text"))[-1] == "–"


def test_the_confusion_is_a_table_that_a_screen_reader_can_read(scored):
    mnist, others = tables(page())
    assert "MNIST, kept for tests</caption>" in mnist
    assert "other hands</caption>" in others
    for table in (mnist, others):
        assert table.count('scope="col"') == 11
        assert table.count('scope="row"') == 10


def test_the_confusion_counts_and_tints(scored):
    five = re.findall(r"<tr>.*?</tr>", tables(page())[0], re.DOTALL)[6]
    assert cells(five) == ["0"] * 5 + ["1999"] + ["0"] * 4 + ["1"]
    assert '<td class="hit-3">1999</td>' in five
    assert '<td class="slip-1">1</td>' in five


@pytest.mark.parametrize(
    ("count", "is_right", "tint"),
    [
        (0, True, "hit-0"),
        (899, True, "hit-0"),
        (900, True, "hit-1"),
        (990, True, "hit-3"),
        (0, False, "slip-0"),
        (1, False, "slip-1"),
        (5, False, "slip-3"),
        (10, False, "slip-4"),
    ],
)
def test_a_tint_tells_the_share_of_a_row(count, is_right, tint):
    assert get_tint(count, 1000, is_right) == tint


def test_a_digit_without_pictures_has_no_tint():
    assert get_tint(0, 0, False) == "slip-0"


def test_scores_of_another_model_are_not_shown(scored):
    scorecard = json.loads(scored.read_text())
    scorecard["model"] |= {"sha256": "1" * 64, "version": "9.8.7"}
    scored.write_text(json.dumps(scorecard))
    html = page()
    assert "belong to another model, version 9.8.7" in html
    assert "99.95" not in html
    assert not tables(html)


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"sets": []}'])
def test_a_missing_or_broken_scorecard_breaks_no_page(scored, text):
    scored.write_text(text) if text is not None else scored.unlink()
    html = page()
    assert "There are no scores of this model" in html
    assert "99.60" in html  # the card's own figures


def test_a_scorecard_of_few_sets_tells_what_it_holds(scored):
    scorecard = json.loads(scored.read_text())
    scorecard |= {"sets": scorecard["sets"][-1:], "confusion": {}}
    scored.write_text(json.dumps(scorecard))
    html = page()
    assert re.findall(r'scope="rowgroup">(.*?)<', html) == ["No digit"]
    assert not tables(html)


def test_an_unknown_set_goes_by_its_name_and_is_escaped(scored):
    scored.write_text(scored.read_text().replace("photo_digits", "<b>mine"))
    assert "&lt;b&gt;mine" in page()


def test_weaknesses_are_listed_whatever_was_measured(scored):
    assert WEAKNESS in page()
    scored.unlink()
    assert WEAKNESS in page()


def test_a_page_with_scores_carries_no_inline_style(scored):
    assert not re.search(r"<style|\sstyle=", page())


def test_the_card_of_the_networks_is_shown():
    with engine.use_network(None):
        html = page()
        card = engine.get_model_card()
    assert card["version"] in html
    assert card["sha256"] in html
    assert "the answer is <strong>no digit here</strong>" in html


def test_a_detector_is_shown_with_its_pages_and_both_halves():
    glyphs = {"trained_on": {"glyphs": 2_000}, "version": "2", "parameters": 3}
    glyphs["sha256"] = "0" * 64
    card = CARD | {
        "glyph_network": glyphs,
        "trained_on": {"pages": 1_000, "digits": 9_000},
        "accuracy": [
            {"set": "photo_digits", "half": half, "n": 10, "right": right}
            for half, right in (("tuned", 9), ("unseen", 8))
        ],
    }
    network = load_seven(None)
    network.card = card
    with engine.use_network(network):
        html = page()
    assert "1,000 composed pages with 9,000 digits" in html
    assert "2,000 characters cut from such pages; version 2, 3 parameters" in html
    assert "before the other networks look" in html
    assert cells(row_of(html, "Photos and scans, chosen on"))[1] == "1"
    assert cells(row_of(html, "Photos and scans, unseen"))[1] == "2"
