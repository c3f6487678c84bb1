"""The network: sizes, limits, contrast."""

import numpy as np
import pytest

from ml.detection.artifact import load_detector, save_detector
from ml.networks.detector import CLASSES, OUTPUTS, build_detector, fold

pytestmark = pytest.mark.model

CARD = {"temperature": 1.0, "thresholds": {}}


@pytest.fixture(scope="module")
def page():
    rng = np.random.default_rng(0)
    return rng.uniform(40, 215, (1, 64, 96, 1)).astype(np.float32)


@pytest.fixture(scope="module")
def network(tiny):
    """Build a tiny network whose answers differ from cell to cell."""
    network = build_detector(tiny)
    rng = np.random.default_rng(1)
    for layer in network.layers:
        if layer.name.startswith("map"):
            kernel, bias = layer.get_weights()
            layer.set_weights([rng.normal(0, 0.3, kernel.shape), bias])
        elif layer.name.endswith("_norm"):
            changed = [rng.uniform(0.5, 1.5, w.shape) for w in layer.get_weights()]
            layer.set_weights(changed)
    return network


def answer(network, page):
    return [np.asarray(m) for m in network(page, training=False)]


def test_both_maps_have_the_size_of_the_page(network, page):
    fine, coarse = answer(network, page)
    assert fine.shape == (1, 16, 24, OUTPUTS)
    assert coarse.shape == (1, 4, 6, OUTPUTS)


def test_an_untrained_network_expects_next_to_nothing(tiny, page):
    fine, _ = answer(build_detector(tiny), page)
    assert (1 / (1 + np.exp(-fine[..., :CLASSES]))).max() < 0.05


@pytest.mark.parametrize(("gain", "shift"), [(0.5, 30), (0.9, -20)])
def test_brightness_and_contrast_change_little(network, page, gain, shift):
    before, after = answer(network, page), answer(network, page * gain + shift)
    for one, other in zip(before, after, strict=True):
        assert np.abs(one - other).mean() < 0.2 * one[..., :CLASSES].std()


def test_a_page_of_one_gray_is_no_division_by_zero(network):
    for values in answer(network, np.full((1, 64, 64, 1), 90, np.float32)):
        assert np.isfinite(values).all()


def test_folding_changes_no_answer(network, tiny, page):
    before, after = answer(network, page), answer(fold(network, tiny), page)
    for one, other in zip(before, after, strict=True):
        assert other == pytest.approx(one, abs=1e-3)


@pytest.mark.parametrize("training", [True, False])
def test_fused_normalization_answers_and_learns_as_keras_does(network, tiny, training):
    pages = np.random.default_rng(0).uniform(0, 255, (8, 64, 96, 1)).astype(np.float32)
    plain, fused = build_detector(tiny), build_detector(tiny, "fused")
    for one in (plain, fused):
        one.set_weights(network.get_weights())
    wanted, answered = (one(pages, training=training) for one in (plain, fused))
    for one, other in zip(wanted, answered, strict=True):
        assert np.asarray(other) == pytest.approx(np.asarray(one), abs=1e-2)
    # Its variance is the unbiased one: of few cells a little larger.
    for one, other in zip(plain.get_weights(), fused.get_weights(), strict=True):
        assert other == pytest.approx(one, abs=0.05, rel=0.05)


def test_the_detector_is_small(tmp_path):
    network = build_detector()
    assert network.count_params() <= 1_000_000
    card = save_detector(network, CARD, tmp_path / "detector.keras")
    assert (tmp_path / "detector.keras").stat().st_size <= 2_500_000
    assert card["parameters"] <= 1_000_000


def test_a_saved_detector_answers_as_the_trained_one(network, tiny, page, tmp_path):
    save_detector(network, CARD, tmp_path / "detector.keras", tiny)
    loaded, card = load_detector(tmp_path / "detector.keras")
    assert len(card["golden"]) == 2 * CLASSES
    before, after = answer(network, page), answer(loaded, page)
    for one, other in zip(before, after, strict=True):
        assert np.abs(other - one).mean() < 0.02 * np.abs(one).mean()
