"""Sprites of drawn forms and Pillow's own font: as a clone without data has them."""

import copy

import numpy as np
import pytest

from ml.data.pages.composer import Composer
from ml.data.pages.sprites import load_sprites


@pytest.fixture(scope="session")
def sprites(tmp_path_factory):
    return load_sprites(None, tmp_path_factory.mktemp("fonts"), seed=0, drawings=200)


@pytest.fixture(scope="session")
def new_composer(sprites):
    """Return a function that makes a composer; all share surfaces, slow to draw."""
    drawn = Composer(sprites, seed=5)

    def build():
        fresh = copy.copy(drawn)
        fresh.rng = np.random.default_rng(5)
        return fresh

    return build


@pytest.fixture
def composer(new_composer):
    """Return a composer whose pages no other test has drawn from."""
    return new_composer()


@pytest.fixture
def rng():
    return np.random.default_rng(0)
