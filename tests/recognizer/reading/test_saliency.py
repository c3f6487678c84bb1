"""Saliency is where the ink is; many digits are not looked at for long."""

import numpy as np
import pytest

from ml.artifact import golden_glyph_image
from recognizer.reading import saliency
from tests.support.engines import FakeNetwork


class TopNetwork(FakeNetwork):
    """Sees a 7 while its top bar is there; counts the glyph images of each call."""

    def __init__(self):
        self.calls = []

    def classify(self, glyphs):
        self.calls.append(len(glyphs))
        probs = np.zeros((len(glyphs), 11), np.float32)
        probs[:, 7] = glyphs[:, :9].sum((1, 2, 3)) / glyphs[0, :9].sum()
        return probs


def test_what_mattered_is_where_the_label_loses_most():
    heat = saliency.find_heat(golden_glyph_image()[0], 7, TopNetwork())
    assert heat.shape == (28, 28)
    assert heat.max() == pytest.approx(1.0)
    assert heat[14:].max() < 0.2


def test_paper_never_matters():
    field = golden_glyph_image()[0]
    heat = saliency.find_heat(field, 7, TopNetwork())
    assert not heat[field[..., 0] < 0.05].any()


def test_many_digits_are_looked_at_more_coarsely():
    field, network = golden_glyph_image()[0], TopNetwork()
    saliency.heat(field, 7, network, digits=1)
    saliency.heat(field, 7, network, digits=40)
    fine, coarse = network.calls
    assert coarse < fine / 3
