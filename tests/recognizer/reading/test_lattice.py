"""The lattice of a line: its paths are segmentations, and none beats the best."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizer.reading.lattice import (
    MAX_DIGIT_WIDTH,
    MAX_SEGMENTS,
    NO_GLYPHS,
    Glyphs,
    build_lattice,
    classify,
    decode_line,
    may_touch,
)
from recognizer.reading.layout.glyphs import Region
from recognizer.readings import Box
from tests.support.engines import FakeNetwork, all_sevens, classed

HEIGHT = 40


class SeededNetwork(FakeNetwork):
    """Gives each glyph random probabilities, the same in every run."""

    def __init__(self, seed):
        self._rng = np.random.default_rng(seed)

    def classify(self, glyphs):
        return self._rng.dirichlet(np.full(11, 0.4), len(glyphs)).astype(np.float32)


def bars(count, width=8, gap=6):
    """Return upright bars side by side; none of them is cut."""
    ink = np.full((HEIGHT, width), 255, np.uint8)
    lefts = [i * (width + gap) for i in range(count)]
    return [Region(Box(x, 0, x + width, HEIGHT), ink) for x in lefts]


def lattice_of(count, network):
    line = classify(bars(count), network)
    return build_lattice(line, HEIGHT, network)


def all_paths(lattice):
    """Yield the edges of every path from the first to the last segment."""

    def extend(path, end):
        if end == lattice.count:
            yield path
        for i, edge in enumerate(lattice.edges):
            if edge.start == end:
                yield from extend([*path, i], edge.end)

    yield from extend([], 0)


def log_prob_of(lattice, path):
    probs = [lattice._chance(i, lattice.edges[i]) for i in path]
    return np.log(np.maximum(probs, 1e-6)).sum()


def is_segmentation(lattice, path):
    """Return whether edges follow each other from the first segment to the last."""
    ends = [0] + [lattice.edges[i].end for i in path]
    return ends[:-1] == [lattice.edges[i].start for i in path] and (
        ends[-1] == lattice.count
    )


lines = given(st.integers(1, 6), st.integers(0, 2**32 - 1))


@settings(deadline=None, max_examples=25)
@lines
def test_the_best_path_is_a_segmentation(count, seed):
    lattice = lattice_of(count, SeededNetwork(seed))
    assert is_segmentation(lattice, lattice.find_best_path())


@settings(deadline=None, max_examples=25)
@lines
def test_no_path_is_more_probable_than_the_best(count, seed):
    lattice = lattice_of(count, SeededNetwork(seed))
    best = log_prob_of(lattice, lattice.find_best_path())
    others = [log_prob_of(lattice, path) for path in all_paths(lattice)]
    assert best == pytest.approx(max(others))
    assert best <= 0


@settings(deadline=None, max_examples=25)
@given(
    st.integers(1, 6),
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(0, 9), max_size=4),
)
def test_the_path_of_a_text_reads_it_in_order(count, seed, labels):
    lattice = lattice_of(count, SeededNetwork(seed))
    columns = np.linspace(0, count * 14, len(labels) + 2)[1:-1]
    log_prob, path, digits = lattice.find_path(tuple(labels), columns)
    assert log_prob <= 0
    if np.isfinite(log_prob):
        assert is_segmentation(lattice, path)
        assert len(digits) == len(labels)
        assert digits == sorted(set(digits))
    else:
        assert len(labels) > count


@settings(deadline=None, max_examples=25)
@lines
def test_the_texts_of_one_position_have_at_most_probability_one(count, seed):
    lattice = lattice_of(count, SeededNetwork(seed))
    middle = np.array([count * 7.0])
    log_probs = [lattice.find_path((label,), middle)[0] for label in range(10)]
    assert np.exp(log_probs).max() <= 1 + 1e-9


@settings(deadline=None, max_examples=25)
@lines
def test_edges_join_neighbors_that_are_as_narrow_as_a_digit(count, seed):
    lattice = lattice_of(count, SeededNetwork(seed))
    for edge, glyph in zip(lattice.edges, lattice.found.regions, strict=True):
        assert edge.region is glyph
        joined = edge.end - edge.start
        assert joined == 1 or edge.region.width <= MAX_DIGIT_WIDTH * HEIGHT
    starts = {edge.start for edge in lattice.edges}
    assert starts == set(range(lattice.count))


def test_a_line_of_too_many_segments_has_no_lattice():
    network = FakeNetwork(all_sevens)
    assert lattice_of(MAX_SEGMENTS, network) is not None
    assert lattice_of(MAX_SEGMENTS + 1, network) is None


def test_a_line_of_too_many_segments_is_left_as_it_is():
    network = FakeNetwork(lambda glyph: classed(7, 0.5))
    line = classify(bars(MAX_SEGMENTS + 1), network)
    assert decode_line(line, HEIGHT, network) is line


def test_bars_that_are_one_digit_together_are_joined():
    def answer(glyph):
        columns = np.flatnonzero(glyph[..., 0].max(0) > 0.3)
        return classed(4 if np.ptp(columns) > 8 else 10, 0.9)

    network = FakeNetwork(answer)
    line = classify(bars(2), network)
    lattice = build_lattice(line, HEIGHT, network)
    [edge] = lattice.find_best_path()
    assert lattice.found.select([edge]).text == (4,)


def test_bars_that_are_digits_apart_stay_apart():
    def answer(glyph):
        columns = np.flatnonzero(glyph[..., 0].max(0) > 0.3)
        return classed(10 if np.ptp(columns) > 8 else 1, 0.9)

    network = FakeNetwork(answer)
    line = classify(bars(3), network)
    assert decode_line(line, HEIGHT, network).text == (1, 1, 1)


@pytest.mark.parametrize(
    ("width", "height", "expected"), [(60, 40, True), (40, 40, False), (60, 10, False)]
)
def test_a_wide_glyph_may_be_two_digits(width, height, expected):
    region = Region(Box(0, 0, width, height), np.zeros((height, width), np.uint8))
    assert may_touch(region, HEIGHT) == expected


def test_glyphs_are_selected_and_added():
    network = FakeNetwork(all_sevens)
    glyphs = classify(bars(3), network)
    assert [r.box.left for r in glyphs.select([2, 0]).regions] == [28, 0]
    assert (glyphs.select([0]) + glyphs.select([1, 2])).text == (7, 7, 7)
    assert (NO_GLYPHS + glyphs).text == glyphs.text


def test_only_glyphs_that_are_more_probably_digits_are_text():
    probs = np.stack([classed(3, 0.9), classed(10, 0.6), classed(5, 0.9)])
    glyphs = Glyphs(bars(3), np.zeros((3, 28, 28, 1), np.float32), probs)
    assert glyphs.digits == [0, 2]
    assert glyphs.text == (3, 5)


def test_every_combination_of_three_bars_is_an_edge():
    lattice = lattice_of(3, FakeNetwork(all_sevens))
    spans = {(edge.start, edge.end) for edge in lattice.edges}
    assert spans == set(itertools.combinations(range(4), 2))
