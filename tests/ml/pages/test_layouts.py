"""Layouts, forms and displays: what each of them puts on the sheet."""

import numpy as np
import pytest

from ml.data.number_texts import CLASSES, OTHER
from ml.data.pages import displays, forms, layouts, marks
from ml.data.pages.pens import make_writer
from ml.data.pages.sheet import Sheet

SIDE = 240


@pytest.fixture
def writer(sprites):
    return make_writer(sprites, np.random.default_rng(0), "normal", "forms")


@pytest.fixture
def write(writer):
    def run(layout, width=SIDE, height=SIDE, **options):
        sheet = Sheet(SIDE, width, height)
        layout(sheet, writer, **options)
        return sheet

    return run


def boxes(sheet):
    return np.array([[*o.min(0), *o.max(0)] for o in sheet.outlines])


def count_digits(sheet):
    return sum(label < 10 for label in sheet.classes)


@pytest.mark.parametrize("layout", [layouts.single, layouts.filling, layouts.centered])
def test_a_single_digit_is_alone_and_whole(write, layout):
    for _ in range(8):
        sheet = write(layout, height=150)
        assert len(sheet.classes) == 1
        assert sheet.classes[0] < 10
        assert boxes(sheet).max() <= SIDE


def test_a_filling_digit_fills_the_picture(write):
    sizes = [np.ptp(write(layouts.filling).outlines[0], 0).max() for _ in range(8)]
    assert min(sizes) > 0.7 * SIDE


def test_a_centered_digit_is_near_the_middle(write):
    for _ in range(8):
        left, top, right, bottom = boxes(write(layouts.centered))[0]
        assert abs(left + right - SIDE) < 0.3 * SIDE
        assert abs(top + bottom - SIDE) < 0.3 * SIDE


def test_a_number_runs_from_left_to_right_in_one_line(write):
    for _ in range(8):
        sheet = write(layouts.number, height=90)
        lefts = boxes(sheet)[:, 0]
        assert (np.diff(lefts[np.array(sheet.classes) < 10]) > -SIDE / 12).all()
        assert {place.line for place in sheet.places} == {0}


def test_touching_digits_are_nearer_than_their_width(write):
    gaps = []
    for _ in range(10):
        sheet = write(layouts.touching, height=90)
        found = boxes(sheet)
        gaps += (found[1:, 0] - found[:-1, 2]).tolist()
    assert np.median(gaps) <= 1


def test_lines_are_below_each_other(write):
    sheet = write(layouts.lines, count=4, height=20)
    lines = np.array([place.line for place in sheet.places])
    middles = boxes(sheet)[:, 1::2].mean(1)
    means = [middles[lines == line].mean() for line in np.unique(lines)]
    assert (np.diff(means) > 5).all()
    assert lines.max() <= 3


def test_tiny_digits_are_small_but_can_be_seen(write):
    heights = np.concatenate([write(layouts.tiny).heights() for _ in range(5)])
    assert 4 < np.median(heights) < 15


def test_a_sparse_page_is_mostly_empty(write):
    for _ in range(6):
        sheet = write(layouts.sparse)
        assert (sheet.ink > 0).mean() < 0.08


def test_a_long_page_holds_many_digits(write):
    assert max(count_digits(write(layouts.long_page)) for _ in range(4)) > 60


def test_columns_have_rows_and_columns(write):
    sheet = write(layouts.columns)
    assert {place.column for place in sheet.places} <= set(range(4))
    assert max(place.row for place in sheet.places) >= 2


def test_scattered_digits_do_not_overlap(write):
    found = boxes(write(layouts.scatter))
    for i, (left, top, right, bottom) in enumerate(found):
        for a, b, c, d in found[i + 1 :]:
            assert right <= a or c <= left or bottom <= b or d <= top


def test_boxes_hold_a_digit_each(write):
    sheet = write(forms.boxes, height=120)
    assert sheet.is_printed
    assert set(sheet.classes) <= set(range(10))


def test_a_comb_holds_one_number(write):
    sheet = write(forms.comb, height=100)
    assert sheet.is_printed
    digits = np.array(sheet.classes) < 10
    numbers = np.array([place.number for place in sheet.places])
    assert len(set(numbers[digits])) == 1


def test_a_sudoku_has_no_zero_and_a_number_for_every_digit(write):
    sheet = write(forms.sudoku)
    assert 0 not in sheet.classes
    numbers = [place.number for place in sheet.places]
    assert len(set(numbers)) == len(numbers)


