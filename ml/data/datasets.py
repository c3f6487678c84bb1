"""The pictures that the network learns from, and the splits they stand in.

A data folder holds `mnist.npz` (keys as `keras.datasets` has them) and, where more is
at hand, `dev/` with pen strokes, scanned digits and foreign characters. What is missing
is left out, so that MNIST alone trains a network too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from ml.data import negatives
from ml.data.strokes import crop_to_ink, draw_strokes
from ml.data.synthetic_digits import FORMS, draw_variant
from ml.digits import NOT_A_DIGIT
from ml.glyph_images import to_glyph_image

VALIDATION_MNIST = 5_000  # the last of the training part
HOLD_OUT_EVERY = 10  # one in ten of every other set is kept for validation
USPS_PAPER = 40  # the scans' background reaches up to this, of 255
ENLARGED = 4  # scans are enlarged so often before their ink is cut out


@dataclass(frozen=True)
class Samples:
    """Fields with their labels.

    Attributes:
        x: uint8 (n, 28, 28, 1), 255 = ink.
        y: uint8 (n,), 0-9, or 10 for what is no digit.
    """

    x: np.ndarray
    y: np.ndarray

    def __len__(self) -> int:
        return len(self.y)

    def __add__(self, other: "Samples") -> "Samples":
        return Samples(
            np.concatenate([self.x, other.x]), np.concatenate([self.y, other.y])
        )

    def part(self, chosen: np.ndarray) -> "Samples":
        """Return the samples that an index or mask chooses."""
        return Samples(self.x[chosen], self.y[chosen])

    def split(self) -> tuple["Samples", "Samples"]:
        """Return nine tenths to train on and the tenth that is held out."""
        held = np.arange(len(self)) % HOLD_OUT_EVERY == 0
        return self.part(~held), self.part(held)


def load_mnist(folder: Path | None = None) -> tuple[Samples, Samples, Samples]:
    """Return MNIST's training, validation and test part.

    Args:
        folder: holds `mnist.npz`; without it Keras downloads the set.
    """
    if folder is None:
        import keras

        (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
    else:
        with np.load(folder / "mnist.npz") as arrays:
            x, y = arrays["x_train"], arrays["y_train"]
            x_test, y_test = arrays["x_test"], arrays["y_test"]
    known = Samples(x[..., None], y)
    first = np.arange(len(y)) < len(y) - VALIDATION_MNIST
    return known.part(first), known.part(~first), Samples(x_test[..., None], y_test)


def load_pendigits(folder: Path, pens: int, seed: int) -> Samples:
    """Return UCI pendigits, every digit drawn with several pens.

    Args:
        folder: the data folder.
        pens: how often each digit is drawn, each time with a pen of another width.
        seed: of the pens' widths.
    """
    with np.load(folder / "dev/pendigits/pendigits_tra_strokes.npz") as arrays:
        points, lengths = arrays["points"].astype(np.float32), arrays["stroke_len"]
        counts, labels = arrays["n_strokes"], arrays["y"]
    points[:, 1] *= -1  # the tablet's y points up
    strokes = np.split(points, np.cumsum(lengths)[:-1])
    digits = np.split(np.arange(len(strokes)), np.cumsum(counts)[:-1])
    rng = np.random.default_rng(seed)
    inks = [
        draw_strokes([strokes[i] for i in digit], np.exp(rng.uniform(0.7, 3.0)))
        for digit in tqdm(digits, "pen strokes")
        for _ in range(pens)
    ]
    return _samples(inks, np.repeat(labels, pens))


def load_scans(folder: Path) -> Samples:
    """Return the scanned cells and crops, dark on light, cut to their ink."""
    inks, labels = [], []
    for name in ("scan_cells_minichazer", "scan_crops_anzemur"):
        with np.load(folder / f"dev/{name}/{name}.npz") as arrays:
            inks += [_scanned(gray) for gray in arrays["x"]]
            labels.append(arrays["y"])
    return _samples(inks, np.concatenate(labels))


def load_omniglot(folder: Path) -> Samples:
    """Return handwritten characters of other alphabets, none of them a digit."""
    with np.load(folder / "dev/omniglot/omniglot.npz") as arrays:
        inks = [_scanned(gray) for gray in arrays["x"]]
    return _samples(inks, np.full(len(inks), NOT_A_DIGIT))


def load_usps(folder: Path) -> Samples:
    """Return USPS zip-code digits, never trained on."""
    with np.load(folder / "dev/usps_train/usps_train.npz") as arrays:
        inks = [crop_to_ink(np.where(x > USPS_PAPER, x, 0)) for x in arrays["x"]]
        return _samples(inks, arrays["y"])


def draw_variants(count: int, seed: int, forms: Sequence = FORMS) -> Samples:
    """Return flagged 1s, barred 7s and their like."""
    rng = np.random.default_rng(seed)
    drawn = [draw_variant(rng, forms) for _ in range(count)]
    return _samples([ink for ink, _ in drawn], np.array([label for _, label in drawn]))


def draw_letters(
    fonts: list[Path], count: int, seed: int, characters: str = negatives.CHARACTERS
) -> Samples:
    """Return letters and signs of the fonts, none of them a digit."""
    draw, rng = negatives.letters(fonts, characters), np.random.default_rng(seed)
    inks = [draw(rng) for _ in tqdm(range(count), "letters")]
    return _samples(inks, np.full(count, NOT_A_DIGIT))


def draw_nondigits(mnist: Samples, count: int, seed: int) -> Samples:
    """Return scribbles, textures, cut digits and several digits in one box.

    Some parts of digits are digits again: let a judge drop them before training.
    """
    fields = mnist.x[..., 0]
    drawers = [negatives.scribble, negatives.dash, negatives.blot, negatives.texture]
    drawers += [negatives.parts(fields), negatives.several(fields)] * 4
    rng = np.random.default_rng(seed)
    inks = [drawers[i % len(drawers)](rng) for i in tqdm(range(count), "non-digits")]
    return _samples(inks, np.full(len(inks), NOT_A_DIGIT))


def _scanned(gray: np.ndarray) -> np.ndarray:
    """Return the ink, uint8, of a small scan that is dark on light, cut tight."""
    picture = Image.fromarray(gray)
    size = picture.width * ENLARGED, picture.height * ENLARGED
    large = np.asarray(picture.resize(size, Image.Resampling.BICUBIC), np.float32)
    paper, darkest = np.percentile(large, 90), large.min()
    ink = np.clip((paper - large) / max(paper - darkest, 1.0) - 0.2, 0, 0.8) / 0.8
    return crop_to_ink((ink * 255).astype(np.uint8))


def _samples(inks: list[np.ndarray], labels: np.ndarray) -> Samples:
    """Return the samples of all crops that hold ink."""
    kept = [i for i, ink in enumerate(inks) if ink.any()]
    fields = [(to_glyph_image(inks[i]) * 255).astype(np.uint8) for i in kept]
    return Samples(np.stack(fields), labels[kept].astype(np.uint8))
