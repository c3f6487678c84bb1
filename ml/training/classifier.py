"""Train the classifier: `python -m ml.train classifier --data DIR`, or MNIST alone.

Every batch mixes digits and non-digits. The temperature is fitted on validation
samples.
"""

import argparse
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.artifact import ARTIFACT, Card, save_artifact
from ml.data import datasets, negatives
from ml.data.datasets import Samples
from ml.data.hard_negatives import LETTERS
from ml.digits import CLASSES, LABELS
from ml.evaluate import compute_logits, measure
from ml.networks.classifier import build_classifier
from ml.training.augmentation import augment
from ml.training.calibration import find_temperature, to_probabilities
from ml.training.loop import TrainingRun, build_checkpoint, fit_network

if TYPE_CHECKING:
    import keras

BATCH = {"mnist": 96, "digits": 28, "nondigits": 28, "letters": 8}
WEAK_AUGMENTATION_RATIO = 0.12  # last epochs, trained with half the augmentation
AMBIGUITY_EPOCHS = 2  # of the network that finds ambiguous non-digits
MIN_AMBIGUOUS_PROB = 0.9  # of a digit; a drawn non-digit above it is ambiguous


@dataclass(frozen=True)
class TrainingData:
    """Training and validation samples.

    Attributes:
        parts: samples of which each batch has a fixed number, by name.
        validation: sets to validate on, by name.
    """

    parts: dict[str, Samples]
    validation: dict[str, Samples]

    @property
    def steps(self) -> int:
        """Return the number of batches in an epoch, which is once through MNIST."""
        return len(self.parts["mnist"]) // BATCH["mnist"]


def load_training_data(data: Path | None, fonts: Path, seed: int) -> TrainingData:
    """Load and draw the samples.

    Args:
        data: the data folder; without one, MNIST is downloaded and the rest is drawn.
        fonts: folder of the fonts whose letters are drawn as non-digits.
        seed: of all that is drawn.
    """
    mnist, mnist_held, _ = datasets.load_mnist(data)
    digits = datasets.draw_variants(12_000, seed)
    others = datasets.draw_nondigits(mnist, 18_000, seed)
    if found := negatives.find_fonts(fonts):
        others += datasets.draw_letters(found, 14_000, seed)
    digits, digits_held = digits.split()
    others, others_held = others.split()
    letters, letters_held = datasets.draw_variants(8_000, seed, LETTERS).split()
    if data and (data / "dev").is_dir():
        written, written_held = _load_handwriting(data, seed)
        foreign, foreign_held = datasets.load_omniglot(data).split()
        digits, digits_held = digits + written, digits_held + written_held
        others, others_held = others + _repeat(foreign, 8), others_held + foreign_held
    return TrainingData(
        {"mnist": mnist, "digits": digits, "nondigits": others, "letters": letters},
        {
            "mnist": mnist_held,
            "digits": digits_held,
            "nondigits": others_held + letters_held,
        },
    )


def _load_handwriting(data: Path, seed: int) -> tuple[Samples, Samples]:
    """Return digits of other sources than MNIST: to train on, and held out."""
    scans, scans_held = datasets.load_scans(data).split()
    strokes, strokes_held = datasets.load_pendigits(data, 3, seed).split()
    return strokes + _repeat(scans, 4), strokes_held + scans_held


def _repeat(samples: Samples, times: int) -> Samples:
    return samples.select(np.tile(np.arange(len(samples)), times))


def build_batches(data: TrainingData, epochs: int, seed: int) -> Any:
    """Return a Keras data set of augmented batches, drawn in a thread of its own."""
    import keras

    class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras has no types
        epoch = 0

        def __len__(self) -> int:
            return data.steps

        def __getitem__(self, step: int) -> tuple[np.ndarray, np.ndarray]:
            # One seed for each step makes runs reproducible.
            rng = np.random.default_rng((seed, self.epoch, step))
            is_weak = self.epoch >= epochs * (1 - WEAK_AUGMENTATION_RATIO)
            return draw_batch(data.parts, rng, 0.5 if is_weak else 1.0)

        def on_epoch_end(self) -> None:
            self.epoch += 1

    return Batches(workers=1, max_queue_size=32)


