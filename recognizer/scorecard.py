"""How well the whole reader does, picture in and text out, on labelled sets.

A data folder holds `mnist.npz` and, in `dev/`, folders with pictures and `labels.csv`
or with one `.npz` of arrays. Every picture goes through the pipeline of the site.
"""

import csv
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from ml.calibration import calibration_error
from ml.dataset import HELD_OUT
from recognizer import pipeline
from recognizer.errors import RecognizerError
from recognizer.readings import Reading

# Sets that hold no digit: right is what is not read.
NON_DIGITS = {"non_digits", "omniglot"}
# Sets of which the network has seen nine tenths; only the tenth it has not is read.
TRAINED_ON = {"scan_cells_minichazer", "scan_crops_anzemur"}
ARRAYS = {
    "omniglot",
    "usps_train",
    "hwd1000",
    "scan_cells_minichazer",
    "scan_crops_anzemur",
}


class Case(NamedTuple):
    """One labelled picture.

    Attributes:
        name: of the file, or its place in the array.
        load: returns the bytes of the picture.
        label: the digits, without what parts them; "" where there is none.
    """

    name: str
    load: Callable[[], bytes]
    label: str


class Answer(NamedTuple):
    """What one picture was read as; the reading is None where it was refused."""

    case: Case
    reading: Reading | None

    @property
    def text(self) -> str:
        return self.reading.text.replace("\n", "") if self.reading else ""

    @property
    def is_refused(self) -> bool:
        return self.reading is None or self.reading.verdict == "nothing"

    @property
    def is_right(self) -> bool:
        if self.case.label:
            return self.text == self.case.label
        return self.reading is None or self.reading.verdict != "read"


@dataclass(frozen=True)
class Row:
    """The score of one set.

    Attributes:
        set: its name.
        n: pictures.
        right: read exactly; of non-digits, those that are not trusted as digits.
        refused: answered "no digit here".
        wrong: read as something else.
        low, high: the 95 % interval of the share that is right (Wilson, 1927).
        character_error_rate: edits that mend all texts, by the digits there are.
        calibration_error: expected, of the confidence in the text; None for non-digits.
        confusion: how often each digit (row) was read as 0-9 or as none (column); for
            sets of single digits.
    """

    set: str
    n: int
    right: int
    refused: int
    wrong: int
    low: float
    high: float
    character_error_rate: float | None = None
    calibration_error: float | None = None
    confusion: list[list[int]] = field(default_factory=list)

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value != []}


def find_sets(data: Path) -> dict[str, list[Case]]:
    """Return the labelled sets of a data folder by name."""
    sets = {}
    if (data / "mnist.npz").exists():
        sets["mnist_test"] = _array_cases(data / "mnist.npz", "x_test", "y_test")
    for folder in sorted((data / "dev").glob("*")):
        if (folder / "labels.csv").exists():
            sets[folder.name] = _file_cases(folder)
        elif folder.name in ARRAYS:
            sets[folder.name] = _array_cases(folder / f"{folder.name}.npz", "x", "y")
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
            lambda i=i: to_png(pictures[i]),
            "" if name in NON_DIGITS else str(labels[i]),
        )
        for i in range(0, len(labels), HELD_OUT if name in TRAINED_ON else 1)
    ]


def digits_of(label: str) -> str:
    """Return a label without what parts its lines and groups."""
    return "".join(character for character in label if character.isdigit())


def to_png(gray: np.ndarray) -> bytes:
    """Return uint8 (H, W) as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(gray).save(file, "PNG")
    return file.getvalue()


def read_cases(cases: list[Case]) -> Iterator[Answer]:
    """Read every picture as the site does."""
    for case in cases:
        try:
            yield Answer(case, pipeline.recognize(case.load())[1])
        except RecognizerError:
            yield Answer(case, None)


def score(name: str, answers: list[Answer]) -> Row:
    """Return the row of one set."""
    right = sum(answer.is_right for answer in answers)
    refused = sum(answer.is_refused for answer in answers)
    low, high = wilson(right, len(answers))
    labelled = any(answer.case.label for answer in answers)
    missed = [answer for answer in answers if not answer.is_right]
    wrong = sum(not answer.is_refused for answer in missed)
    row = Row(name, len(answers), right, refused, wrong, low, high)
    if not labelled:
        return row
    return Row(
        **asdict(row)
        | {
            "character_error_rate": round(character_error_rate(answers), 4),
            "calibration_error": round(text_calibration_error(answers), 4),
            "confusion": confusion(answers),
        }
    )


def wilson(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, 0-1."""
    z = 1.96
    share = right / n
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return round((middle - reach) / scale, 4), round((middle + reach) / scale, 4)


def character_error_rate(answers: list[Answer]) -> float:
    """Return the edits that turn all texts into their labels, by the labels' length."""
    edits = sum(edit_distance(answer.text, answer.case.label) for answer in answers)
    return edits / sum(len(answer.case.label) for answer in answers)


def edit_distance(one: str, other: str) -> int:
    """Return how many characters to insert, delete or replace (Levenshtein, 1966)."""
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        above = row
    return above[-1]


def text_calibration_error(answers: list[Answer]) -> float:
    """Return the expected calibration error, 0-1, of all texts that were read."""
    read = [answer for answer in answers if not answer.is_refused]
    if not read:
        return 0.0
    confidence = np.array([answer.reading.confidence for answer in read])
    return calibration_error(confidence, np.array([answer.is_right for answer in read]))


def confusion(answers: list[Answer]) -> list[list[int]]:
    """Return counts (10, 11) of label by reading; the last column is anything else."""
    if any(len(answer.case.label) != 1 for answer in answers):
        return []
    table = np.zeros((10, 11), int)
    for answer in answers:
        column = int(answer.text) if len(answer.text) == 1 else 10
        table[int(answer.case.label), column] += 1
    return table.tolist()
