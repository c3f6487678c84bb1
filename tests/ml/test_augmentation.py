"""Augmentation distorts, and no more than it says."""

import numpy as np
import pytest

from ml.artifact import golden_glyph_image
from ml.training.augmentation import augment


@pytest.fixture
def fields():
    return np.repeat(golden_glyph_image(), 64, axis=0)


def test_no_strength_leaves_the_fields_as_they_are(fields):
    assert augment(fields, np.random.default_rng(1), 0.0) == pytest.approx(
        fields, abs=1e-4
    )


def test_the_same_chance_gives_the_same_fields(fields):
    one, other = (augment(fields, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one, other)


def test_copies_differ_and_stay_in_range(fields):
    distorted = augment(fields, np.random.default_rng(2))
    assert len(np.unique(distorted.sum((1, 2, 3)))) == len(fields)
    assert 0.0 <= distorted.min() <= distorted.max() <= 1.0


def test_ink_is_neither_lost_nor_made(fields):
    mass = augment(fields, np.random.default_rng(4)).sum((1, 2, 3)) / fields[0].sum()
    assert mass.min() > 0.3
    assert mass.max() < 3.0
