"""Sprites of drawn forms and Pillow's own font: as a clone without data has them."""

import numpy as np
import pytest

from ml.data.pages.composer import Composer
from ml.data.pages.sprites import load_sprites


@pytest.fixture(scope="session")
def sprites(tmp_path_factory):
    return load_sprites(None, tmp_path_factory.mktemp("fonts"), seed=0, drawings=200)


@pytest.fixture(scope="session")
def composer(sprites):
    return Composer(sprites, seed=5)


@pytest.fixture
def rng():
    return np.random.default_rng(0)
