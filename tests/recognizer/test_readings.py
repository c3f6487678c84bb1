"""A reading joins digits to text, and has the shape of the API."""

import json

import pytest

from recognizer.readings import Box, Digit, Number, Reading, joint_confidence

PROBABILITIES = (0.02,) * 5 + (0.82,) + (0.02,) * 4


def digit(label=5, confidence=0.8, line=0, **explanation):
    return Digit(label, confidence, PROBABILITIES, Box(1, 2, 3, 4), line, **explanation)


@pytest.mark.parametrize(
    ("digits", "text"),
    [
        ([], ""),
        ([(5, 0)], "5"),
        ([(4, 0), (7, 0)], "47"),
        ([(4, 0), (7, 1), (1, 1)], "4\n71"),
        ([(0, 3), (0, 5)], "0\n0"),
    ],
)
def test_digits_of_a_line_are_joined_and_lines_separated(digits, text):
    digits = [digit(label, line=line) for label, line in digits]
    assert Reading.of(digits, "read", 0.9).text == text


def test_a_reading_keeps_its_digits_in_order():
    digits = [digit(4), digit(7)]
    reading = Reading.of(digits, "unsure", 0.5)
    assert reading.digits == tuple(digits)
    assert (reading.verdict, reading.confidence) == ("unsure", 0.5)


def test_nothing_has_neither_text_nor_confidence():
    assert Reading.nothing() == Reading("", "nothing", 0.0, ())


def test_a_reading_has_the_fields_of_the_api():
    payload = Reading.of([digit()], "read", 0.8).as_json()
    fields = ["text", "verdict", "confidence", "digits", "numbers"]
    assert list(payload) == fields
    [one] = payload["digits"]
    assert list(one) == ["label", "confidence", "probabilities", "box", "line"]
    assert one["box"] == [1, 2, 3, 4]
    assert json.loads(json.dumps(payload)) == payload


def test_a_number_has_the_fields_of_the_api():
    number = Number("4/7", (0, 1), Box(1, 2, 30, 4), 0.5, line=2, row=2, column=1)
    reading = Reading.of([digit(4), digit(7)], "read", 0.8, (number,))
    [payload] = reading.as_json()["numbers"]
    assert payload == {
        "text": "4/7",
        "digits": [0, 1],
        "box": [1, 2, 30, 4],
        "confidence": 0.5,
        "line": 2,
        "row": 2,
        "column": 1,
    }


def test_explanations_are_fields_only_where_requested():
    payload = digit(seen="data:a", heat="data:b").as_json()
    assert (payload["seen"], payload["heat"]) == ("data:a", "data:b")
    assert not {"seen", "heat"} & set(digit().as_json())


@pytest.mark.parametrize(
    ("confidences", "joint"), [([], 1), ([0.5], 0.5), ([0.5, 0.8], 0.4)]
)
def test_the_joint_confidence_is_a_product(confidences, joint):
    digits = [digit(confidence=each) for each in confidences]
    assert joint_confidence(digits) == pytest.approx(joint)
