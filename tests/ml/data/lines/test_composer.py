"""Composed line images contain what their labels state."""

from itertools import pairwise

import numpy as np
import pytest

from ml.data import datasets
from ml.data.datasets import Samples
from ml.data.lines.composer import FIRST_DIGIT_PROBS, LineComposer, LineParams
from ml.data.lines.writing import BATCH_WIDTHS_PX, MAX_DIGITS
from ml.inputs.line_images import LINE_HEIGHT_PX


@pytest.fixture(scope="module")
def digits():
    return datasets.draw_variants(120, seed=1)


@pytest.fixture(scope="module")
def images(digits):
    clutter = datasets.draw_nondigits(digits, 30, seed=1)
    return draw_lines(LineComposer([digits], clutter), 150, seed=1)


def draw_lines(composer, count, seed):
    rng = np.random.default_rng(seed)
    return [composer.draw(rng) for _ in range(count)]


def choose_labels(count=1_000, **params):
    """Return the labels of lines composed with such probabilities."""
    empty = Samples(np.zeros((0, 28, 28, 1), np.uint8), np.zeros(0, np.uint8))
    composer = LineComposer([empty], None, LineParams(**params))
    rng = np.random.default_rng(3)
    return [tuple(composer.choose_labels(rng)[0].tolist()) for _ in range(count)]


def repeat_ratio(**params):
    pairs = [pair for labels in choose_labels(**params) for pair in pairwise(labels)]
    return np.mean([left == right for left, right in pairs])


def test_line_images_have_one_height_and_fit_the_batch_widths(images):
    assert {image.x.shape[0] for image in images} == {LINE_HEIGHT_PX}
    assert max(image.x.shape[1] for image in images) <= BATCH_WIDTHS_PX[-1]
    assert {image.x.dtype for image in images} == {np.dtype(np.uint8)}


def test_lines_have_every_number_of_digits_and_some_have_none(images):
    assert {len(image.labels) for image in images} == set(range(MAX_DIGITS))


def test_labels_are_digits(images):
    assert {label for image in images for label in image.labels} == set(range(10))


def test_longer_numbers_need_wider_line_images(images):
    short = [image.x.shape[1] for image in images if len(image.labels) == 1]
    long = [image.x.shape[1] for image in images if len(image.labels) == 8]
    assert max(short) < np.mean(long)


def test_half_of_the_line_images_have_clean_margins(images):
    clean = np.mean([not image.x[:, [0, -1]].any() for image in images])
    assert 0.5 < clean < 1


def test_digits_often_repeat_the_one_before():
    assert repeat_ratio() > 0.15


def test_the_probability_of_repeats_is_a_parameter():
    assert repeat_ratio(repeat_prob=0.5) > repeat_ratio(repeat_prob=0) + 0.2


def test_many_numbers_begin_with_several_ones():
    def ratio(prob):
        lines = choose_labels(ones_prob=prob)
        return np.mean([labels[:2] == (1, 1) for labels in lines])

    assert ratio(LineParams.ones_prob) > ratio(0) + 0.04


def test_round_amounts_end_in_zeros():
    lines = [labels for labels in choose_labels() if len(labels) > 2]
    assert 0.08 < np.mean([labels[-2:] == (0, 0) for labels in lines]) < 0.25


def test_amounts_begin_with_low_digits_more_often():
    first = [labels[0] for labels in choose_labels(ones_prob=0) if labels]
    counts = np.bincount(first, minlength=10)
    assert counts[1:3].sum() > 1.5 * counts[8:].sum()


def test_points_follow_digits_of_amounts_in_groups_of_three():
    composer, rng = LineComposer([], None), np.random.default_rng(1)
    points = [composer.choose_labels(rng)[1] for _ in range(300)]
    places = {int(i) - len(each) for each in points for i in np.flatnonzero(each)}
    assert places == {-4, -7}


def test_the_first_digits_of_amounts_follow_benfords_law():
    assert FIRST_DIGIT_PROBS.sum() == pytest.approx(1)
    assert FIRST_DIGIT_PROBS[0] == pytest.approx(0.301, abs=1e-3)


def test_the_same_seed_draws_the_same_line(digits):
    composer = LineComposer([digits], digits)
    one, other = (composer.draw(np.random.default_rng(5)) for _ in range(2))
    assert one.labels == other.labels
    assert (one.x == other.x).all()


def test_lines_are_composed_without_clutter_too(digits):
    images = draw_lines(LineComposer([digits], None), 30, seed=2)
    written = [image for image in images if image.labels]
    assert len(written) > 20
    assert all(image.x.any() for image in written)


def test_a_digit_of_each_label_is_found_in_its_source(digits):
    composer, rng = LineComposer([digits], None), np.random.default_rng(4)
    drawn = [composer.draw_digit(0, label, rng).label for label in range(10)]
    assert drawn == list(range(10))


def test_a_source_without_the_label_gives_another_digit(digits):
    ones = digits.select(digits.y == 1)
    composer, rng = LineComposer([ones], None), np.random.default_rng(4)
    assert composer.draw_digit(0, 7, rng).label == 1


@pytest.mark.parametrize(("prob", "labels"), [(0, {1}), (1, {1, 7})])
def test_digits_may_be_borrowed_from_another_source(digits, prob, labels):
    sources = [digits.select(digits.y == label) for label in (1, 7)]
    composer = LineComposer(sources, None, LineParams(borrowed_prob=prob))
    rng = np.random.default_rng(4)
    drawn = {composer.draw_digit(0, None, rng).label for _ in range(40)}
    assert drawn == labels


def test_clutter_has_no_label():
    bars = np.zeros((10, 28, 28, 1), np.uint8)
    bars[:, 4:24, 12:16] = 255
    digits, clutter = Samples(bars, np.arange(10)), Samples(bars, np.full(10, 10))
    images = draw_lines(LineComposer([digits], clutter), 80, seed=6)
    assert max(label for image in images for label in image.labels) <= 9
