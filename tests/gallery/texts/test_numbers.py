"""How the pages lay out numbers."""

import pytest

from gallery.texts import numbers
from tests.support.readings import grid_of, reading_of


@pytest.mark.parametrize(
    ("lines", "layout"),
    [
        ([], "none"),
        (["5"], "digit"),
        (["10/24"], "row"),
        (["12 345"], "row"),
        (["1234567"], "rows"),
        (["7" * 24], "rows"),
        (["38", "614"], "rows"),
        (["1234567 1234567"], "rows"),
        (["7" * 25], "list"),
        (["1234567 1234567 1234567"], "list"),
        (["1", "2", "3"], "list"),
    ],
)
def test_numbers_are_large_where_they_fit_into_two_rows(lines, layout):
    assert numbers.layout_of(reading_of(*lines)["numbers"]) == layout


def test_numbers_of_a_grid_stand_in_its_cells():
    found = grid_of("5||3", "|17|")["numbers"]
    assert numbers.layout_of(found) == "table"
    cells = [[numbers.joined(cell) for cell in row] for row in numbers.rows_of(found)]
    assert cells == [["5", "", "3"], ["", "17", ""]]


def test_two_numbers_in_one_cell_are_both_there():
    found = grid_of("5|3")["numbers"]
    found[1]["column"] = 0
    assert numbers.to_text(found) == "5 3"


def test_the_text_has_the_lines_or_the_rows_of_the_page():
    assert numbers.to_text(reading_of("10/24 -17", "3.14")["numbers"]) == (
        "10/24 -17\n3.14"
    )
    assert numbers.to_text(grid_of("5||3", "|1,250|")["numbers"]) == (
        "5\t\t3\n\t1,250\t"
    )


def test_signs_of_a_number_have_no_digit():
    reading = reading_of("1 -3.5")
    parts = numbers.parts_of(reading["numbers"][1], reading["digits"])
    assert [text for text, _ in parts] == ["-", "3", ".", "5"]
    assert [digit and digit["label"] for _, digit in parts] == [None, 3, None, 5]


def test_a_number_with_more_characters_than_digits_is_shown():
    reading = reading_of("47")
    [number] = reading["numbers"]
    parts = numbers.parts_of(number | {"text": "4712"}, reading["digits"])
    assert [bool(digit) for _, digit in parts] == [True, True, False, False]
