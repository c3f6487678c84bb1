"""Decoding and scoring agree with counting every path through the timesteps."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml import ctc
from ml.ctc import BLANK
from ml.digits import CLASSES


def log_likelihood(scores, labels):
    return float(ctc.log_likelihoods([scores], [labels])[0])


def one_hot(*labels):
    return np.eye(CLASSES)[list(labels)]


def draw_scores(seed, timesteps, concentration=0.3):
    """Return probabilities float (t, 11), peaked like those of a trained network."""
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.full(CLASSES, concentration), timesteps)


@pytest.fixture(scope="module")
def scores():
    return draw_scores(3, 4)


@pytest.fixture(scope="module")
def counted(scores):
    """Return the probability of every label sequence, summed path by path."""
    sums = Counter()
    for path in itertools.product(range(CLASSES), repeat=len(scores)):
        prob = np.prod(scores[range(len(scores)), path])
        sums[ctc.decode_greedy(one_hot(*path))] += prob
    return sums


def test_repeats_are_merged_and_blanks_separate_them():
    path = one_hot(1, 1, BLANK, 1, BLANK, BLANK, 0, 2)
    assert ctc.decode_greedy(path) == (1, 1, 0, 2)


def test_blanks_alone_are_no_label():
    assert ctc.decode_greedy(one_hot(BLANK, BLANK)) == ()
    assert ctc.decode_beam(one_hot(BLANK, BLANK)) == [((), 1.0)]


def test_the_blank_is_the_class_after_the_labels():
    assert BLANK == CLASSES - 1


def test_the_likelihood_is_that_of_all_paths(scores, counted):
    for labels, prob in counted.most_common(20):
        assert np.exp(log_likelihood(scores, labels)) == pytest.approx(prob)


def test_the_likelihood_of_no_label_is_that_of_the_blanks(scores, counted):
    prob = np.exp(log_likelihood(scores, ()))
    assert prob == pytest.approx(np.prod(scores[:, BLANK]))
    assert prob == pytest.approx(counted[()])


def test_labels_that_need_more_timesteps_are_practically_impossible(scores):
    assert log_likelihood(scores, (1, 1, 1)) < np.log(1e-20)


def test_a_long_line_does_not_underflow():
    scores = np.full((600, CLASSES), 1 / CLASSES)
    log_prob = log_likelihood(scores, (1, 2, 3))
    # Fewer than all 11 ** 600 paths, more than one of them.
    assert -600 * np.log(CLASSES) < log_prob < 0


def test_the_beam_is_sorted_by_probability(scores, counted):
    found = ctc.decode_beam(scores, 2)
    expected = [labels for labels, _ in counted.most_common(2)]
    assert [labels for labels, _ in found] == expected
    assert found[0][1] == pytest.approx(counted[found[0][0]], rel=0.1)


def test_the_beam_returns_as_many_sequences_as_asked_for(scores):
    assert [len(ctc.decode_beam(scores, count)) for count in (1, 3)] == [1, 3]


def test_a_certain_line_has_one_reading():
    [(labels, prob), *_] = ctc.decode_beam(one_hot(BLANK, 4, BLANK, 4, 2))
    assert labels == (4, 4, 2)
    assert prob == pytest.approx(1.0)


def test_labels_are_aligned_to_their_likeliest_timestep():
    scores = 0.8 * one_hot(BLANK, 3, 3, BLANK, 3, BLANK, 7) + 0.02
    scores[2, 3] = 0.9
    assert ctc.align(scores, (3, 3, 7)).tolist() == [2, 4, 6]


def test_no_label_is_aligned_to_nothing(scores):
    assert ctc.align(scores, ()).tolist() == []


seeds = st.integers(0, 2**32 - 1)
lengths = st.integers(1, 40)
sequences = st.lists(st.integers(0, 9), max_size=8).map(tuple)


@given(seeds, lengths, sequences)
def test_no_label_sequence_has_a_probability_above_one(seed, timesteps, labels):
    log_prob = log_likelihood(draw_scores(seed, timesteps), labels)
    assert np.isfinite(log_prob)
    assert log_prob <= 1e-9


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(1, 3))
def test_all_label_sequences_together_have_probability_one(seed, timesteps):
    scores = draw_scores(seed, timesteps)
    paths = itertools.product(range(CLASSES), repeat=timesteps)
    sequences = {ctc.decode_greedy(one_hot(*path)) for path in paths}
    total = sum(np.exp(log_likelihood(scores, labels)) for labels in sequences)
    assert total == pytest.approx(1.0, abs=1e-6)


@given(seeds, lengths)
def test_the_probabilities_of_a_beam_sum_to_one_at_most(seed, timesteps):
    probs = [prob for _, prob in ctc.decode_beam(draw_scores(seed, timesteps), 8)]
    assert probs == sorted(probs, reverse=True)
    assert 0 < sum(probs) <= 1 + 1e-9


@given(seeds, lengths)
def test_a_beam_never_overestimates_a_label_sequence(seed, timesteps):
    scores = draw_scores(seed, timesteps)
    for labels, prob in ctc.decode_beam(scores):
        assert prob <= np.exp(log_likelihood(scores, labels)) * (1 + 1e-6)


@given(seeds, st.integers(1, 40), st.data())
def test_an_alignment_is_strictly_monotone(seed, timesteps, data):
    count = (timesteps + 1) // 2
    digits = st.lists(st.integers(0, 9), min_size=1, max_size=count)
    labels = tuple(data.draw(digits))
    aligned = ctc.align(draw_scores(seed, timesteps), labels)
    assert len(aligned) == len(labels)
    assert (np.diff(aligned) > 0).all()
    assert 0 <= aligned[0] <= aligned[-1] < timesteps


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.integers(1, 3))
def test_a_line_of_certain_timesteps_is_read_as_it_is(labels, repeats):
    """Each label several times, with a blank after it."""
    path = [c for label in labels for c in [*[label] * repeats, BLANK]]
    scores = one_hot(*path)
    assert ctc.decode_greedy(scores) == tuple(labels)
    assert ctc.decode_beam(scores)[0][0] == tuple(labels)
    aligned = ctc.align(scores, tuple(labels))
    assert (aligned // (repeats + 1)).tolist() == list(range(len(labels)))


def find_best_path(scores, labels):
    """Return the likeliest path of a label sequence, by trying all of them."""
    paths = itertools.product({*labels, BLANK}, repeat=len(scores))
    own = [p for p in paths if ctc.decode_greedy(one_hot(*p)) == labels]
    return max(own, key=lambda path: np.prod(scores[range(len(scores)), path]))


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(3, 6), st.lists(st.integers(0, 9), min_size=1, max_size=2))
def test_an_alignment_lies_on_the_likeliest_path(seed, timesteps, labels):
    scores, labels = draw_scores(seed, timesteps), tuple(labels)
    path = np.array(find_best_path(scores, labels))
    aligned = ctc.align(scores, labels)
    assert path[aligned].tolist() == list(labels)


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(1, 3), st.lists(st.integers(0, 9), max_size=2).map(tuple))
def test_a_likelihood_is_the_sum_of_its_paths(seed, timesteps, labels):
    scores = draw_scores(seed, timesteps)
    paths = itertools.product({*labels, BLANK}, repeat=timesteps)
    own = [p for p in paths if ctc.decode_greedy(one_hot(*p)) == labels]
    total = sum(np.prod(scores[range(timesteps), path]) for path in own)
    assert np.exp(log_likelihood(scores, labels)) == pytest.approx(total, abs=1e-9)


@given(seeds, lengths, sequences, st.permutations(range(10)))
def test_no_digit_is_preferred_to_another(seed, timesteps, labels, order):
    scores = draw_scores(seed, timesteps)
    swapped = scores[:, [*order, BLANK]]
    renamed = tuple(order.index(label) for label in labels)
    expected = log_likelihood(scores, labels)
    assert log_likelihood(swapped, renamed) == pytest.approx(expected)


@given(seeds, st.integers(1, 20), sequences)
def test_a_certain_blank_at_the_end_changes_nothing(seed, timesteps, labels):
    labels = labels[: (timesteps + 1) // 2]
    scores = draw_scores(seed, timesteps)
    longer = np.concatenate([scores, one_hot(BLANK)])
    expected = log_likelihood(scores, labels)
    assert log_likelihood(longer, labels) == pytest.approx(expected, abs=1e-6)
    assert ctc.decode_greedy(longer) == ctc.decode_greedy(scores)


@given(seeds, st.integers(1, 20))
def test_logits_and_probabilities_have_the_same_greedy_labels(seed, timesteps):
    scores = draw_scores(seed, timesteps)
    assert ctc.decode_greedy(np.log(scores + 1e-9)) == ctc.decode_greedy(scores)


def test_texts_of_lines_of_any_length_are_scored_as_each_alone():
    looks = [draw_scores(seed, 4 + 3 * seed) for seed in range(4)]
    texts = [(1, 2), (), (3, 3, 3), (7,)]
    alone = [log_likelihood(*pair) for pair in zip(looks, texts, strict=True)]
    assert ctc.log_likelihoods(looks, texts) == pytest.approx(alone)


def test_sequences_are_scored_alike_in_tables_of_any_size(monkeypatch):
    looks = [draw_scores(seed, 4 + 3 * seed) for seed in range(4)]
    texts = [(1, 2), (3, 3), (4, 5), ()]
    together = ctc.log_likelihoods(looks, texts)
    monkeypatch.setattr(ctc, "MAX_CELLS", 1)
    assert ctc.log_likelihoods(looks, texts) == pytest.approx(together)
    assert len(ctc.log_likelihoods([], [])) == 0
