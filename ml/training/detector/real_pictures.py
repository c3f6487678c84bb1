"""How well a detector alone reads the real pictures of `dev/`.

Each set is split by a hash of the file's name: one half to tune on, one kept unseen.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from ml.data.splits import HALVES, half_of
from ml.detection.detections import Detections
from ml.detection.looks import Network, detect

SETS = ("photo_digits", "drawn_digits", "multi_digits", "wild")
MIN_CONFIDENCE = 0.35
MIN_OVERLAP = 0.35  # in height, of neighbors on one line
MAX_SIDE = 1_600


@dataclass(frozen=True)
class Example:
    """A picture and the digits on it.

    Attributes:
        path: of the file.
        digits: as they are read, lines and gaps left out.
        kind: the set, and the category where it has some.
    """

    path: Path
    digits: str
    kind: str

    @property
    def half(self) -> str:
        """Return "tuned" or "unseen"."""
        return half_of(self.path.name)


@dataclass(frozen=True)
class Answer:
    """What was read, and how far it is from what stands there."""

    example: Example
    text: str
    wrong: int


def find_examples(data: Path, half: str) -> Iterator[Example]:
    """Yield one half of each set."""
    for name in SETS:
        with (data / "dev" / name / "labels.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                label = "" if row["label"] == "none" else row["label"]
                kind = f"{name}: {row['category']}" if "category" in row else name
                path = data / "dev" / name / row["file"]
                example = Example(path, re.sub(r"\D", "", label), kind)
                if example.half == half:
                    yield example


def read_gray(path: Path) -> np.ndarray:
    """Return a picture upright, uint8 (height, width)."""
    image: Image.Image = Image.open(path)
    if image.format == "JPEG":
        image.draft("L", (MAX_SIDE, MAX_SIDE))
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        values = np.asarray(image, np.float32)
        return (values / max(values.max(), 1) * 255).astype(np.uint8)
    if "A" not in image.mode and "transparency" not in image.info:
        return np.asarray(image.convert("L"))
    image = image.convert("RGBA")
    light, dark = (_on_paper(image, paper) for paper in (255, 0))
    # White strokes on nothing are seen on black only.
    return light if light.std() > 3 or dark.std() <= 3 else dark


def _on_paper(image: Image.Image, paper: int) -> np.ndarray:
    sheet = Image.new("RGBA", image.size, (paper, paper, paper, 255))
    return np.asarray(Image.alpha_composite(sheet, image).convert("L"))


def find_lines(boxes: np.ndarray) -> list[list[int]]:
    """Return boxes (n, 4) as lines, by index; both in reading order."""
    lines: list[list[int]] = []
    for i in np.argsort(boxes[:, 0]):
        overlaps = [_overlap(boxes[i], boxes[line[-1]]) for line in lines]
        if overlaps and max(overlaps) > MIN_OVERLAP:
            lines[int(np.argmax(overlaps))].append(int(i))
        else:
            lines.append([int(i)])
    return sorted(lines, key=lambda line: boxes[line][:, 1::2].mean())


def _overlap(box: np.ndarray, other: np.ndarray) -> float:
    """Return the common height as a share of the lower box's."""
    common = min(box[3], other[3]) - max(box[1], other[1])
    return common / max(min(box[3] - box[1], other[3] - other[1]), 1e-6)


def to_text(found: Detections, min_confidence: float = MIN_CONFIDENCE) -> str:
    """Return the digits in reading order."""
    found = found.select(found.are_digits & (found.confidences >= min_confidence))
    order = [i for line in find_lines(found.boxes) for i in line]
    return "".join(str(c) for c in found.classes[order])


def count_edits(text: str, wanted: str) -> int:
    """Return how many digits are to change, add or leave out (Levenshtein)."""
    row = np.arange(len(wanted) + 1)
    for i, digit in enumerate(text, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(wanted, 1):
            best = min(row[j] + 1, row[j - 1] + 1, before + (digit != other))
            before, row[j] = row[j], best
    return int(row[-1])


def read_examples(network: Network, data: Path, half: str) -> list[Answer]:
    """Return what a detector reads on one half of each set."""
    answers = []
    for example in find_examples(data, half):
        text = to_text(detect(network, read_gray(example.path)))
        wrong = count_edits(text, example.digits)
        answers.append(Answer(example, text, wrong))
    return answers


def summarize(answers: list[Answer]) -> list[dict[str, object]]:
    """Return a row for each kind: pictures, wholly right, digits, digits wrong."""
    rows = []
    for kind in dict.fromkeys(answer.example.kind for answer in answers):
        some = [answer for answer in answers if answer.example.kind == kind]
        rows.append(
            {
                "set": kind,
                "n": len(some),
                "right": sum(answer.wrong == 0 for answer in some),
                "digits": sum(len(answer.example.digits) for answer in some),
                "wrong": sum(answer.wrong for answer in some),
                "empty": sum(not answer.text for answer in some),
            }
        )
    return rows


def measure_halves(network: Network, data: Path) -> list[dict[str, object]]:
    """Return a row for each kind in each half: tuned on, and unseen."""
    return [
        {"half": half} | row
        for half in HALVES
        for row in summarize(read_examples(network, data, half))
    ]
