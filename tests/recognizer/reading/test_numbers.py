"""Digits and signs of a page into numbers."""

import numpy as np
import pytest

from recognizer.reading.numbers import SIGNS, Sign, find_numbers
from recognizer.readings import Box, Digit

HEIGHTS = {".": 3, ",": 6, "-": 3, ":": 12, "/": 20, "+": 10}


def page_of(*lines, gap=4, space=40):
    """Return digits and signs that are written in lines; a blank is a wide gap."""
    digits, signs = [], []
    for line, words in enumerate(lines):
        left = 0
        for character in words:
            if character == " ":
                left += space
                continue
            bottom = 50 * line + 20
            top = bottom - HEIGHTS.get(character, 20)
            box = Box(left, top, left + 10, bottom)
            if character in SIGNS:
                signs.append(Sign(character, box))
            else:
                digits.append(digit(int(character), box, line))
            left += 10 + gap
    return digits, signs


def digit(label, box, line=0, confidence=0.5):
    return Digit(label, confidence, (0.1,) * 10, box, line)


def texts(numbers):
    return [number.text for number in numbers]


def turned(box, quarters):
    """Return a box of a page that is turned clockwise."""
    for _ in range(quarters):
        left, top, right, bottom = box
        box = Box(1000 - bottom, left, 1000 - top, right)
    return box


def turned_page(quarters, *lines):
    digits, signs = page_of(*lines)
    return (
        [digit(d.label, turned(d.box, quarters), d.line) for d in digits],
        [Sign(sign.text, turned(sign.box, quarters)) for sign in signs],
    )


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
    assert texts(find_numbers(*page_of(written))) == numbers


def test_a_number_lists_its_digits_and_the_box_around_its_characters():
    _, number = find_numbers(*page_of("12 3.4"))
    assert number.digits == (2, 3)
    assert number.box == (68, 0, 106, 20)


def test_the_box_of_a_number_includes_its_minus():
    [number] = find_numbers(*page_of("-17"))
    assert (number.digits, number.box) == ((0, 1), (0, 0, 38, 20))


def test_the_confidence_of_a_number_is_the_product_of_its_digits():
    boxes = (Box(0, 0, 10, 20), Box(14, 0, 24, 20), Box(90, 0, 100, 20))
    digits = [
        digit(1, boxes[0], 0, 0.5),
        digit(2, boxes[1], 0, 0.8),
        digit(3, boxes[2]),
    ]
    confidences = [number.confidence for number in find_numbers(digits)]
    assert confidences == pytest.approx([0.4, 0.5])


def test_lines_part_numbers():
    numbers = find_numbers(*page_of("12", "34"))
    assert [(number.text, number.line) for number in numbers] == [("12", 0), ("34", 1)]


def test_of_several_signs_between_two_digits_the_likeliest_counts():
    digits, _ = page_of("1 2", space=14)
    point, slash = Box(12, 17, 14, 20), Box(15, 0, 20, 20)
    signs = [Sign(".", point, 0.4), Sign("/", slash, 0.6)]
    assert texts(find_numbers(digits, signs)) == ["1/2"]
    signs = [Sign(".", point, 0.6), Sign("/", slash, 0.4)]
    assert texts(find_numbers(digits, signs)) == ["1.2"]


def test_each_sign_goes_to_its_own_line():
    numbers = find_numbers(*page_of("1.5 -3", "20/7", "4:30"))
    assert texts(numbers) == ["1.5", "-3", "20/7", "4:30"]


def test_a_sign_far_from_all_digits_is_left_out():
    digits, _ = page_of("12", "34")
    signs = [Sign(".", Box(11, 33, 14, 36)), Sign("-", Box(80, 8, 90, 11))]
    assert texts(find_numbers(digits, signs)) == ["12", "34"]


def test_a_wide_hand_does_not_part_its_numbers():
    assert texts(find_numbers(*page_of("12345", gap=22))) == ["12345"]


def test_numbers_of_a_table_know_row_and_column():
    numbers = find_numbers(*page_of("1 2 3", "4 5 6"))
    places = [(number.row, number.column) for number in numbers]
    assert places == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_numbers_of_a_list_have_no_row():
    assert {n.row for n in find_numbers(*page_of("12", "34", "56"))} == {None}


def test_no_characters_are_no_numbers():
    assert find_numbers([]) == ()


def test_a_corridor_through_all_lines_parts_the_columns_of_a_table():
    lines = ("123", "456", "789")
    close = find_numbers(*page_of(*lines, gap=4))
    apart = find_numbers(*page_of(*lines, gap=9))
    assert texts(close) == list(lines)
    assert texts(apart) == list("123456789")
    assert (apart[5].row, apart[5].column) == (1, 2)


def test_two_lines_show_no_corridor():
    assert texts(find_numbers(*page_of("12", "34", gap=9))) == ["12", "34"]


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("lines", [("-12.5",), ("12 3/4", "56 7:8"), ("1", "2", "3")])
def test_a_turned_page_has_the_numbers_of_an_upright_one(lines, quarters):
    upright = find_numbers(*page_of(*lines))
    found = find_numbers(*turned_page(quarters, *lines))
    assert texts(found) == texts(upright)
    assert [(n.digits, n.row, n.column) for n in found] == [
        (n.digits, n.row, n.column) for n in upright
    ]
    assert [n.box for n in found] == [turned(n.box, quarters) for n in upright]


def test_numbers_on_a_slope_keep_their_signs():
    digits, signs = page_of("12.5 -3 10/24")
    sloping = [digit(d.label, lowered(d.box), d.line) for d in digits]
    signs = [Sign(sign.text, lowered(sign.box)) for sign in signs]
    assert texts(find_numbers(sloping, signs)) == ["12.5", "-3", "10/24"]


def lowered(box):
    left, top, right, bottom = box
    return Box(left, top + left // 4, right, bottom + left // 4)


def test_every_digit_belongs_to_one_number_in_order():
    digits, signs = page_of("1 23", "-4.5 6", "7")
    numbers = find_numbers(digits, signs)
    assert [i for number in numbers for i in number.digits] == list(range(len(digits)))


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_found_every_digit_belongs_to_one_number(seed):
    rng = np.random.default_rng(seed)
    lines = np.sort(rng.integers(0, 6, rng.integers(1, 60)))
    digits = [digit(int(rng.integers(10)), any_box(rng), int(line)) for line in lines]
    signs = [Sign(SIGNS[i], any_box(rng)) for i in rng.integers(0, 6, 12)]
    numbers = find_numbers(digits, signs)
    assert [i for number in numbers for i in number.digits] == list(range(len(digits)))
    for number in numbers:
        labels = "".join(str(digits[i].label) for i in number.digits)
        assert "".join(c for c in number.text if c not in SIGNS) == labels
        assert {digits[i].line for i in number.digits} == {number.line}


def any_box(rng):
    left, top = map(int, rng.integers(0, 500, 2))
    return Box(left, top, left + int(rng.integers(40)), top + int(rng.integers(40)))
