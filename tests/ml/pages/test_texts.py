"""What is written on pages."""

import re

import numpy as np
import pytest

from ml.data import number_texts

FORMS = {
    number_texts.digits: r"\d{1,10}",
    number_texts.amount: r"\$?\d{1,3}([,. ]?\d{3})*([.,]\d\d)?([-=.]|[.,]-|--)?",
    number_texts.decimal: r"\d{1,3}[.,]\d{1,3}",
    number_texts.fraction: r"\d{1,2}/\d{1,3}",
    number_texts.date: r"\d{1,4}([/.-])\d{1,2}(\1\d{1,4})?",
    number_texts.time: r"\d{1,2}:\d\d(:\d\d)?",
    number_texts.signed: r"[-+]\d{1,4}|\d{1,4}[-/+:]\d{1,4}",
    number_texts.equation: r"\(?[\dx+\-/: ]+(=( ?\d+)?)?\)?",
    number_texts.algebra: r"\d{0,2}[a-z] ?[+-] ?\d{0,2}[a-z] ?= ?\d{0,2}[a-z]?",
    number_texts.enumerated: r"\(?\d+[.:)]?",
    number_texts.exercise: r"\d+ [-+x:] \d+ =",
    number_texts.with_signs: r".+",
    number_texts.any_number: r".+",
}


@pytest.mark.parametrize("write", FORMS, ids=lambda write: write.__name__)
def test_a_text_has_its_form(write):
    rng = np.random.default_rng(0)
    for _ in range(60):
        text = write(rng)
        assert re.fullmatch(FORMS[write], text), text


def test_the_count_of_digits_is_kept():
    rng = np.random.default_rng(1)
    counts = {len(number_texts.digits(rng, 2, 4)) for _ in range(50)}
    assert counts == {2, 3, 4}