def draw_batch(
    parts: dict[str, Samples], rng: np.random.Generator, strength: float
) -> tuple[np.ndarray, np.ndarray]:
    """Draw one augmented batch of 160 samples, fewer if parts are missing.

    Args:
        parts: samples by name.
        rng: random generator.
        strength: of the augmentation, 0-1.

    Returns:
        Glyph images float32 (160, 28, 28, 1) and one-hot labels float32 (160, 11).
    """
    chosen = [
        parts[name].select(rng.integers(len(parts[name]), size=size))
        for name, size in BATCH.items()
        if name in parts
    ]
    x = np.concatenate([samples.x for samples in chosen]).astype(np.float32) / 255.0
    y = np.concatenate([samples.y for samples in chosen])
    return augment(x, rng, strength), np.eye(CLASSES, dtype=np.float32)[y]


def fit(
    data: TrainingData,
    epochs: int,
    seed: int,
    start: Path | None = None,
    callbacks: Iterable["keras.callbacks.Callback"] = (),
) -> "keras.Model":
    """Train a classifier and return it with float32 layers.

    Args:
        data: training samples.
        epochs: times through MNIST.
        seed: of weights, batches and augmentation.
        start: artifact with the initial weights; random weights if None.
        callbacks: Keras callbacks.
    """
    import keras

    return fit_network(
        build_classifier,
        build_batches(data, epochs, seed),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.05),
        TrainingRun(epochs, seed, start, callbacks),
        metrics=["accuracy"],
    )


def drop_ambiguous(data: TrainingData, seed: int) -> TrainingData:
    """Drop non-digits that look like digits: parts of digits may be digits again.

    A network trained on digits alone finds them. Drawn letters stay: they resemble
    digits on purpose.
    """
    digits = {name: data.parts[name] for name in ("mnist", "digits")}
    network = fit(TrainingData(digits, {}), AMBIGUITY_EPOCHS, seed)
    others = data.parts["nondigits"]
    probabilities = to_probabilities(compute_logits(network, others))
    is_ambiguous = probabilities[:, :LABELS].max(1) > MIN_AMBIGUOUS_PROB
    print(f"{is_ambiguous.sum()} of {len(others)} non-digits look like digits: dropped")
    clear = {"nondigits": others.select(~is_ambiguous)}
    return TrainingData(data.parts | clear, data.validation)


def build_card(
    model: "keras.Model", data: TrainingData, folder: Path | None, card: Card
) -> Card:
    """Return a card completed by temperature, training data and accuracy.

    Args:
        model: the trained network.
        data: what it was trained and validated on.
        folder: with further sets to evaluate on.
        card: version, seed and epochs.
    """
    held = data.validation
    samples = held["mnist"] + held["digits"] + held["nondigits"]
    logits = compute_logits(model, samples)
    is_digit = samples.y < LABELS
    temperature = find_temperature(logits[is_digit], samples.y[is_digit])
    return card | {
        "name": "digits",
        "temperature": round(temperature, 4),
        "thresholds": {},
        "trained_on": {name: len(part) for name, part in data.parts.items()},
        "accuracy": measure(model, temperature, held, folder),
    }


def main(arguments: list[str]) -> None:
    """Train with the options of the command line and save the artifact."""
    options = _build_parser().parse_args(arguments)
    samples = load_training_data(options.data, options.fonts, options.seed)
    data = drop_ambiguous(samples, options.seed)
    checkpoint = options.output.with_suffix(".weights.h5")
    callbacks = [build_checkpoint(checkpoint)]
    model = fit(data, options.epochs, options.seed, options.start, callbacks)
    card = {
        "version": options.version or f"{datetime.date.today():%Y.%m.%d}",
        "seed": options.seed,
        "epochs": options.epochs,
    }
    card = save_artifact(
        model, build_card(model, data, options.data, card), options.output
    )
    checkpoint.unlink()
    for row in card["accuracy"]:
        print(row)


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--start", type=Path, help="artifact with initial weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", help="of the model; today's date by default")
    parser.add_argument("--output", type=Path, default=ARTIFACT)
    return parser
