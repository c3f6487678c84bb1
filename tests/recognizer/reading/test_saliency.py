"""What mattered lies where the ink is; many digits are not looked at for long."""

import numpy as np
import pytest

from ml.artifact import golden_glyph_image
from recognizer.inference import engine
from recognizer.reading import saliency


@pytest.fixture
def top_matters(monkeypatch):
    """Let a network see a 7 while the bar at the top is there; count its fields."""
    asked = []

    def probabilities(fields):
        asked.append(len(fields))
        chances = np.zeros((len(fields), 11), np.float32)
        chances[:, 7] = fields[:, :9].sum((1, 2, 3)) / fields[0, :9].sum()
        return chances

    monkeypatch.setattr(engine, "probabilities", probabilities)
    return asked


def test_what_mattered_is_where_the_label_loses_most(top_matters):
    heat = saliency.find_heat(golden_glyph_image()[0], 7)
    assert heat.shape == (28, 28)
    assert heat.max() == pytest.approx(1.0)
    assert heat[14:].max() < 0.2


def test_paper_never_matters(top_matters):
    field = golden_glyph_image()[0]
    heat = saliency.find_heat(field, 7)
    assert not heat[field[..., 0] < 0.05].any()


def test_many_digits_are_looked_at_more_coarsely(top_matters):
    field = golden_glyph_image()[0]
    saliency.heat(field, 7, digits=1)
    saliency.heat(field, 7, digits=40)
    fine, coarse = top_matters
    assert coarse < fine / 3
