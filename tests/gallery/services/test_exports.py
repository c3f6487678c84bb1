"""The cells of a table that goes out of the house."""

import pytest

from gallery.services.exports import escape_formulas


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    assert escape_formulas([f"{start}1+1"]) == [f"'{start}1+1"]


def test_digits_are_left_as_they_are():
    assert escape_formulas(["047", "12 34", 0.5, ""]) == ["047", "12 34", "0.5", ""]