def test_every_cell_of_a_table_has_its_row_and_column(write):
    sheet = write(forms.table, has_headings=False)
    found, rows = boxes(sheet), np.array([place.row for place in sheet.places])
    middles = found[:, 1::2].mean(1)
    means = [middles[rows == row].mean() for row in np.unique(rows)]
    assert (np.diff(means) > 0).all()


def test_a_mark_table_holds_many_small_digits(write):
    sheets = [write(forms.mark_table) for _ in range(4)]
    assert max(count_digits(sheet) for sheet in sheets) > 80
    assert np.median(np.concatenate([sheet.heights() for sheet in sheets])) < 16


def test_a_number_on_a_comb_may_have_a_caption(write):
    sheets = [write(forms.comb, height=60) for _ in range(12)]
    assert any(OTHER in sheet.classes for sheet in sheets)


def test_a_score_sheet_has_words_in_its_first_row(write):
    sheets = [write(forms.score_sheet) for _ in range(4)]
    assert any(OTHER in sheet.classes for sheet in sheets)


def test_a_worksheet_has_exercises_with_an_equals_sign(write):
    sheet = write(forms.worksheet)
    assert OTHER in sheet.classes
    assert any(CLASSES[c] in "+-:" for c in sheet.classes if c < OTHER)


def test_an_empty_form_is_printed_and_empty(write):
    sheet = write(forms.empty)
    assert count_digits(sheet) == 0


def test_a_dotted_line_is_printed_below_the_number(write):
    sheet = write(forms.dotted_line, height=80)
    assert sheet.is_printed
    assert count_digits(sheet) > 0


def test_a_cheque_holds_an_amount(write):
    sheets = [write(forms.cheque, height=80) for _ in range(8)]
    assert np.mean([count_digits(sheet) for sheet in sheets]) > 2


@pytest.mark.parametrize(
    "layout", [displays.seven_segment, displays.drum, displays.plate]
)
def test_displays_have_panels_and_digits(write, layout):
    sheet = write(layout)
    assert sheet.panels
    assert count_digits(sheet) > 0


def test_a_dial_has_its_numbers_around_the_middle(write):
    sheet = write(displays.dial)
    middles = boxes(sheet)[:, :2] - SIDE / 2
    assert count_digits(sheet) >= 10
    assert np.hypot(*middles.T).min() > SIDE / 5


def test_words_hold_letters_alone(write):
    for _ in range(3):
        sheet = write(marks.words)
        assert set(sheet.classes) <= {OTHER}


def test_a_letter_stands_alone(write):
    labels = [label for _ in range(20) for label in write(marks.letter).classes]
    assert 15 <= len(labels) <= 20
    assert all(label >= 10 for label in labels)


def test_marks_are_put_where_nothing_stands(writer):
    sheet = Sheet(SIDE, SIDE, SIDE)
    layouts.number(sheet, writer)
    before = sheet.ink.copy()
    taken = np.array(sheet.obstacles, int)
    marks.scatter_marks(sheet, writer, 10, 0.3)
    for left, top, right, bottom in taken:
        inside = np.s_[top:bottom, left:right]
        assert (sheet.ink[inside] == before[inside]).all()


def test_a_crossed_out_digit_is_none(writer):
    sheet = Sheet(SIDE, SIDE, SIDE)
    layouts.lines(sheet, writer, 3, height=20)
    before = count_digits(sheet)
    marks.cross_out(sheet, writer)
    assert count_digits(sheet) == before - 1
    assert OTHER in sheet.classes


def test_circles_and_underlines_have_no_label(writer):
    added = 0
    for _ in range(6):
        sheet = Sheet(SIDE, SIDE, SIDE)
        layouts.centered(sheet, writer)
        ink = int(sheet.ink.sum())
        marks.around_digits(sheet, writer)
        assert len(sheet.classes) == 1
        added += sheet.ink.sum() > ink
    assert added >= 3


def test_print_stands_beside_what_is_written(writer):
    sheet = Sheet(SIDE, SIDE, SIDE)
    layouts.centered(sheet, writer)
    before = sheet.ink.copy()
    left, top, right, bottom = (int(v) for v in sheet.content())
    for _ in range(3):
        marks.print_beside(sheet, writer)
    inside = np.s_[top + 2 : bottom - 2, left + 2 : right - 2]
    assert (sheet.ink[inside] == before[inside]).mean() > 0.95
    assert (sheet.ink != before).any()
