"""Drawn digits: every label, several forms of each, random in detail."""

from collections import Counter

import numpy as np
import pytest

from ml.data.drawings.synthetic_digits import (
    FORMS,
    FORMS_IN_NUMBERS,
    draw_variant,
    draw_variant_strokes,
)

FORM_COUNTS = Counter(label for label, _ in FORMS)


@pytest.mark.parametrize("label", range(10))
def test_every_digit_has_two_forms_at_least(label):
    assert FORM_COUNTS[label] >= 2


@pytest.mark.parametrize("forms", [FORMS, FORMS_IN_NUMBERS], ids=["all", "numbers"])
def test_forms_lie_near_the_unit_square(forms):
    for _, strokes in forms:
        points = np.concatenate([np.array(knots) for knots in strokes])
        assert points.min() >= -0.35
        assert points.max() <= 1.05


def test_a_form_is_drawn_differently_every_time():
    rng = np.random.default_rng(1)
    drawn = [draw_variant(rng, FORMS[:1]) for _ in range(6)]
    assert {label for _, label in drawn} == {FORMS[0][0]}
    assert len({ink.tobytes() for ink, _ in drawn}) == 6


def test_all_forms_are_drawn_about_equally_often():
    rng = np.random.default_rng(2)
    labels = Counter(draw_variant_strokes(rng)[1] for _ in range(2_000))
    for label, count in FORM_COUNTS.items():
        assert labels[label] / 2_000 == pytest.approx(count / len(FORMS), abs=0.04)


def test_strokes_are_smooth_paths_of_many_points():
    strokes, label = draw_variant_strokes(np.random.default_rng(3))
    assert 0 <= label <= 9
    assert all(path.shape[1] == 2 and len(path) >= 12 for path in strokes)
    steps = np.concatenate([np.hypot(*np.diff(path, axis=0).T) for path in strokes])
    assert steps.max() < 0.35


def test_ink_is_cropped_and_fully_dark():
    ink, _ = draw_variant(np.random.default_rng(4))
    assert ink.dtype == np.uint8
    assert ink.max() == 255
    assert ink.any(0).all()
    assert ink[0].any()
    assert ink[-1].any()
