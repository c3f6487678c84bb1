"""The verdict depends on probabilities, thresholds and what else is on the page."""

import numpy as np
import pytest

from recognizer.reading.candidates import Candidate
from recognizer.reading.confidence import assess
from recognizer.reading.lattice import NO_GLYPHS, Glyphs
from recognizer.reading.layout.glyphs import Region
from recognizer.readings import Box
from tests.support.engines import FakeNetwork, all_sevens, classed

THRESHOLDS = {"digit": 0.8, "read": 0.95}
SHAPE = (300, 600)
FIVE, NONE = 5, 10


def ring(box, line=0):
    """Return a region whose ink is the outline of its box."""
    left, top, right, bottom = box
    ink = np.full((bottom - top, right - left), 255, np.uint8)
    ink[8:-8, 8:-8] = 0
    return Region(Box(*box), ink, line)


def candidate(*glyphs, turn=0, is_printed=False):
    """Return a page of glyphs: box, label and probability, and line if not 0."""
    ink = np.zeros(SHAPE, np.uint8)
    regions = [ring(box, *line) for box, _, _, *line in glyphs]
    for region in regions:
        box = region.box
        ink[box.top : box.bottom, box.left : box.right] = region.ink
    probs = np.stack([classed(label, prob) for _, label, prob, *_ in glyphs])
    fields = np.zeros((len(glyphs), 28, 28, 1), np.float32)
    found = Glyphs(regions, fields, probs)
    return Candidate(found, ink, ink, turn=turn, is_printed=is_printed)


def reading_of(page, explained=False):
    network = FakeNetwork(all_sevens)
    return assess(page, 255 - page.ink, network, THRESHOLDS, explained)


LEFT, MIDDLE, RIGHT = (50, 100, 110, 200), (170, 100, 230, 200), (290, 100, 350, 200)


@pytest.mark.parametrize(
    ("prob", "verdict"), [(0.99, "read"), (0.9, "unsure"), (0.6, "unsure")]
)
def test_a_digit_is_read_from_the_threshold_of_the_card_on(prob, verdict):
    reading = reading_of(candidate((LEFT, FIVE, prob)))
    assert (reading.text, reading.verdict) == ("5", verdict)
    assert reading.confidence == pytest.approx(prob)


def test_one_unsure_digit_makes_a_number_unsure():
    pair = candidate((LEFT, FIVE, 0.99), (MIDDLE, FIVE, 0.9))
    reading = reading_of(pair)
    assert (reading.text, reading.verdict) == ("55", "unsure")
    assert reading.confidence == pytest.approx(0.99 * 0.9)


def test_a_page_without_glyphs_has_no_digit():
    empty = np.zeros(SHAPE, np.uint8)
    assert reading_of(Candidate(NO_GLYPHS, empty, empty)).verdict == "nothing"


def test_what_is_more_probably_no_digit_is_left_out():
    assert reading_of(candidate((LEFT, NONE, 0.9))).verdict == "nothing"
    reading = reading_of(candidate((LEFT, FIVE, 0.99), (MIDDLE, NONE, 0.9)))
    assert reading.text == "5"


def test_a_single_digit_needs_the_threshold_for_digits():
    single = np.full(11, 0.0, np.float32)
    single[[FIVE, NONE]] = 0.7, 0.3
    page = candidate((LEFT, FIVE, 0.99))
    page.found.probabilities[0] = single
    assert reading_of(page).verdict == "nothing"


def test_a_guess_below_any_use_is_nothing():
    assert reading_of(candidate((LEFT, FIVE, 0.25))).verdict == "nothing"


def test_few_digits_among_other_signs_are_chance():
    signs = [((50 + 90 * i, 100, 110 + 90 * i, 200), NONE, 0.9) for i in range(5)]
    page = candidate(((500, 100, 560, 200), FIVE, 0.99), *signs)
    assert reading_of(page).verdict == "nothing"


def test_printed_signs_around_digits_are_no_chance():
    signs = [((50 + 90 * i, 100, 110 + 90 * i, 200), NONE, 0.9) for i in range(5)]
    page = candidate(((500, 100, 560, 200), FIVE, 0.99), *signs, is_printed=True)
    assert (reading_of(page).text, reading_of(page).verdict) == ("5", "unsure")


def test_a_sign_as_high_as_the_digits_around_it_may_be_one():
    page = candidate((LEFT, FIVE, 0.99), (MIDDLE, NONE, 0.9), (RIGHT, FIVE, 0.99))
    assert (reading_of(page).text, reading_of(page).verdict) == ("55", "unsure")


def test_a_low_sign_between_digits_is_a_separator():
    comma = (190, 180, 206, 200)
    page = candidate((LEFT, FIVE, 0.99), (comma, NONE, 0.9), (RIGHT, FIVE, 0.99))
    assert (reading_of(page).text, reading_of(page).verdict) == ("55", "read")


def test_noise_above_a_digit_is_left_out():
    noise = (70, 40, 76, 46)
    page = candidate((noise, FIVE, 0.99), (LEFT, FIVE, 0.99, 1))
    assert reading_of(page).text == "5"


def test_lines_without_digits_are_not_counted():
    page = candidate(
        (LEFT, FIVE, 0.99, 0), ((50, 210, 110, 250), NONE, 0.9, 1), (RIGHT, 3, 0.99, 2)
    )
    reading = reading_of(page)
    assert [digit.line for digit in reading.digits] == [0, 1]
    assert reading.text == "5\n3"


@pytest.mark.parametrize("turn", range(4))
def test_boxes_of_a_turned_page_are_those_of_the_page_as_it_came(turn):
    page = candidate((LEFT, FIVE, 0.99), turn=turn)
    gray = np.rot90(255 - page.ink, -turn)
    network = FakeNetwork(all_sevens)
    [digit] = assess(page, gray, network, THRESHOLDS, explained=False).digits
    ink = 255 - gray
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    assert digit.box == (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


def test_explanations_are_added_on_request():
    page = candidate((LEFT, FIVE, 0.99))
    [plain] = reading_of(page).digits
    [explained] = reading_of(page, explained=True).digits
    assert (plain.seen, plain.heat) == ("", "")
    assert explained.seen.startswith("data:image/png")
    assert explained.heat.startswith("data:image/png")


def test_probabilities_of_the_labels_sum_to_one():
    [digit] = reading_of(candidate((LEFT, FIVE, 0.9))).digits
    assert sum(digit.probabilities) == pytest.approx(1)
    assert digit.confidence < digit.probabilities[FIVE]
