"""The training of the classifier: its batches, its filter and its card."""

import json

import numpy as np
import pytest

from ml import artifact
from ml.data import datasets
from ml.data.datasets import Samples
from ml.digits import NOT_A_DIGIT
from ml.training import classifier
from ml.training.classifier import BATCH, TrainingData, build_batches, draw_batch


def bars(labels):
    """Return samples of such labels, each an upright bar."""
    x = np.zeros((len(labels), 28, 28, 1), np.uint8)
    x[:, 4:24, 12:16] = 255
    return Samples(x, np.array(labels, np.uint8))


@pytest.fixture
def parts():
    return {
        "mnist": bars([0, 1, 2] * 96),
        "digits": bars([3]),
        "nondigits": bars([NOT_A_DIGIT]),
        "letters": bars([NOT_A_DIGIT]),
    }


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with few digits of MNIST's form."""
    rng = np.random.default_rng(1)
    drawn = datasets.draw_variants(60, 1)
    chosen = rng.integers(len(drawn), size=5_200)
    x, y = drawn.x[chosen, ..., 0], drawn.y[chosen]
    np.savez(tmp_path / "mnist.npz", x_train=x, y_train=y, x_test=x[:9], y_test=y[:9])
    return tmp_path


def test_a_batch_has_a_fixed_number_of_each_part(parts):
    x, y = draw_batch(parts, np.random.default_rng(1), 1.0)
    assert x.shape == (sum(BATCH.values()), 28, 28, 1)
    assert x.dtype == y.dtype == np.float32
    counts = y.sum(0)
    assert counts[:3].sum() == BATCH["mnist"]
    assert counts[3] == BATCH["digits"]
    assert counts[NOT_A_DIGIT] == BATCH["nondigits"] + BATCH["letters"]


def test_a_batch_without_non_digits_is_smaller(parts):
    digits = {name: parts[name] for name in ("mnist", "digits")}
    x, _ = draw_batch(digits, np.random.default_rng(1), 1.0)
    assert len(x) == BATCH["mnist"] + BATCH["digits"]


def test_augmentation_of_strength_zero_leaves_the_samples(parts):
    x, _ = draw_batch(parts, np.random.default_rng(1), 0.0)
    assert x == pytest.approx(np.repeat(bars([1]).x / 255, len(x), axis=0), abs=1e-4)


def test_an_epoch_is_once_through_mnist(parts):
    assert TrainingData(parts, {}).steps == 3


def test_samples_are_loaded_drawn_and_split(folder, tmp_path, monkeypatch):
    drawn = []

    def draw(count, seed, forms=()):
        drawn.append(count)
        return bars([1] * 20)

    monkeypatch.setattr(datasets, "draw_variants", draw)
    monkeypatch.setattr(datasets, "draw_nondigits", lambda *_: bars([10] * 30))
    data = classifier.load_training_data(folder, tmp_path / "no fonts", seed=1)
    sizes = {name: len(part) for name, part in data.parts.items()}
    assert sizes == {"mnist": 200, "digits": 18, "nondigits": 27, "letters": 18}
    held = {name: len(part) for name, part in data.validation.items()}
    assert held == {"mnist": 5_000, "digits": 2, "nondigits": 3 + 2}
    assert drawn == [12_000, 8_000]


@pytest.mark.model
def test_batches_are_reproducible_and_differ_by_step_and_epoch(parts):
    data = TrainingData(parts, {})
    one, same = (build_batches(data, 10, seed=1) for _ in range(2))
    assert len(one) == data.steps
    assert (one[0][0] == same[0][0]).all()
    assert (one[0][0] != one[1][0]).any()
    same.on_epoch_end()
    assert (one[0][0] != same[0][0]).any()


@pytest.mark.model
def test_the_last_epochs_are_augmented_less(parts):
    batches = build_batches(TrainingData(parts, {}), 10, seed=1)

    def distance():
        return np.mean([np.abs(batches[i][0] - bars([1]).x / 255) for i in range(3)])

    before = distance()
    for _ in range(9):
        batches.on_epoch_end()
    assert distance() < 0.8 * before


class FakeClassifier:
    """Is certain of a 1 where the image has any ink, and of nothing elsewhere."""

    def predict(self, x, batch_size, verbose):
        logits = np.zeros((len(x), 11), np.float32)
        logits[x.any((1, 2, 3)), 1] = 20
        return logits


def test_non_digits_that_look_like_digits_are_dropped(parts, monkeypatch, capsys):
    trained_on = []

    def fit(data, epochs, seed):
        trained_on.append(set(data.parts))
        return FakeClassifier()

    monkeypatch.setattr(classifier, "fit", fit)
    blank = Samples(np.zeros((3, 28, 28, 1), np.uint8), np.full(3, NOT_A_DIGIT))
    others = {"nondigits": bars([10, 10]) + blank}
    data = classifier.drop_ambiguous(TrainingData(parts | others, {}), seed=1)
    assert trained_on == [{"mnist", "digits"}]
    assert len(data.parts["nondigits"]) == 3
    assert len(data.parts["letters"]) == 1
    assert "2 of 5 non-digits" in capsys.readouterr().out


def test_the_card_holds_sizes_and_accuracy(parts, folder):
    held = {"mnist": bars([1, 1]), "digits": bars([1]), "nondigits": bars([10])}
    data = TrainingData(parts, held)
    card = classifier.build_card(FakeClassifier(), data, folder, {"seed": 7})
    assert card["seed"] == 7
    assert card["temperature"] > 0
    assert card["trained_on"]["mnist"] == 288
    sets = ["validation: mnist", "validation: digits", "validation: nondigits"]
    assert [row["set"] for row in card["accuracy"]] == [*sets, "MNIST test"]


@pytest.mark.model
@pytest.mark.slow
def test_a_short_training_learns_forms_apart():
    forms = datasets.draw_variants(480, seed=1)
    others = datasets.draw_nondigits(forms, 200, seed=1)
    parts = {"mnist": forms, "digits": forms, "nondigits": others}
    model = classifier.fit(TrainingData(parts, {}), epochs=6, seed=1)
    # So short a run has not seen enough for the averages of batch normalization.
    logits = np.asarray(model(forms.x[:200] / np.float32(255), training=True))
    assert (logits.argmax(1) == forms.y[:200]).mean() > 0.5


@pytest.mark.model
@pytest.mark.slow
def test_the_command_writes_an_artifact_and_its_card(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "draw_nondigits", lambda *_: bars([10] * 30))
    drawn = datasets.draw_variants(40, 1)
    monkeypatch.setattr(datasets, "draw_variants", lambda *_: drawn)
    monkeypatch.setattr(classifier, "drop_ambiguous", lambda data, seed: data)
    output = tmp_path / "new" / "digits.keras"
    options = ["--data", folder, "--fonts", tmp_path / "none", "--output", output]
    classifier.main([*map(str, options), "--epochs", "1", "--version", "0.0.1"])
    _, card = artifact.load_artifact(output)
    assert (card["version"], card["epochs"], card["seed"]) == ("0.0.1", 1, 1)
    assert json.loads(artifact.card_path(output).read_text()) == card
    assert not list(output.parent.glob("*.weights.h5"))
