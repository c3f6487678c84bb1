"""Train the line reader: `python -m ml.train lines --data DIR`, or MNIST alone.

Line images are composed once, from the samples that train the classifier, and augmented
anew in every epoch.
"""

import argparse
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from ml.artifact import LINES_ARTIFACT, Card, save_artifact
from ml.ctc import BLANK, decode_greedy
from ml.data import datasets, negatives
from ml.data.drawings.synthetic_digits import FORMS_IN_NUMBERS
from ml.data.lines.composer import LineComposer, LineImage
from ml.data.lines.page_lines import cut_lines
from ml.data.lines.writing import BATCH_WIDTHS_PX, MAX_DIGITS
from ml.data.pages.composer import Composer
from ml.data.pages.sprites import load_sprites
from ml.inputs.line_images import LINE_HEIGHT_PX
from ml.networks.line_reader import TIMESTEP_PX, build_line_reader
from ml.training.loop import TrainingRun, build_checkpoint, fit_network

if TYPE_CHECKING:
    import keras

BATCH_COLUMNS = 64 * 160  # width of all line images of a batch together
NO_LABEL = -1  # pads short label sequences
HOLD_OUT_EVERY = 50  # one in 50 line images is held out
MAX_SHIFT_PX = 2  # of the augmentation, up or down


@dataclass(frozen=True)
class LineGroup:
    """Line images padded to one width.

    Attributes:
        x: uint8 (n, 32, width, 1); 0 is paper, 255 is ink.
        y: labels int32 (n, 10); -1 after the last label.
    """

    x: np.ndarray
    y: np.ndarray

    @property
    def batch_size(self) -> int:
        return BATCH_COLUMNS // self.x.shape[2]


def compose_lines(
    data: Path | None, fonts: Path, count: int, seed: int
) -> list[LineImage]:
    """Compose line images of digits of all sources.

    Args:
        data: the data folder; without one, MNIST is downloaded and the rest is drawn.
        fonts: folder of the fonts whose letters stand between digits.
        count: number of line images.
        seed: of all that is drawn.
    """
    mnist, _, _ = datasets.load_mnist(data)
    variants = datasets.draw_variants(24_000, seed, FORMS_IN_NUMBERS)
    sources = [mnist, mnist, variants, variants]
    if data and (data / "dev").is_dir():
        sources += [datasets.load_pendigits(data, 2, seed).split()[0]]
        sources += [datasets.load_scans(data).split()[0]]
    letters = None
    if found := negatives.find_fonts(fonts):
        letters = datasets.draw_letters(found, 6_000, seed, negatives.UNLIKE_DIGITS)
    composer = LineComposer(sources, letters)
    rng = np.random.default_rng(seed)
    return [composer.draw(rng) for _ in tqdm(range(count), "line images")]


def cut_page_lines(
    data: Path | None, fonts: Path, count: int, seed: int
) -> list[LineImage]:
    """Cut gray line images from composed pages; arguments as of `compose_lines`."""
    composer = Composer(load_sprites(data, fonts, seed), seed)
    lines = cut_lines(composer, count, np.random.default_rng(seed))
    return list(tqdm(lines, "lines of pages", count))


def group_by_width(images: list[LineImage]) -> list[LineGroup]:
    """Return the line images padded to the next batch width, one group for each."""
    index = np.searchsorted(BATCH_WIDTHS_PX, [image.x.shape[1] for image in images])
    groups = []
    for k, width in enumerate(BATCH_WIDTHS_PX):
        if members := [images[i] for i in np.flatnonzero(index == k)]:
            groups.append(_pad_to_width(members, width))
    return groups


def _pad_to_width(images: list[LineImage], width: int) -> LineGroup:
    x = np.zeros((len(images), LINE_HEIGHT_PX, width, 1), np.uint8)
    y = np.full((len(images), MAX_DIGITS), NO_LABEL, np.int32)
    for i, image in enumerate(images):
        x[i, :, : image.x.shape[1], 0] = image.x
        y[i, : len(image.labels)] = image.labels
    return LineGroup(x, y)


