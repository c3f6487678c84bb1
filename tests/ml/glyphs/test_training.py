"""The glyph network: its pool of glyphs, its training, its file."""

import numpy as np
import pytest

from ml import artifact, glyph_artifact
from ml.networks.glyph_classifier import build_glyph_classifier
from ml.training.glyphs import batches
from ml.training.glyphs.batches import GlyphBatch, GlyphBatches, GlyphPool
from ml.training.glyphs.training import CLASSES, start_training
from ml.training.glyphs.validation import cut_fields, measure
from tests.ml.glyphs.conftest import BarsComposer

WIDTH = 0.15


def fresh(value, n=64):
    images = np.full((n, 40, 40, 2), value, np.uint8)
    return GlyphBatch(images, np.full(n, value % CLASSES, np.uint8))


def test_the_pool_asks_for_fresh_glyphs_as_often_as_they_are_used_up():
    asked = []
    pool = GlyphPool(lambda done: asked.append(done) or fresh(1, 256), 1, reuse=2)
    for step in range(8):
        assert len(pool.next_batch(step / 8).targets) == batches.BATCH_SIZE
    assert asked == [0.0, 0.5]


def test_old_glyphs_leave_a_full_pool():
    values = iter(range(100))
    pool = GlyphPool(lambda done: fresh(next(values)), 1, capacity=128, reuse=1)
    for _ in range(20):
        drawn = pool.next_batch(0.0)
    assert set(drawn.targets) <= {value % CLASSES for value in range(8, 20)}


def test_processes_cut_the_same_glyphs_for_the_same_seed():
    one, other = (GlyphBatches(BarsComposer, 32)(7)(0.0) for _ in range(2))
    assert np.array_equal(one.targets, other.targets)
    assert one.digits == (one.targets < 10).sum()


@pytest.mark.model
def test_the_network_learns():
    training = start_training(1, WIDTH, "float32")
    batch = GlyphBatches(BarsComposer, 64)(1)(0.0)
    for _ in range(25):
        training.learn(batch, 0.003, 0.0)
    training.read_losses()
    training.learn(batch, 0.003, 0.0)
    assert training.read_losses()["right"] > 0.6


@pytest.mark.model
def test_contrast_and_brightness_do_not_matter():
    network = build_glyph_classifier(CLASSES, WIDTH)
    glyphs, _ = GlyphBatches(BarsComposer, 4)(1)(0.0).images, None
    bright = glyphs.astype(np.float32)
    dim = bright * [[0.5, 1.0]] + [[60, 0]]
    assert np.asarray(network(bright)) == pytest.approx(
        np.asarray(network(dim)), abs=0.05
    )


@pytest.mark.model
def test_a_saved_network_answers_as_before(tmp_path):
    network = build_glyph_classifier(CLASSES, WIDTH)
    card = {"temperature": 1.0, "thresholds": {}}
    glyph_artifact.save_glyph_network(network, card, tmp_path / "g.keras")
    loaded, card = glyph_artifact.load_glyph_network(tmp_path / "g.keras")
    assert card["parameters"] == network.count_params()
    golden = glyph_artifact.golden_logits(loaded)
    assert golden == pytest.approx(card["golden"], abs=1e-3)


@pytest.mark.model
def test_another_network_under_the_same_card_is_refused(tmp_path):
    card = {"temperature": 1.0, "thresholds": {}}
    for name in ("one", "other"):
        network = build_glyph_classifier(CLASSES, WIDTH)
        network.layers[-1].bias.assign(np.arange(CLASSES) * (name == "other"))
        glyph_artifact.save_glyph_network(network, card, tmp_path / f"{name}.keras")
    one, other = (artifact.read_card(tmp_path / f"{n}.keras") for n in ("one", "other"))
    mixed = other | {"golden": one["golden"]}
    artifact.card_path(tmp_path / "other.keras").write_text(artifact.json.dumps(mixed))
    with pytest.raises(artifact.BrokenArtifact):
        glyph_artifact.load_glyph_network(tmp_path / "other.keras")


@pytest.mark.model
def test_sets_are_measured_apart():
    network = build_glyph_classifier(CLASSES, WIDTH)
    digits, others = measure(network, BarsComposer, None)
    assert digits["n"] + others["n"] == 8000
    assert digits["set"] == "composed glyphs"


def test_the_field_of_a_data_set_is_cut_to_its_ink():
    field = np.zeros((28, 28), np.uint8)
    field[4:24, 12:16] = 255
    [glyph] = cut_fields(field[None])
    assert (glyph[..., 0] > 127).any(1).sum() == pytest.approx(28.6, abs=1.5)
