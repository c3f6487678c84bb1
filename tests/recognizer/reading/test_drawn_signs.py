"""Numbers with signs, drawn by pen strokes and read by the committed networks."""

import numpy as np
import pytest

from ml.page_inference import load_page_predictor
from recognizer.reading.reader import read_gray
from tests.support.drawing import page_of

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def read():
    """Return a function that reads a drawn text."""
    network = load_page_predictor()

    def read_drawn(text, size, pen):
        page = np.asarray(page_of(text, size=size, pen=pen))
        return read_gray(page, network)

    return read_drawn


SIZES = [(60, 5), (90, 8), (140, 12)]


@pytest.mark.parametrize(("size", "pen"), SIZES)
@pytest.mark.parametrize(
    "text",
    ["10/24", "12/3/25", "3.14", "1,250", "12:45", "-17", "+5", "36.50", "7/8", "8:05"],
)
def test_no_sign_is_taken_for_a_digit(read, text, size, pen):
    digits = "".join(character for character in text if character.isdigit())
    assert read(text, size, pen).text == digits


@pytest.mark.parametrize(("size", "pen"), SIZES)
@pytest.mark.parametrize("text", ["10/24", "12/3/25", "1,250", "-17", "+5", "36.50"])
def test_signs_are_in_the_text_of_the_number(read, text, size, pen):
    [number] = read(text, size, pen).numbers
    assert number.text == text
