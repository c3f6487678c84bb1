"""Signs and digits are rivals for their places."""

import numpy as np
import pytest

from ml.data.number_texts import CLASSES
from ml.detection.detections import Detections
from recognizer.reading.selection import PARAMS, ScoredBoxes
from recognizer.reading.signs import (
    ScoredSigns,
    erase,
    find_signs,
    find_written,
    select_beside,
)

LEFT, MIDDLE, RIGHT = (0, 0, 20, 40), (30, 0, 50, 40), (60, 0, 80, 40)


def probabilities(*rows):
    """Return float (n, 17) of rows that say how likely each character is."""
    table = np.zeros((len(rows), 17), np.float32)
    for line, row in zip(table, rows, strict=True):
        for character, value in row.items():
            line[CLASSES.index(character)] = value
    return table


def found_signs(boxes, detected, glyphs, digit_scores):
    found = Detections(np.array(boxes, np.float32), probabilities(*detected))
    return find_signs(found, probabilities(*glyphs), np.array(digit_scores))


def signs_at(*signs):
    """Return signs: character and box."""
    boxes = np.array([box for _, box in signs], float).reshape(-1, 4)
    return ScoredSigns("".join(text for text, _ in signs), boxes, np.ones(len(signs)))


def scored(*scores):
    boxes = np.array([LEFT, MIDDLE, RIGHT], float)[: len(scores)]
    scores = np.array(scores)
    return ScoredBoxes(boxes, scores, np.full((len(scores), 10), 0.1), scores)


@pytest.mark.parametrize("sign", ".,-+/:")
def test_what_both_networks_call_a_sign_is_one(sign):
    signs, in_place = found_signs([MIDDLE], [{sign: 0.9}], [{sign: 0.9}], [0.1])
    assert (signs.text, in_place.tolist()) == (sign, [[True]])
    assert signs.boxes.tolist() == [list(MIDDLE)]
    assert signs.scores == pytest.approx([0.9])


@pytest.mark.parametrize(
    ("sign_prob", "digit_score", "text"),
    [(0.9, 0.2, "/"), (0.65, 0.6, "/"), (0.5, 0.6, ""), (0.2, 0.1, "")],
)
def test_a_slash_or_a_one_whichever_is_likelier(sign_prob, digit_score, text):
    row = {"/": sign_prob, "1": digit_score}
    signs, in_place = found_signs([MIDDLE], [row], [row], [digit_score])
    assert signs.text == text
    assert in_place.tolist() == [[True] * len(text)]


def test_a_sign_takes_the_place_of_a_digit_that_is_found_there_too():
    near = (32, 1, 51, 40)
    detected = [{"/": 0.8}, {"1": 0.4}, {"2": 0.9}]
    boxes = [MIDDLE, near, RIGHT]
    signs, in_place = found_signs(boxes, detected, detected, [0.0, 0.4, 0.9])
    assert (signs.text, in_place.tolist()) == ("/", [[True], [True], [False]])


def test_one_sign_found_twice_is_one():
    near = (32, 1, 51, 40)
    detected = [{"/": 0.6}, {"/": 0.8}]
    signs, _ = found_signs([MIDDLE, near], detected, detected, [0.0, 0.0])
    assert signs.boxes.tolist() == [list(near)]


@pytest.mark.parametrize(
    ("sign", "text"), [(".", "."), ("-", "-"), ("/", ""), ("+", "")]
)
def test_small_signs_are_found_by_the_detector(sign, text):
    signs, _ = found_signs([MIDDLE], [{sign: 0.6}], [{sign: 0.1}], [0.0])
    assert signs.text == text


def test_no_characters_are_no_signs():
    signs, in_place = found_signs(np.zeros((0, 4)), [], [], [])
    assert (signs.text, in_place.shape) == ("", (0, 0))


def select(scores, *signs):
    """Select among three boxes, some of which are signs."""
    boxes = (LEFT, MIDDLE, RIGHT)
    in_place = np.array([[box == place for _, place in signs] for box in boxes], bool)
    in_place = in_place.reshape(3, -1)[: len(scores)]
    return select_beside(scored(*scores), signs_at(*signs), in_place, PARAMS)


def test_digits_are_selected_beside_the_signs():
    selection = select([0.9, 0.2, 0.8], ("/", MIDDLE))
    assert sorted(selection.digits.boxes[:, 0]) == [LEFT[0], RIGHT[0]]
    assert (selection.is_convincing, selection.left_out_score) == (True, 0.2)


def test_a_lone_slash_may_be_a_one_but_does_not_convince():
    selection = select([0.6], ("/", LEFT))
    assert len(selection.digits) == 1
    assert not selection.is_convincing


@pytest.mark.parametrize("place", [LEFT, RIGHT])
def test_a_slash_at_the_end_of_a_line_may_be_a_one(place):
    assert len(select([0.6, 0.8, 0.6], ("/", place)).digits) == 3


@pytest.mark.parametrize(("sign", "count"), [("-", 2), ("+", 2), (".", 2), (":", 3)])
def test_some_signs_may_lead_a_number(sign, count):
    assert len(select([0.6, 0.8, 0.6], (sign, LEFT)).digits) == count


def test_the_bar_of_a_digit_is_no_minus():
    digits = np.array([LEFT, RIGHT], float)
    signs = signs_at(("-", (3, 18, 17, 22)), ("-", (35, 18, 45, 22)))
    assert find_written(signs, digits).boxes.tolist() == [[35, 18, 45, 22]]


@pytest.mark.parametrize(
    ("lower", "text"),
    [
        ((38, 30, 42, 34), ":"),
        ((46, 30, 50, 34), ".."),
        ((38, 80, 42, 84), ".."),
    ],
)
def test_two_points_one_above_the_other_are_a_colon(lower, text):
    signs = find_written(
        signs_at((".", (37, 8, 41, 12)), (".", lower)), np.array([LEFT, RIGHT], float)
    )
    assert signs.text == text
    if text == ":":
        assert signs.boxes.tolist() == [[37, 8, 42, 34]]


def test_what_is_erased_is_paper():
    page = np.full((60, 90), 200, np.uint8)
    page[10:40, 30:34] = 20
    page[10:40, 60:64] = 20
    clean = erase(page, np.array([[28, 8, 36, 42]]), np.zeros((0, 4)))
    assert clean[:, :50].min() == 200
    assert clean[20, 61] == 20


def test_digits_are_not_erased_with_a_sign_that_reaches_over_them():
    page = np.full((60, 90), 200, np.uint8)
    page[10:40, 30:34] = 20
    clean = erase(page, np.array([[20, 8, 40, 42]]), np.array([[30, 10, 34, 40]]))
    np.testing.assert_array_equal(clean, page)


def test_nothing_is_erased_without_signs():
    page = np.zeros((9, 9), np.uint8)
    assert erase(page, np.zeros((0, 4)), np.zeros((0, 4))) is page
