"""What counts as the same answer of a network and of its export."""

from dataclasses import dataclass

import numpy as np
import pytest

from ml.litert.comparison import Inputs, compare, draw_inputs

DETECTOR = [np.full((8, 8, 21), -5.0), np.full((2, 2, 21), -5.0)]
DETECTOR[0][4, 4, 7] = 2.0
INPUTS = Inputs(
    [np.full((40, 30), 200, np.uint8)],
    np.random.default_rng(1).integers(0, 256, (3, 40, 40, 2), dtype=np.uint8),
    np.zeros((2, 28, 28, 1), np.float32),
    [np.zeros((32, 40), np.float32)],
)


def probabilities(n, classes):
    scores = np.random.default_rng(2).random((n, classes))
    return scores / scores.sum(1, keepdims=True)


@dataclass
class Answers:
    """Fixed answers; those of one network are moved by an amount."""

    moved: str = ""
    by: float = 0.0

    def detector(self, x):
        """Answer with both maps."""
        return [maps + self._amount("detector") for maps in DETECTOR]

    def read_glyphs(self, glyphs):
        return probabilities(len(glyphs), 17) + self._amount("glyph network")

    def classify(self, glyphs):
        return probabilities(len(glyphs), 11) + self._amount("classifier")

    def read_lines(self, lines):
        return [probabilities(20, 11) + self._amount("line reader") for _ in lines]

    def find_gradients(self, glyphs, labels):
        gradients = np.ones(glyphs.shape[:3])
        gradients[:, :10] += self._amount("gradients")
        return gradients

    def _amount(self, name):
        return self.by if name == self.moved else 0.0


def find_too_large(other):
    found = compare(Answers(), other, INPUTS)
    return [difference.name for difference in found if difference.is_too_large]


NETWORKS = ["detector", "glyph network", "classifier", "line reader", "gradients"]


def test_every_network_is_compared():
    found = list(compare(Answers(), Answers(), INPUTS))
    assert [difference.name for difference in found] == NETWORKS
    assert [difference.largest for difference in found] == pytest.approx([0] * 5)
    assert find_too_large(Answers()) == []


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("by", [5.0, np.nan])
def test_a_network_that_answers_differently_is_named(name, by):
    assert find_too_large(Answers(name, by)) == [name]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_last_digits_may_differ(name):
    assert find_too_large(Answers(name, 1e-4)) == []


def test_another_label_is_too_large_a_difference_however_small_the_change():
    tie = np.array([[0.5, 0.5, 0.0]])
    one, other = Answers(), Answers()
    one.classify = lambda glyphs: np.add(tie, [1e-6, 0, 0])
    other.classify = lambda glyphs: np.add(tie, [0, 1e-6, 0])
    found = [each for each in compare(one, other, INPUTS) if each.is_too_large]
    assert [(each.name, each.labels) for each in found] == [("classifier", 1)]


@pytest.mark.slow
def test_inputs_are_of_all_kinds():
    inputs = draw_inputs(2)
    assert [page.shape for page in inputs.pages] == [(256, 256), (512, 512)]
    assert inputs.glyphs.shape == (16, 40, 40, 2)
    assert len(inputs.fields) > 0
    assert [line.shape[0] for line in inputs.lines] == [32, 32]
