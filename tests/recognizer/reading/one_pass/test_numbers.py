"""Characters of a line into numbers."""

import numpy as np
import pytest

from recognizer.reading.one_pass.numbers import Characters, find_numbers

HEIGHTS = {".": 3, ",": 6, "-": 3, ":": 12, "/": 20, "+": 10}


def page_of(*lines, gap=4, space=40):
    """Return characters that are written in lines; a blank is a wide gap."""
    text, boxes, numbers = "", [], []
    for line, words in enumerate(lines):
        left = 0
        for character in words:
            if character == " ":
                left += space
                continue
            bottom = 50 * line + 20
            top = bottom - HEIGHTS.get(character, 20)
            boxes.append((left, top, left + 10, bottom))
            text += character
            numbers.append(line)
            left += 10 + gap
    return Characters(text, np.array(boxes, float).reshape(-1, 4), np.array(numbers))


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("47", ["47"]),
        ("12 7", ["12", "7"]),
        ("10/24", ["10/24"]),
        ("12/3/25", ["12/3/25"]),
        ("3.14", ["3.14"]),
        ("1,250", ["1,250"]),
        ("12:45", ["12:45"]),
        ("-17", ["-17"]),
        ("+17", ["+17"]),
        (".5", [".5"]),
        ("/17", ["17"]),
        ("17.", ["17"]),
        ("250,-", ["250"]),
        ("- 17", ["17"]),
        ("/", []),
    ],
)
def test_signs_within_a_number_stay_in_its_text(written, numbers):
    assert [number.text for number in find_numbers(page_of(written))] == numbers


def test_a_number_lists_its_characters_and_the_box_around_them():
    _, number = find_numbers(page_of("12 3.4"))
    assert number.members == (2, 3, 4)
    assert number.box.tolist() == [68, 0, 106, 20]


def test_lines_part_numbers():
    numbers = find_numbers(page_of("12", "34"))
    assert [(number.text, number.line) for number in numbers] == [("12", 0), ("34", 1)]


def test_a_wide_hand_does_not_part_its_numbers():
    assert [n.text for n in find_numbers(page_of("12345", gap=22))] == ["12345"]


def test_numbers_of_a_table_know_row_and_column():
    numbers = find_numbers(page_of("1 2 3", "4 5 6"))
    places = [(number.row, number.column) for number in numbers]
    assert places == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_numbers_of_a_list_have_no_row():
    assert {n.row for n in find_numbers(page_of("12", "34", "56"))} == {None}


def test_no_characters_are_no_numbers():
    assert find_numbers(page_of("")) == []


def test_a_corridor_through_all_lines_parts_the_columns_of_a_table():
    lines = ("123", "456", "789")
    close = find_numbers(page_of(*lines, gap=4))
    apart = find_numbers(page_of(*lines, gap=9))
    assert [number.text for number in close] == list(lines)
    assert [number.text for number in apart] == list("123456789")
    assert (apart[5].row, apart[5].column) == (1, 2)


def test_two_lines_show_no_corridor():
    assert [n.text for n in find_numbers(page_of("12", "34", gap=9))] == ["12", "34"]
