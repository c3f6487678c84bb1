"""Training data of the classifier and the line reader, and their splits.

A data folder contains `mnist.npz` (with the keys of `keras.datasets`) and optionally
`dev/` with pen strokes, scanned digits and characters of other scripts. MNIST alone is
enough for a training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from ml.data import negatives
from ml.data.drawings.strokes import crop_to_ink, draw_strokes
from ml.data.drawings.synthetic_digits import FORMS, Form, draw_variant
from ml.digits import NOT_A_DIGIT
from ml.inputs.glyph_images import to_glyph_image

MNIST_VALIDATION_SIZE = 5_000  # the last samples of the training part
HOLD_OUT_EVERY = 10  # one in ten of every other set is kept for validation
MAX_USPS_PAPER = 40  # of 255; noise of the background in the scans
SCAN_SCALE = 4  # small scans are enlarged before their ink is extracted


@dataclass(frozen=True)
class Samples:
    """Glyph images with their labels.

    Attributes:
        x: uint8 (n, 28, 28, 1); 0 is paper, 255 is ink.
        y: uint8 (n,), 0-9, or 10 for "not a digit".
    """

    x: np.ndarray
    y: np.ndarray

    def __len__(self) -> int:
        return len(self.y)

    def __add__(self, other: "Samples") -> "Samples":
        return Samples(
            np.concatenate([self.x, other.x]), np.concatenate([self.y, other.y])
        )

    def select(self, chosen: np.ndarray) -> "Samples":
        """Return the samples of an index or mask."""
        return Samples(self.x[chosen], self.y[chosen])

    def split(self) -> tuple["Samples", "Samples"]:
        """Return nine tenths to train on, and the tenth that is held out."""
        held = np.arange(len(self)) % HOLD_OUT_EVERY == 0
        return self.select(~held), self.select(held)


def load_mnist(folder: Path | None = None) -> tuple[Samples, Samples, Samples]:
    """Return MNIST's training, validation and test part.

    Args:
        folder: contains `mnist.npz`; if None, Keras downloads the set.
    """
    if folder is None:
        import keras

        (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
    else:
        with np.load(folder / "mnist.npz") as arrays:
            x, y = arrays["x_train"], arrays["y_train"]
            x_test, y_test = arrays["x_test"], arrays["y_test"]
    known = Samples(x[..., None], y)
    is_training = np.arange(len(y)) < len(y) - MNIST_VALIDATION_SIZE
    return (
        known.select(is_training),
        known.select(~is_training),
        Samples(x_test[..., None], y_test),
    )


def load_pendigits(folder: Path, pens: int, seed: int) -> Samples:
    """Return UCI pendigits, each digit drawn with several pens.

    Args:
        folder: the data folder.
        pens: number of images of each digit, each with a random pen width.
        seed: of the pen widths.
    """
    with np.load(folder / "dev/pendigits/pendigits_tra_strokes.npz") as arrays:
        points, lengths = arrays["points"].astype(np.float32), arrays["stroke_len"]
        counts, labels = arrays["n_strokes"], arrays["y"]
    points[:, 1] *= -1  # y of the tablet points up
    strokes = np.split(points, np.cumsum(lengths)[:-1])
    digits = np.split(np.arange(len(strokes)), np.cumsum(counts)[:-1])
    rng = np.random.default_rng(seed)
    inks = [
        draw_strokes([strokes[i] for i in digit], np.exp(rng.uniform(0.7, 3.0)))
        for digit in tqdm(digits, "pen strokes")
        for _ in range(pens)
    ]
    return _to_samples(inks, np.repeat(labels, pens))


def load_scans(folder: Path) -> Samples:
    """Return the digits of scanned cells and crops."""
    inks, labels = [], []
    for name in ("scan_cells_minichazer", "scan_crops_anzemur"):
        with np.load(folder / f"dev/{name}/{name}.npz") as arrays:
            inks += [_extract_scan_ink(gray) for gray in arrays["x"]]
            labels.append(arrays["y"])
    return _to_samples(inks, np.concatenate(labels))


def load_omniglot(folder: Path) -> Samples:
    """Return handwritten characters of other scripts, as non-digits."""
    with np.load(folder / "dev/omniglot/omniglot.npz") as arrays:
        inks = [_extract_scan_ink(gray) for gray in arrays["x"]]
    return _to_samples(inks, np.full(len(inks), NOT_A_DIGIT))


def load_usps(folder: Path) -> Samples:
    """Return digits of USPS zip codes, which are never trained on."""
    with np.load(folder / "dev/usps_train/usps_train.npz") as arrays:
        inks = [crop_to_ink(np.where(x > MAX_USPS_PAPER, x, 0)) for x in arrays["x"]]
        return _to_samples(inks, arrays["y"])


def draw_variants(count: int, seed: int, forms: Sequence[Form] = FORMS) -> Samples:
    """Draw glyphs of random forms, such as a 1 with a flag or a 7 with a bar."""
    rng = np.random.default_rng(seed)
    drawn = [draw_variant(rng, forms) for _ in range(count)]
    return _to_samples(
        [ink for ink, _ in drawn], np.array([label for _, label in drawn])
    )


def draw_letters(
    fonts: list[Path], count: int, seed: int, characters: str = negatives.CHARACTERS
) -> Samples:
    """Draw letters and signs of fonts, as non-digits."""
    draw = negatives.build_letter_drawer(fonts, characters)
    rng = np.random.default_rng(seed)
    inks = [draw(rng) for _ in tqdm(range(count), "letters")]
    return _to_samples(inks, np.full(count, NOT_A_DIGIT))


def draw_nondigits(mnist: Samples, count: int, seed: int) -> Samples:
    """Draw scribbles, textures, parts of digits and several digits in one box.

    Some parts of digits are digits again: `drop_ambiguous` removes them.
    """
    digits = mnist.x[..., 0]
    drawers: list[negatives.Draw] = [negatives.scribble, negatives.dash]
    drawers += [negatives.blot, negatives.texture]
    fragments = negatives.build_fragment_drawer(digits)
    drawers += [fragments, negatives.build_group_drawer(digits)] * 4
    rng = np.random.default_rng(seed)
    inks = [drawers[i % len(drawers)](rng) for i in tqdm(range(count), "non-digits")]
    return _to_samples(inks, np.full(len(inks), NOT_A_DIGIT))


def _extract_scan_ink(gray: np.ndarray) -> np.ndarray:
    """Return the ink of a small scan, dark on light.

    Args:
        gray: uint8 (h, w); 255 is white.

    Returns:
        uint8 (height, width), cropped tight; 0 is paper, 255 is ink.
    """
    picture = Image.fromarray(gray)
    size = picture.width * SCAN_SCALE, picture.height * SCAN_SCALE
    large = np.asarray(picture.resize(size, Image.Resampling.BICUBIC), np.float32)
    paper, darkest = np.percentile(large, 90), large.min()
    ink = np.clip((paper - large) / max(paper - darkest, 1.0) - 0.2, 0, 0.8) / 0.8
    return crop_to_ink((ink * 255).astype(np.uint8))


def _to_samples(inks: list[np.ndarray], labels: np.ndarray) -> Samples:
    """Return the glyph images of all crops with ink, and their labels."""
    valid = [i for i, ink in enumerate(inks) if ink.any()]
    images = [(to_glyph_image(inks[i]) * 255).astype(np.uint8) for i in valid]
    return Samples(np.stack(images), labels[valid].astype(np.uint8))
