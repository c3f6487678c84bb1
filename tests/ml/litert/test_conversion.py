"""Converted networks answer as before, by operations that LiteRT is fast in."""

import numpy as np
import pytest

from ml.litert.conversion import convert_detector, convert_gradients
from ml.litert.interpreters import LiteNetwork
from ml.networks.detector import build_detector
from ml.networks.glyph_classifier import build_glyph_classifier
from tests.ml.conftest import TINY

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def detector():
    """Return an untrained detector and the same converted."""
    network = build_detector(TINY, "folded")
    return network, convert_detector(network)


@pytest.mark.parametrize("shape", [(32, 32), (64, 160), (192, 32)])
def test_a_converted_detector_answers_as_before(detector, shape):
    network, content = detector
    page = np.random.default_rng(1).integers(0, 256, (1, *shape, 1)).astype(np.float32)
    for maps, same in zip(network(page), LiteNetwork(content)(page), strict=True):
        assert same.shape == maps.shape
        assert same == pytest.approx(np.asarray(maps), abs=1e-3)


def test_converted_gradients_are_those_of_tensorflow():
    import tensorflow as tf

    network = build_glyph_classifier(17, 0.15)
    rng = np.random.default_rng(2)
    glyph = rng.integers(0, 256, (1, 40, 40, 2)).astype(np.float32)
    label = np.array([3], np.int32)
    with tf.GradientTape() as tape:
        x = tf.constant(glyph)
        tape.watch(x)
        logit = network(x)[0, 3]
    wanted = tape.gradient(logit, x).numpy()[..., 0]
    [found] = LiteNetwork(convert_gradients(network))(glyph, label)
    assert found == pytest.approx(wanted, abs=1e-3 * np.abs(wanted).max())
