"""Find the labeled sets of pictures that the scorecard reads.

A data folder holds `mnist.npz` and, in `dev/`, folders with pictures and `labels.csv`,
with one `.npz` of arrays, or with pen strokes. Numbers are composed of MNIST digits.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image

from ml.data.datasets import HOLD_OUT_EVERY
from ml.data.drawings.strokes import draw_strokes
from ml.data.splits import Half, half_of
from recognizer.evaluation.synthetic import Number, choose_numbers, draw_number

# Sets without digits: a picture is right if it is not read.
NON_DIGITS = {"non_digits", "omniglot"}
# Nine tenths of these sets are training data; only the other tenth is read.
TRAINED_ON = {"hwd1000", "scan_cells_minichazer", "scan_crops_anzemur"}
# Every second alphabet character of this set is training data; the others are read.
TRAINED_ON_CLASSES = "omniglot"
# Pictures of `odd/` with signs between digits, and those digits.
SIGNS_SET = "signs_odd"
SIGNS_IN_ODD = {
    "date_slash.png": "1024",
    "date_slashes.png": "12325",
    "dollar.png": "25",
}
ARRAYS = {
    "omniglot",
    "usps_train",
    "hwd1000",
    "scan_cells_minichazer",
    "scan_crops_anzemur",
}
# Synthetic sets, with minimum and maximum gap between digits in MNIST pixels.
NUMBERS = {"mnist_strings_apart": (2, 12), "mnist_strings_touching": (-2, 12)}
NUMBERS_EACH = 500
# All of these strokes are training data, so a tenth of them is enough.
STROKES, PEN, STROKES_MARGIN = "pendigits", 8, 40


@dataclass(frozen=True)
class Marks:
    """Where the characters of a picture are.

    Attributes:
        boxes: float (n, 4), left, top, right, bottom in pixels.
        are_signs: bool (n,); the others are digits.
    """

    boxes: np.ndarray
    are_signs: np.ndarray


class Sample(NamedTuple):
    """One labeled picture.

    Attributes:
        name: of the file, or the index in its set.
        load: returns the bytes of the picture.
        label: its digits, without separators; "" for a non-digit.
        category: what the picture shows, in sets of many kinds.
        half: `tuned` or `unseen`; "" in sets that nothing was tuned on.
        is_ordered: False where digits lie about: `label` is sorted then.
        has_signs: whether there are signs among the digits.
        marks: where digits and signs are; None if that is not known.
    """

    name: str
    load: Callable[[], bytes]
    label: str
    category: str = ""
    half: Half | Literal[""] = ""
    is_ordered: bool = True
    has_signs: bool = False
    marks: Marks | None = None

    def compared(self, text: str) -> str:
        """Return a text in the order in which it is compared with the label."""
        return text if self.is_ordered else "".join(sorted(text))


def find_sets(data: Path) -> dict[str, list[Sample]]:
    """Return the labeled sets of a data folder by name."""
    sets: dict[str, list[Sample]] = {}
    if (data / "mnist.npz").exists():
        sets["mnist_test"] = _array_samples(data / "mnist.npz", "x_test", "y_test")
        sets |= _synthetic_sets(data / "mnist.npz")
    for folder in sorted((data / "dev").glob("*")):
        if samples := _find_samples(folder):
            sets[folder.name] = [s._replace(half=half_of(s.name)) for s in samples]
    if signs := _sign_samples(data / "odd"):
        sets[SIGNS_SET] = signs
    return sets


def thin_out(samples: list[Sample], limit: int | None) -> list[Sample]:
    """Return at most so many samples, evenly spread over all."""
    if limit is None or len(samples) <= limit:
        return samples
    return [samples[i * len(samples) // limit] for i in range(limit)]


def _find_samples(folder: Path) -> list[Sample]:
    if (folder / "labels.csv").exists():
        return _file_samples(folder)
    if folder.name in ARRAYS:
        return _array_samples(folder / f"{folder.name}.npz", "x", "y")
    if folder.name == STROKES:
        return _stroke_samples(folder / "pendigits_tra_strokes.npz")
    return []


def _file_samples(folder: Path) -> list[Sample]:
    with open(folder / "labels.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    return [
        Sample(
            row["file"],
            (folder / row["file"]).read_bytes,
            "" if folder.name in NON_DIGITS else to_digits(row["label"]),
            row.get("category", ""),
        )
        for row in rows
    ]


def _sign_samples(folder: Path) -> list[Sample]:
    return [
        Sample(name, (folder / name).read_bytes, label, has_signs=True)
        for name, label in SIGNS_IN_ODD.items()
        if (folder / name).exists()
    ]


def _array_samples(path: Path, x: str, y: str) -> list[Sample]:
    with np.load(path) as arrays:
        pictures, labels = arrays[x], arrays[y]
    name = path.stem
    return [
        Sample(
            f"{name}-{i}",
            partial(to_png, pictures[i]),
            "" if name in NON_DIGITS else str(labels[i]),
        )
        for i in _find_read(name, labels)
    ]


def _find_read(name: str, labels: np.ndarray) -> Iterable[int]:
    """Return the indices of the pictures of a set that nothing was trained on."""
    if name == TRAINED_ON_CLASSES:
        return np.flatnonzero(labels % 2 == 1).tolist()
    return range(0, len(labels), HOLD_OUT_EVERY if name in TRAINED_ON else 1)


def _synthetic_sets(path: Path) -> dict[str, list[Sample]]:
    with np.load(path) as arrays:
        pictures, labels = arrays["x_test"], arrays["y_test"]
    return {
        name: [
            Sample(
                f"{name}-{i}",
                partial(_draw_number, number, pictures),
                "".join(str(labels[digit]) for digit in number.digits),
            )
            for i, number in enumerate(choose_numbers(NUMBERS_EACH, len(labels), gaps))
        ]
        for name, gaps in NUMBERS.items()
    }


def _stroke_samples(path: Path) -> list[Sample]:
    with np.load(path) as arrays:
        points, labels = arrays["points"].astype(np.float32), arrays["y"]
        strokes = np.split(points, np.cumsum(arrays["stroke_len"])[:-1])
        digits = np.split(np.arange(len(strokes)), np.cumsum(arrays["n_strokes"])[:-1])
    points[:, 1] *= -1  # the tablet's y points up
    return [
        Sample(
            f"{STROKES}-{i}",
            partial(_draw, [strokes[stroke] for stroke in digits[i]]),
            str(labels[i]),
        )
        for i in range(0, len(labels), HOLD_OUT_EVERY)
    ]


def _draw_number(number: Number, pictures: np.ndarray) -> bytes:
    return to_png(draw_number(number, pictures))


def _draw(strokes: list[np.ndarray]) -> bytes:
    return to_png(255 - np.pad(draw_strokes(strokes, PEN), STROKES_MARGIN))


def to_digits(label: str) -> str:
    """Return the digits of a label, without separators."""
    return "".join(character for character in label if character.isdigit())


def to_png(gray: np.ndarray) -> bytes:
    """Encode a picture, uint8 (H, W), as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(gray).save(file, "PNG")
    return file.getvalue()
