"""Sets are split, drawn and joined as the card says."""

from pathlib import Path

import numpy as np
import pytest

from ml.data import datasets
from ml.data.hard_negatives import LETTERS
from ml.data.negatives import CHARACTERS, UNLIKE_DIGITS, find_fonts
from ml.data.synthetic_digits import FORMS, FORMS_IN_NUMBERS
from ml.digits import NOT_A_DIGIT


@pytest.fixture
def mnist_folder(tmp_path):
    x = np.zeros((5_010, 28, 28), np.uint8)
    x[:, 4:24, 12:16] = 255
    y = (np.arange(len(x)) % 10).astype(np.uint8)
    np.savez(tmp_path / "mnist.npz", x_train=x, y_train=y, x_test=x[:7], y_test=y[:7])
    return tmp_path


def test_the_last_five_thousand_of_mnist_validate(mnist_folder):
    train, held, test = datasets.load_mnist(mnist_folder)
    assert [len(part) for part in (train, held, test)] == [10, 5_000, 7]
    assert train.x.shape == (10, 28, 28, 1)


def test_a_split_holds_out_a_tenth_and_loses_nothing():
    whole = datasets.Samples(np.arange(25)[:, None], np.arange(25))
    train, held = whole.split()
    assert sorted([*train.y, *held.y]) == list(range(25))
    assert len(held) == 3


def test_variants_are_digits_of_the_forms_that_mnist_lacks():
    drawn = datasets.draw_variants(200, seed=1)
    assert set(drawn.y) == set(range(10))
    assert drawn.x.max(axis=(1, 2, 3)).min() > 200


def test_letters_near_to_digits_are_drawn_by_the_pen_and_are_none():
    drawn = datasets.draw_variants(200, 1, LETTERS)
    assert set(drawn.y) == {NOT_A_DIGIT}
    assert len(np.unique(drawn.x.reshape(len(drawn), -1), axis=0)) == len(drawn)


def test_forms_that_may_be_letters_are_digits_in_numbers_only():
    apart = {repr(form) for form in FORMS}
    assert apart < {repr(form) for form in FORMS_IN_NUMBERS}
    assert not apart & {repr((label, strokes)) for label, strokes in LETTERS}


def test_drawn_non_digits_bear_the_eleventh_label(mnist_folder):
    train, _, _ = datasets.load_mnist(mnist_folder)
    drawn = datasets.draw_nondigits(train, 24, seed=1)
    assert set(drawn.y) == {NOT_A_DIGIT}
    assert len(np.unique(drawn.x.reshape(len(drawn), -1), axis=0)) > 12


def test_no_character_that_looks_like_a_digit_is_taught_as_none():
    assert not set(CHARACTERS) & set("0123456789oOlI|SszZBbgqi")


def test_letters_that_hurried_digits_look_like_are_not_taught_as_none_in_numbers():
    assert set(UNLIKE_DIGITS) < set(CHARACTERS)
    assert not set(UNLIKE_DIGITS) & set("√ΛP(t!")


def test_a_folder_without_fonts_has_none(tmp_path):
    assert find_fonts(tmp_path) == []
    assert isinstance(find_fonts(Path("/usr/share/fonts")), list)
