"""Letters that resemble digits are distinct shapes that a pen can draw."""

import numpy as np
import pytest

from ml.data.drawings.strokes import draw_strokes, spline
from ml.data.drawings.synthetic_digits import FORMS_IN_NUMBERS, draw_variant
from ml.data.hard_negatives import LETTERS
from ml.digits import NOT_A_DIGIT
from ml.inputs.glyph_images import to_glyph_image


def draw(strokes):
    paths = [np.array(knots, float) for knots in strokes]
    curves = [spline(knots) if len(knots) > 2 else knots for knots in paths]
    return to_glyph_image(draw_strokes(curves, 8))[..., 0]


def similarity(one, other):
    """Return the cosine of the angle between two images, 1.0 for equal ones."""
    return float((one * other).sum() / np.linalg.norm(one) / np.linalg.norm(other))


def test_every_letter_is_labeled_as_no_digit():
    assert {label for label, _ in LETTERS} == {NOT_A_DIGIT}
    assert len(LETTERS) > 40


def test_every_stroke_has_two_knots_near_the_unit_square():
    for _, strokes in LETTERS:
        assert all(len(knots) >= 2 for knots in strokes)
        points = np.concatenate([np.array(knots) for knots in strokes])
        assert points.min() >= -0.4
        assert points.max() <= 1.4


def test_no_letter_is_listed_twice():
    images = [draw(strokes) for _, strokes in LETTERS]
    pairs = np.array([[similarity(a, b) for a in images] for b in images])
    assert (pairs > 0.97).sum() == len(images)


def test_no_letter_has_the_shape_of_a_digit():
    digits = [draw(strokes) for _, strokes in FORMS_IN_NUMBERS]
    for _, strokes in LETTERS:
        letter = draw(strokes)
        assert max(similarity(letter, digit) for digit in digits) < 0.97


@pytest.mark.parametrize("form", [0, 7, -1])
def test_a_letter_is_drawn_differently_every_time(form):
    rng = np.random.default_rng(1)
    drawn = [draw_variant(rng, LETTERS[form:][:1])[0].tobytes() for _ in range(5)]
    assert len(set(drawn)) == 5
