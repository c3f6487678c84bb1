"""Train the line reader: `python -m ml.train lines --data DIR`, or MNIST alone.

Strips are composed once, of the same samples that train the classifier, and varied
anew in every epoch.
"""

import argparse
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ml.artifact import LINES_ARTIFACT, Card, save_artifact
from ml.ctc import BLANK, decode_greedy
from ml.data import datasets, negatives
from ml.data.line_synthesis import MOST_DIGITS, WIDTHS, Composer, Strip
from ml.data.synthetic_digits import FORMS_IN_NUMBERS
from ml.line_images import LINE_HEIGHT_PX
from ml.networks.line_reader import TIMESTEP_PX, build_line_reader
from ml.training.loop import Run, fit_network, kept

BATCH_COLUMNS = 64 * 160  # of all strips of a batch together
NO_LABEL = -1  # fills short labels


@dataclass(frozen=True)
class Strips:
    """Strips padded to one width.

    Attributes:
        x: uint8 (n, 32, width, 1); 255 is ink.
        y: int32 (n, 10); -1 after the last label.
    """

    x: np.ndarray
    y: np.ndarray

    @property
    def batch(self) -> int:
        """Strips of one batch."""
        return BATCH_COLUMNS // self.x.shape[2]


def compose(data: Path | None, fonts: Path, count: int, seed: int) -> list[Strip]:
    """Draw strips of MNIST's training part and of all other hands at hand."""
    mnist, _, _ = datasets.load_mnist(data)
    variants = datasets.draw_variants(24_000, seed, FORMS_IN_NUMBERS)
    hands = [mnist, mnist, variants, variants]
    if data and (data / "dev").is_dir():
        hands += [datasets.load_pendigits(data, 2, seed).split()[0]]
        hands += [datasets.load_scans(data).split()[0]]
    found = negatives.find_fonts(fonts)
    strangers = (
        datasets.draw_letters(found, 6_000, seed, negatives.UNLIKE_DIGITS)
        if found
        else None
    )
    composer = Composer(hands, strangers)
    rng = np.random.default_rng(seed)
    return [composer.draw(rng) for _ in tqdm(range(count), "strips")]


def padded(strips: list[Strip]) -> list[Strips]:
    """Return the strips by width, each width an array of its own."""
    widths = np.array([strip.x.shape[1] for strip in strips])
    place = np.searchsorted(WIDTHS, widths)
    groups = [[strips[i] for i in np.flatnonzero(place == k)] for k in range(4)]
    return [
        _stacked(group, w) for group, w in zip(groups, WIDTHS, strict=True) if group
    ]


def _stacked(strips: list[Strip], width: int) -> Strips:
    x = np.zeros((len(strips), LINE_HEIGHT_PX, width, 1), np.uint8)
    y = np.full((len(strips), MOST_DIGITS), NO_LABEL, np.int32)
    for i, strip in enumerate(strips):
        x[i, :, : strip.x.shape[1], 0] = strip.x
        y[i, : len(strip.labels)] = strip.labels
    return Strips(x, y)


def batches(groups: list[Strips], seed: int):
    """Return a Keras data set of batches, each of one width, varied by chance."""
    import keras

    counts = [len(group.x) // group.batch for group in groups]
    order = np.repeat(np.arange(len(groups)), counts)

    class Batches(keras.utils.PyDataset):
        def __len__(self) -> int:
            return len(order)

        def __getitem__(self, step: int):
            rng = np.random.default_rng((seed, self.epoch, step))
            group = groups[order[step]]
            chosen = rng.integers(len(group.x), size=group.batch)
            return _varied(group.x[chosen], rng), group.y[chosen]

        def on_epoch_end(self):
            self.epoch += 1
            np.random.default_rng((seed, self.epoch)).shuffle(order)

    drawn = Batches(workers=1, max_queue_size=16)
    drawn.epoch = 0
    np.random.default_rng(seed).shuffle(order)
    # Keras takes a width for fixed that its first two batches share.
    other, second = int(np.argmax(order != order[0])), min(1, len(order) - 1)
    order[[second, other]] = order[[other, second]]
    return drawn


def _varied(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return float32 strips with another contrast and moved by up to two pixels."""
    moved = np.roll(x, rng.integers(-2, 3), 1).astype(np.float32) / 255
    shape = (len(x), 1, 1, 1)
    gamma, gain = np.exp(rng.uniform(-0.3, 0.3, shape)), rng.uniform(0.8, 1.2, shape)
    return np.clip(moved**gamma * gain, 0, 1).astype(np.float32)


def ctc_loss(y_true, logits):
    """Return the loss (n,) of labels int (n, 10), -1 beyond their end."""
    from keras import ops

    lengths = ops.sum(ops.cast(y_true >= 0, "int32"), axis=1)
    frames = ops.full_like(lengths, ops.shape(logits)[1])
    labels = ops.maximum(ops.cast(y_true, "int32"), 0)
    return ops.ctc_loss(labels, logits, lengths, frames, mask_index=BLANK)


def fit(
    groups: list[Strips],
    epochs: int,
    seed: int,
    start: Path | None = None,
    callbacks: Iterable = (),
):
    """Train a line reader and return it with float32 layers.

    Args:
        groups: what to learn from.
        epochs: times through all strips.
        seed: of weights and batches.
        start: an artifact to go on from; random weights without.
        callbacks: of Keras, to follow the run.
    """
    run = Run(epochs, seed, start, callbacks)
    return fit_network(build_line_reader, batches(groups, seed), ctc_loss, run)


def share_right(model, groups: list[Strips]) -> float:
    """Return the share of strips, 0-1, that are read wholly right."""
    right = []
    for group in groups:
        logits = model.predict(group.x.astype(np.float32) / 255, group.batch, verbose=0)
        for found, labels in zip(logits, group.y, strict=True):
            right.append(decode_greedy(found) == tuple(labels[labels >= 0]))
    return float(np.mean(right))


def main(arguments: list[str]) -> None:
    options = _parser().parse_args(arguments)
    strips = compose(options.data, options.fonts, options.strips, options.seed)
    held = padded(strips[::50])
    groups = padded([strip for i, strip in enumerate(strips) if i % 50])
    checkpoint = options.output.with_suffix(".weights.h5")
    model = fit(groups, options.epochs, options.seed, options.start, [kept(checkpoint)])
    card: Card = {
        "name": "lines",
        "version": options.version or f"{datetime.date.today():%Y.%m.%d}",
        "seed": options.seed,
        "epochs": options.epochs,
        "temperature": 1.0,
        "thresholds": {},
        "trained_on": {"strips": sum(len(group.x) for group in groups)},
        "accuracy": [{"set": "held strips", "right": share_right(model, held)}],
        "frame": TIMESTEP_PX,
    }
    print(save_artifact(model, card, options.output)["accuracy"])
    checkpoint.unlink()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--strips", type=int, default=60_000)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path, help="artifact to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", help="of the model; today's date unless given")
    parser.add_argument("--output", type=Path, default=LINES_ARTIFACT)
    return parser
