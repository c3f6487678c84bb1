"""The loop that trains a network, on one small enough for a second."""

import hashlib
import json
from types import SimpleNamespace

import numpy as np
import pytest

from ml import artifact
from ml.training.loop import (
    LEARNING_RATE,
    TrainingRun,
    build_checkpoint,
    build_optimizer,
    fit_network,
)

pytestmark = pytest.mark.model

STEPS, EPOCHS = 8, 15


def build_tiny():
    """Build a network from float32 (n, 4) to two logits."""
    import keras

    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(8, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(2, dtype="float32")(hidden))


def build_batches():
    """Return a Keras data set: is the sum of four numbers above 0?"""
    import keras

    rng = np.random.default_rng(1)
    x = rng.normal(size=(STEPS, 32, 4)).astype(np.float32)
    y = (x.sum(2) > 0).astype(np.int32)

    class Batches(keras.utils.PyDataset):
        def __len__(self):
            return STEPS

        def __getitem__(self, step):
            return x[step], y[step]

    return Batches()


def train(epochs=1, seed=1, start=None, callbacks=()):
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    run = TrainingRun(epochs, seed, start, callbacks)
    return fit_network(build_tiny, build_batches(), loss, run, ["accuracy"])


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a trained network, the log of each epoch and the file of its weights."""
    import keras

    logs = []
    note = keras.callbacks.LambdaCallback(on_epoch_end=lambda _, log: logs.append(log))
    path = tmp_path_factory.mktemp("loop") / "new" / "tiny.weights.h5"
    model = train(EPOCHS, callbacks=[note, build_checkpoint(path)])
    return SimpleNamespace(model=model, logs=logs, checkpoint=path)


def distance(one, other):
    """Return how far two networks differ in a weight at most."""
    pairs = zip(one.get_weights(), other.get_weights(), strict=True)
    return max(np.abs(a - b).max() for a, b in pairs)


def test_the_loss_falls_and_the_accuracy_rises(trained):
    assert len(trained.logs) == EPOCHS
    assert trained.logs[-1]["loss"] < 0.8 * trained.logs[0]["loss"]
    assert trained.logs[-1]["accuracy"] > trained.logs[0]["accuracy"]


def test_a_trained_network_has_float32_layers(trained):
    import keras

    policies = {layer.dtype_policy.name for layer in trained.model.layers}
    assert policies == {"float32"}
    assert {weight.dtype for weight in trained.model.weights} == {"float32"}
    assert keras.config.dtype_policy().name == "float32"


def test_a_checkpoint_is_saved_in_a_new_folder(trained):
    restored = build_tiny()
    before = distance(restored, trained.model)
    restored.load_weights(trained.checkpoint)
    assert distance(restored, trained.model) < before


@pytest.mark.slow
def test_the_same_seed_trains_the_same_network(trained):
    assert distance(trained.model, train(EPOCHS)) < 1e-5


@pytest.mark.slow
def test_another_seed_trains_another_network(trained):
    assert distance(trained.model, train(EPOCHS, seed=2)) > 0.01


@pytest.mark.slow
def test_a_training_continues_from_an_artifact(trained, tmp_path):
    start = tmp_path / "tiny.keras"
    trained.model.save(start)
    digest = hashlib.sha256(start.read_bytes()).hexdigest()
    card = {"sha256": digest, "temperature": 1.0, "thresholds": {}}
    artifact.card_path(start).write_text(json.dumps(card))
    continued = train(seed=5, start=start)
    assert 0 < distance(trained.model, continued) < 0.1


def test_a_start_that_is_no_artifact_is_refused(tmp_path):
    with pytest.raises(artifact.BrokenArtifact):
        train(start=tmp_path / "missing.keras")


def test_the_learning_rate_warms_up_and_decays_to_zero():
    schedule = build_optimizer(1_000)._learning_rate
    rates = [float(schedule(step)) for step in (0, 25, 50, 500, 1_000)]
    assert rates[0] == 0
    assert rates[1] == pytest.approx(LEARNING_RATE / 2)
    assert rates[2] == pytest.approx(LEARNING_RATE)
    assert 0 < rates[3] < LEARNING_RATE
    assert rates[4] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("steps", "momentum"), [(20, 0.5), (10**6, 0.999)])
def test_the_average_of_a_short_run_forgets_its_first_weights(steps, momentum):
    assert build_optimizer(steps).ema_momentum == pytest.approx(momentum)
