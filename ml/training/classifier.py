"""Train the classifier: `python -m ml.train classifier --data DIR`, or MNIST alone.

Digits and non-digits are mixed in one long cosine run with an exponential moving
average of the weights; temperature and thresholds come from validation samples.
"""

import argparse
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.artifact import ARTIFACT, Card, save_artifact
from ml.data import datasets, negatives
from ml.data.datasets import Samples
from ml.data.hard_negatives import LETTERS
from ml.digits import CLASSES, LABELS
from ml.evaluate import measure
from ml.networks.classifier import build_classifier
from ml.training.augmentation import augment
from ml.training.calibration import find_temperature, find_thresholds, to_probabilities
from ml.training.loop import Run, fit_network, kept

BATCH = {"mnist": 96, "digits": 28, "nondigits": 28, "letters": 8}
CALM_END = 0.12  # share of the run that sees augmentation at half strength
SURE = 0.9  # a judge this sure of a drawn non-digit takes it for a digit
JUDGE_EPOCHS = 2


@dataclass(frozen=True)
class Course:
    """What a network learns from: the parts of a batch, and what validates it."""

    parts: dict[str, Samples]
    validation: dict[str, Samples]

    @property
    def steps(self) -> int:
        """Batches of one epoch: once through MNIST."""
        return len(self.parts["mnist"]) // BATCH["mnist"]


def gather(data: Path | None, fonts: Path, seed: int) -> Course:
    """Load and draw the samples; without a data folder, MNIST and drawings only."""
    mnist, mnist_held, _ = datasets.load_mnist(data)
    digits = datasets.draw_variants(12_000, seed)
    others = datasets.draw_nondigits(mnist, 18_000, seed)
    if found := negatives.find_fonts(fonts):
        others += datasets.draw_letters(found, 14_000, seed)
    digits, digits_held = digits.split()
    others, others_held = others.split()
    letters, letters_held = datasets.draw_variants(8_000, seed, LETTERS).split()
    if data and (data / "dev").is_dir():
        known, known_held = _written(data, seed)
        foreign, foreign_held = datasets.load_omniglot(data).split()
        digits, digits_held = digits + known, digits_held + known_held
        others, others_held = others + _often(foreign, 8), others_held + foreign_held
    return Course(
        {"mnist": mnist, "digits": digits, "nondigits": others, "letters": letters},
        {
            "mnist": mnist_held,
            "digits": digits_held,
            "nondigits": others_held + letters_held,
        },
    )


def _written(data: Path, seed: int) -> tuple[Samples, Samples]:
    """Return the digits of other hands to train on, and those held out."""
    scans, scans_held = datasets.load_scans(data).split()
    strokes, strokes_held = datasets.load_pendigits(data, 3, seed).split()
    return strokes + _often(scans, 4), strokes_held + scans_held


def _often(samples: Samples, times: int) -> Samples:
    return samples.part(np.tile(np.arange(len(samples)), times))


def batches(course: Course, epochs: int, seed: int):
    """Return a Keras data set of augmented batches, drawn by a thread of its own."""
    import keras

    class Batches(keras.utils.PyDataset):
        def __len__(self) -> int:
            return course.steps

        def __getitem__(self, step: int):
            # One seed a step: the run is the same however often it is repeated.
            rng = np.random.default_rng((seed, self.epoch, step))
            calm = self.epoch >= epochs * (1 - CALM_END)
            return _batch(course.parts, rng, 0.5 if calm else 1.0)

        def on_epoch_end(self):
            self.epoch += 1

    drawn = Batches(workers=1, max_queue_size=32)
    drawn.epoch = 0
    return drawn


def _batch(parts: dict[str, Samples], rng: np.random.Generator, strength: float):
    """Return fields float32 (160, 28, 28, 1) and one-hot labels float32 (160, 11)."""
    chosen = [
        parts[name].part(rng.integers(len(parts[name]), size=size))
        for name, size in BATCH.items()
        if name in parts
    ]
    x = np.concatenate([samples.x for samples in chosen]).astype(np.float32) / 255.0
    y = np.concatenate([samples.y for samples in chosen])
    return augment(x, rng, strength), np.eye(CLASSES, dtype=np.float32)[y]


def fit(
    course: Course,
    epochs: int,
    seed: int,
    start: Path | None = None,
    callbacks: Iterable = (),
):
    """Train a network and return it with float32 layers.

    Args:
        course: what to learn from.
        epochs: times through MNIST.
        seed: of weights, batches and augmentation.
        start: an artifact to go on from; random weights without.
        callbacks: of Keras, to follow the run.
    """
    import keras

    return fit_network(
        build_classifier,
        batches(course, epochs, seed),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.05),
        Run(epochs, seed, start, callbacks),
        metrics=["accuracy"],
    )


def judged(course: Course, seed: int) -> Course:
    """Drop the non-digits that a network of digits alone is sure of.

    Letters stay: they are near to digits on purpose.
    """
    parts = {name: course.parts[name] for name in ("mnist", "digits")}
    judge = fit(Course(parts, {}), JUDGE_EPOCHS, seed)
    others = course.parts["nondigits"]
    sure = to_probabilities(logits_of(judge, others))[:, :LABELS].max(1) > SURE
    print(f"{sure.sum()} of {len(sure)} non-digits look like digits: dropped")
    return Course(course.parts | {"nondigits": others.part(~sure)}, course.validation)


def logits_of(model, samples: Samples) -> np.ndarray:
    """Return the network's logits, float32 (n, 11)."""
    return model.predict(samples.x.astype(np.float32) / 255.0, 500, verbose=0)


def describe(model, course: Course, data: Path | None, options: dict) -> Card:
    """Return the card: temperature, thresholds, what was learnt and how well."""
    held = course.validation
    samples = held["mnist"] + held["digits"] + held["nondigits"]
    logits = logits_of(model, samples)
    digits = samples.y < LABELS
    temperature = find_temperature(logits[digits], samples.y[digits])
    probabilities = to_probabilities(logits, temperature)
    return options | {
        "name": "digits",
        "temperature": round(temperature, 4),
        "thresholds": find_thresholds(probabilities, samples.y),
        "trained_on": {name: len(part) for name, part in course.parts.items()},
        "accuracy": measure(model, temperature, held, data),
    }


def main(arguments: list[str]) -> None:
    options = _parser().parse_args(arguments)
    course = judged(gather(options.data, options.fonts, options.seed), options.seed)
    checkpoint = options.output.with_suffix(".weights.h5")
    model = fit(course, options.epochs, options.seed, options.start, [kept(checkpoint)])
    told = {
        "version": options.version or f"{datetime.date.today():%Y.%m.%d}",
        "seed": options.seed,
        "epochs": options.epochs,
    }
    card = save_artifact(
        model, describe(model, course, options.data, told), options.output
    )
    checkpoint.unlink()
    for row in card["accuracy"]:
        print(row)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--start", type=Path, help="artifact to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", help="of the model; today's date unless given")
    parser.add_argument("--output", type=Path, default=ARTIFACT)
    return parser
