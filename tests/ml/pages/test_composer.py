"""Composed pages: labels, boxes, order, and the same for the same seed."""

import numpy as np
import pytest

from ml.data.pages.composer import CLASSES, CONDITIONS, OTHER, Composer
from ml.data.pages.conditions import WITHOUT_DIGITS

SIDE = 160


def is_inside(boxes, side):
    return bool((boxes >= 0).all() and (boxes <= side).all())


def test_classes_are_digits_then_signs_then_others():
    assert CLASSES == "0123456789.,-+/:"
    assert OTHER == 16


def test_the_same_seed_draws_the_same_pages(sprites):
    one, other = Composer(sprites, 7), Composer(sprites, 7)
    for i in range(12):
        np.random.seed(i)  # the global state is not used
        first = one.compose(SIDE)
        second = other.compose(SIDE)
        assert first.condition == second.condition
        assert (first.image == second.image).all()
        assert (first.boxes == second.boxes).all()


def test_another_seed_draws_other_pages(sprites):
    one, other = Composer(sprites, 1).compose(SIDE), Composer(sprites, 2).compose(SIDE)
    assert one.image.shape == other.image.shape
    assert (one.image != other.image).any()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_composes_legal_pages(composer, condition):
    for _ in range(3):
        page = composer.compose(SIDE, condition)
        count = len(page.boxes)
        assert page.condition == condition
        assert page.image.shape == (SIDE, SIDE)
        assert page.image.dtype == np.uint8
        assert page.boxes.shape == (count, 4)
        assert page.boxes.dtype == np.float32
        assert is_inside(page.boxes, SIDE)
        assert (page.boxes[:, 2:] > page.boxes[:, :2]).all()
        assert page.classes.dtype == np.uint8
        assert (page.classes <= OTHER).all()
        for order in (page.lines, page.numbers, page.rows, page.columns):
            assert order.dtype == np.int16
            assert order.shape == (count,)
            assert (order >= -1).all()


@pytest.mark.parametrize("condition", WITHOUT_DIGITS)
def test_pages_without_digits_have_none_labeled(composer, condition):
    for _ in range(8):
        assert (composer.compose(SIDE, condition).classes >= 10).all()


@pytest.mark.parametrize(
    "condition", sorted(set(CONDITIONS) - set(WITHOUT_DIGITS) - {"crossed_out"})
)
def test_the_other_conditions_have_digits(composer, condition):
    pages = [composer.compose(SIDE, condition) for _ in range(6)]
    assert any((page.classes < 10).any() for page in pages)


@pytest.fixture(scope="module")
def mixed(new_composer):
    composer = new_composer()
    return [composer.compose(SIDE) for _ in range(250)]


def test_mixed_pages_have_every_digit_about_as_often(mixed):
    classes = np.concatenate([page.classes for page in mixed])
    shares = np.bincount(classes[classes < 10], minlength=10) / (classes < 10).sum()
    assert shares.min() > 0.05
    assert shares.max() < 0.2


def test_mixed_pages_are_of_many_kinds_and_a_fifth_has_no_digit(mixed):
    empty = np.mean([not (page.classes < 10).any() for page in mixed])
    assert 0.1 < empty < 0.35
    assert len({page.condition for page in mixed}) > 15


@pytest.mark.parametrize("condition", ["canvas", "number", "filling"])
def test_boxes_are_tight_around_the_ink(composer, condition):
    for _ in range(6):
        page = composer.compose(SIDE, condition)
        gray = page.image.astype(int)
        for box in page.boxes[page.classes < 10]:
            left, top, right, bottom = box.round().astype(int)
            inside = gray[top:bottom, left:right]
            ink, paper = inside.min(), np.median(gray)
            dark = paper - 0.25 * (paper - ink)
            assert (inside[: 1 + len(inside) // 5] < dark).any()
            assert (inside[-1 - len(inside) // 5 :] < dark).any()


def test_digits_stand_out_from_what_is_around_them(composer):
    for _ in range(30):
        page = composer.compose(SIDE, "plain")
        for left, top, right, bottom in page.boxes[page.classes < 10].astype(int):
            inside = page.image[top : bottom + 1, left : right + 1]
            assert int(inside.max()) - int(inside.min()) > 10


def test_numbers_hold_digits_and_the_signs_between_them(composer):
    for _ in range(20):
        page = composer.compose(SIDE, "signs")
        assert (page.numbers[page.classes < 10] >= 0).all()
        assert (page.numbers[page.classes == OTHER] == -1).all()


def test_cells_of_a_sudoku_have_rows_and_columns(composer):
    page = composer.compose(320, "sudoku")
    assert set(page.rows) | set(page.columns) <= set(range(9))
    lower = page.boxes[page.rows == page.rows.max()]
    upper = page.boxes[page.rows == page.rows.min()]
    assert lower[:, 1].mean() > upper[:, 1].mean()


def test_lines_run_from_top_to_bottom_and_turn_with_the_page(composer):
    page = composer.compose(320, "lines")
    assert _slope(page, 1) > 0
    turned = composer.compose(320, "upside_down")
    assert _slope(turned, 1) < 0
    quarter = composer.compose(320, "rotated_quarter")
    assert abs(_slope(quarter, 0)) > abs(_slope(quarter, 1))


def _slope(page, axis):
    """Return how positions along an axis grow with the line."""
    chosen = page.lines >= 0
    middles = (page.boxes[chosen, axis] + page.boxes[chosen, axis + 2]) / 2
    return np.polyfit(page.lines[chosen], middles, 1)[0]
