"""Reading labeled pictures with the detector alone."""

import csv

import numpy as np
import pytest
from PIL import Image

from ml.data.splits import HALVES
from ml.detection.detections import Detections
from ml.training.detector.real_pictures import (
    SETS,
    count_edits,
    find_examples,
    find_lines,
    measure_halves,
    read_gray,
    to_text,
)


@pytest.fixture
def data(tmp_path):
    """Make a folder with one picture in each set."""
    for name in SETS:
        folder = tmp_path / "dev" / name
        folder.mkdir(parents=True)
        Image.new("L", (64, 64), 200).save(folder / f"{name}.png")
        row = {"file": f"{name}.png", "label": "12|3-4"}
        if name == "wild":
            row |= {"category": "grid", "label": "none"}
        with (folder / "labels.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
    return tmp_path


def test_each_picture_is_in_one_half(data):
    halves = [list(find_examples(data, half)) for half in HALVES]
    assert len(halves[0]) + len(halves[1]) == len(SETS)
    digits = {example.kind: example.digits for half in halves for example in half}
    assert digits["photo_digits"] == "1234"
    assert digits["wild: grid"] == ""


def blank(x):
    """Answer as a network that sees nothing."""
    height, width = x.shape[1:3]
    maps = [np.full((height // s, width // s, 21), -9.0) for s in (4, 16)]
    return [m.astype(np.float32) for m in maps]


def test_a_network_that_sees_nothing_misses_every_digit(data):
    rows = measure_halves(blank, data)
    assert sum(row["wrong"] for row in rows) == 4 * (len(SETS) - 1)
    assert [row["right"] for row in rows if row["set"] == "wild: grid"] == [1]
    assert {row["half"] for row in rows} <= set(HALVES)


def found_in(*rows):
    boxes = np.array([row[:4] for row in rows], np.float32).reshape(-1, 4)
    scores = np.zeros((len(rows), 17), np.float32)
    for i, row in enumerate(rows):
        scores[i, row[4]] = row[5]
    return Detections(boxes, scores)


def test_digits_are_read_line_by_line():
    found = found_in(
        (30, 2, 38, 14, 2, 0.9),
        (10, 30, 18, 42, 3, 0.9),
        (10, 0, 18, 12, 1, 0.9),
        (22, 8, 24, 12, 11, 0.9),  # a comma
        (50, 30, 58, 42, 9, 0.2),  # unsure
    )
    assert to_text(found) == "123"


def test_a_slanted_line_stays_one():
    boxes = np.array([(20 * i, 5 * i, 20 * i + 15, 5 * i + 20) for i in range(8)])
    assert find_lines(boxes) == [list(range(8))]


def test_no_digit_is_no_text():
    assert to_text(found_in()) == ""


@pytest.mark.parametrize(
    ("text", "wanted", "edits"),
    [("", "", 0), ("123", "123", 0), ("13", "123", 1), ("", "12", 2), ("45", "54", 2)],
)
def test_edits(text, wanted, edits):
    assert count_edits(text, wanted) == edits


def test_white_strokes_on_nothing_are_seen(tmp_path):
    image = Image.new("RGBA", (20, 20), (255, 255, 255, 0))
    image.paste((255, 255, 255, 255), (8, 2, 12, 18))
    image.save(tmp_path / "white.png")
    gray = read_gray(tmp_path / "white.png")
    assert (gray[0, 0], gray[10, 10]) == (0, 255)


def test_sixteen_bits_are_scaled(tmp_path):
    values = np.array([[0, 1000], [2000, 4000]], np.uint16)
    Image.fromarray(values).save(tmp_path / "deep.png")
    assert read_gray(tmp_path / "deep.png").max() == 255