def build_batches(groups: list[LineGroup], seed: int) -> Any:
    """Return a Keras data set of augmented batches, each of one width."""
    import keras

    sizes = [len(group.x) // group.batch_size for group in groups]
    order = np.repeat(np.arange(len(groups)), sizes)

    class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras has no types
        epoch = 0

        def __len__(self) -> int:
            return len(order)

        def __getitem__(self, step: int) -> tuple[np.ndarray, np.ndarray]:
            rng = np.random.default_rng((seed, self.epoch, step))
            group = groups[order[step]]
            chosen = rng.integers(len(group.x), size=group.batch_size)
            return augment_lines(group.x[chosen], rng), group.y[chosen]

        def on_epoch_end(self) -> None:
            self.epoch += 1
            np.random.default_rng((seed, self.epoch)).shuffle(order)

    np.random.default_rng(seed).shuffle(order)
    # Keras assumes a fixed width if the first two batches have the same one.
    other, second = int(np.argmax(order != order[0])), min(1, len(order) - 1)
    order[[second, other]] = order[[other, second]]
    return Batches(workers=1, max_queue_size=16)


def augment_lines(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return line images with another contrast, moved up or down together.

    Args:
        x: uint8 (n, 32, width, 1); 0 is paper, 255 is ink.
        rng: random generator.

    Returns:
        float32 (n, 32, width, 1); 0.0 is paper, 1.0 is ink.
    """
    shift = rng.integers(-MAX_SHIFT_PX, MAX_SHIFT_PX + 1)
    moved = np.roll(x, shift, 1).astype(np.float32) / 255
    shape = (len(x), 1, 1, 1)
    gamma, gain = np.exp(rng.uniform(-0.3, 0.3, shape)), rng.uniform(0.8, 1.2, shape)
    return np.clip(moved**gamma * gain, 0, 1).astype(np.float32)


def ctc_loss(y_true: Any, logits: Any) -> Any:
    """Return the CTC loss (n,) of labels int (n, 10), -1 after the last label."""
    from keras import ops

    lengths = ops.sum(ops.cast(y_true >= 0, "int32"), axis=1)
    timesteps = ops.full_like(lengths, ops.shape(logits)[1])
    labels = ops.maximum(ops.cast(y_true, "int32"), 0)
    return ops.ctc_loss(labels, logits, lengths, timesteps, mask_index=BLANK)


def fit(
    groups: list[LineGroup],
    epochs: int,
    seed: int,
    start: Path | None = None,
    callbacks: Iterable["keras.callbacks.Callback"] = (),
) -> "keras.Model":
    """Train a line reader and return it with float32 layers.

    Args:
        groups: training samples.
        epochs: times through all line images.
        seed: of weights and batches.
        start: artifact with the initial weights; random weights if None.
        callbacks: Keras callbacks.
    """
    run = TrainingRun(epochs, seed, start, callbacks)
    return fit_network(build_line_reader, build_batches(groups, seed), ctc_loss, run)


def compute_accuracy(model: "keras.Model", groups: list[LineGroup]) -> float:
    """Return the ratio of line images, 0-1, whose labels are all read correctly."""
    right = []
    for group in groups:
        x = group.x.astype(np.float32) / 255
        logits = model.predict(x, group.batch_size, verbose=0)
        for scores, labels in zip(logits, group.y, strict=True):
            right.append(decode_greedy(scores) == tuple(labels[labels >= 0]))
    return float(np.mean(right))


def main(arguments: list[str]) -> None:
    """Train with the options of the command line and save the artifact."""
    options = _build_parser().parse_args(arguments)
    images = compose_lines(options.data, options.fonts, options.lines, options.seed)
    if options.page_lines:
        images += cut_page_lines(
            options.data, options.fonts, options.page_lines, options.seed
        )
    held_out = group_by_width(images[::HOLD_OUT_EVERY])
    groups = group_by_width([x for i, x in enumerate(images) if i % HOLD_OUT_EVERY])
    checkpoint = options.output.with_suffix(".weights.h5")
    callbacks = [build_checkpoint(checkpoint)]
    model = fit(groups, options.epochs, options.seed, options.start, callbacks)
    # The keys `strips` and `frame` are promised: programs read them from the card.
    card: Card = {
        "name": "lines",
        "version": options.version or f"{datetime.date.today():%Y.%m.%d}",
        "seed": options.seed,
        "epochs": options.epochs,
        "temperature": 1.0,
        "thresholds": {},
        "trained_on": {"strips": sum(len(group.x) for group in groups)},
        "accuracy": [
            {"set": "held strips", "right": compute_accuracy(model, held_out)}
        ],
        "frame": TIMESTEP_PX,
    }
    print(save_artifact(model, card, options.output)["accuracy"])
    checkpoint.unlink()


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--lines", type=int, default=60_000, help="to compose")
    parser.add_argument(
        "--page-lines", type=int, default=60_000, help="to cut from composed pages"
    )
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path, help="artifact with initial weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", help="of the model; today's date by default")
    parser.add_argument("--output", type=Path, default=LINES_ARTIFACT)
    return parser
