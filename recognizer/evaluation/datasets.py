"""The labelled sets that the scorecard reads.

A data folder holds `mnist.npz` and, in `dev/`, folders with pictures and `labels.csv`,
with one `.npz` of arrays, or with pen strokes. Numbers are composed of MNIST's digits.
"""

import csv
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from ml.data.datasets import HOLD_OUT_EVERY
from ml.data.strokes import draw_strokes
from recognizer.evaluation.synthetic import choose_numbers, draw_number

# Sets that hold no digit: right is what is not read.
NON_DIGITS = {"non_digits", "omniglot"}
# Sets of which the network has seen nine tenths; only the tenth it has not is read.
TRAINED_ON = {"omniglot", "scan_cells_minichazer", "scan_crops_anzemur"}
ARRAYS = {
    "omniglot",
    "usps_train",
    "hwd1000",
    "scan_cells_minichazer",
    "scan_crops_anzemur",
}
# Composed sets, with the gaps between digits in pixels of MNIST.
NUMBERS = {"mnist_strings_apart": (2, 12), "mnist_strings_touching": (-2, 12)}
NUMBERS_EACH = 500
# The network has learned every one of these strokes, so a tenth tells enough.
STROKES, PEN, STROKES_MARGIN = "pendigits", 8, 40


class Case(NamedTuple):
    """One labelled picture.

    Attributes:
        name: of the file, or its place in the set.
        load: returns the bytes of the picture.
        label: the digits, without what parts them; "" where there is none.
    """

    name: str
    load: Callable[[], bytes]
    label: str


def find_sets(data: Path) -> dict[str, list[Case]]:
    """Return the labelled sets of a data folder by name."""
    sets = {}
    if (data / "mnist.npz").exists():
        sets["mnist_test"] = _array_cases(data / "mnist.npz", "x_test", "y_test")
        sets |= _number_sets(data / "mnist.npz")
    for folder in sorted((data / "dev").glob("*")):
        if (folder / "labels.csv").exists():
            sets[folder.name] = _file_cases(folder)
        elif folder.name in ARRAYS:
            sets[folder.name] = _array_cases(folder / f"{folder.name}.npz", "x", "y")
        elif folder.name == STROKES:
            sets[folder.name] = _stroke_cases(folder / "pendigits_tra_strokes.npz")
    return sets


def _file_cases(folder: Path) -> list[Case]:
    with open(folder / "labels.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    return [
        Case(
            row["file"],
            (folder / row["file"]).read_bytes,
            "" if folder.name in NON_DIGITS else digits_of(row["label"]),
        )
        for row in rows
    ]


def _array_cases(path: Path, x: str, y: str) -> list[Case]:
    with np.load(path) as arrays:
        pictures, labels = arrays[x], arrays[y]
    name = path.stem
    return [
        Case(
            f"{name}-{i}",
            partial(to_png, pictures[i]),
            "" if name in NON_DIGITS else str(labels[i]),
        )
        for i in range(0, len(labels), HOLD_OUT_EVERY if name in TRAINED_ON else 1)
    ]


def _number_sets(path: Path) -> dict[str, list[Case]]:
    with np.load(path) as arrays:
        pictures, labels = arrays["x_test"], arrays["y_test"]
    return {
        name: [
            Case(
                f"{name}-{i}",
                lambda number=number: to_png(draw_number(number, pictures)),
                "".join(str(labels[digit]) for digit in number.digits),
            )
            for i, number in enumerate(choose_numbers(NUMBERS_EACH, len(labels), gaps))
        ]
        for name, gaps in NUMBERS.items()
    }


def _stroke_cases(path: Path) -> list[Case]:
    with np.load(path) as arrays:
        points, labels = arrays["points"].astype(np.float32), arrays["y"]
        strokes = np.split(points, np.cumsum(arrays["stroke_len"])[:-1])
        digits = np.split(np.arange(len(strokes)), np.cumsum(arrays["n_strokes"])[:-1])
    points[:, 1] *= -1  # the tablet's y points up
    return [
        Case(
            f"{STROKES}-{i}",
            partial(_drawn, [strokes[stroke] for stroke in digits[i]]),
            str(labels[i]),
        )
        for i in range(0, len(labels), HOLD_OUT_EVERY)
    ]


def _drawn(strokes: list[np.ndarray]) -> bytes:
    return to_png(255 - np.pad(draw_strokes(strokes, PEN), STROKES_MARGIN))


def digits_of(label: str) -> str:
    """Return a label without what parts its lines and groups."""
    return "".join(character for character in label if character.isdigit())


def to_png(gray: np.ndarray) -> bytes:
    """Return uint8 (H, W) as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(gray).save(file, "PNG")
    return file.getvalue()
