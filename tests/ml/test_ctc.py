"""Readings and their chances agree with counting every path of the frames."""

import itertools
from collections import Counter

import numpy as np
import pytest

from ml import ctc

BLANK = 10


def one_hot(*labels):
    return np.eye(11)[list(labels)]


@pytest.fixture
def frames():
    return np.random.default_rng(3).dirichlet(np.full(11, 0.3), 4)


@pytest.fixture
def counted(frames):
    """Return the probability of every reading, path by path."""
    sums = Counter()
    for path in itertools.product(range(11), repeat=len(frames)):
        sums[ctc.decode_greedy(one_hot(*path))] += np.prod(
            frames[range(len(frames)), path]
        )
    return sums


def test_repeats_are_joined_and_blanks_part_them():
    assert ctc.decode_greedy(one_hot(1, 1, BLANK, 1, BLANK, BLANK, 0, 2)) == (
        1,
        1,
        0,
        2,
    )


def test_nothing_said_is_no_label():
    assert ctc.decode_greedy(one_hot(BLANK, BLANK)) == ()
    assert ctc.decode_beam(one_hot(BLANK, BLANK)) == [((), 1.0)]


def test_the_likelihood_is_that_of_all_paths(frames, counted):
    for labels, chance in counted.most_common(20):
        assert np.exp(ctc.log_likelihood(frames, labels)) == pytest.approx(chance)


def test_what_the_frames_are_too_few_for_is_all_but_impossible(frames):
    assert ctc.log_likelihood(frames, (1, 1, 1)) < np.log(1e-20)


def test_the_likeliest_readings_come_first(frames, counted):
    found = ctc.decode_beam(frames, 2)
    assert [labels for labels, _ in found] == [
        labels for labels, _ in counted.most_common(2)
    ]
    assert found[0][1] == pytest.approx(counted[found[0][0]], rel=0.1)


def test_labels_are_placed_where_they_are_said_most_clearly():
    frames = 0.8 * one_hot(BLANK, 3, 3, BLANK, 3, BLANK, 7) + 0.02
    frames[2, 3] = 0.9
    assert ctc.align(frames, (3, 3, 7)).tolist() == [2, 4, 6]


def test_no_label_has_no_place(frames):
    assert ctc.align(frames, ()).tolist() == []
