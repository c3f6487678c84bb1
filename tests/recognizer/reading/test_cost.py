"""Hostile pages cost no more than a stated number of looks and glyphs."""

import numpy as np
import pytest

from ml.detection.detections import MAX_PEAKS, Detections
from recognizer.reading.explanation import explain_digits
from recognizer.reading.reader import MAX_GLYPHS, read_gray
from tests.support.engines import LooksOnly


class EagerNetwork(LooksOnly):
    """Takes random places of a page for digits, as many as a detector may find."""

    def __init__(self, rng):
        self.rng = rng
        self.calls = []

    def detect(self, gray):
        self.calls.append(("detect", 1))
        height, width = gray.shape
        places = self.rng.uniform(0, (width, height), (2 * MAX_PEAKS, 2))
        sizes = self.rng.uniform(0.001, 0.01, (2 * MAX_PEAKS, 2)) * max(gray.shape)
        scores = self.rng.uniform(0, 1, (2 * MAX_PEAKS, 17))
        return Detections(np.concatenate([places, places + sizes], 1), scores)

    def read_glyphs(self, glyphs):
        self.calls.append(("glyphs", len(glyphs)))
        scores = self.rng.uniform(0, 1, (len(glyphs), 17)) ** 8
        scores[:, 10:] *= 0.01
        return scores / scores.sum(1, keepdims=True)

    def find_gradients(self, glyphs, labels):
        self.calls.append(("gradients", len(glyphs)))
        return self.rng.normal(0, 1, glyphs.shape[:3]).astype(np.float32)


@pytest.mark.parametrize(
    "shape", [(1000, 1000), (1, 1), (1, 1000), (6000, 350), (180, 6000), (3, 28)]
)
def test_a_page_full_of_likely_digits_is_read_at_a_bounded_cost(shape):
    network = EagerNetwork(np.random.default_rng(1))
    gray = np.random.default_rng(2).integers(0, 256, shape, dtype=np.uint8)
    reading = read_gray(gray, network)
    assert len(reading.digits) <= MAX_GLYPHS
    counts = [count for kind, count in network.calls if kind == "glyphs"]
    assert sum(kind == "detect" for kind, _ in network.calls) <= 4
    assert sum(counts) <= 2 * MAX_GLYPHS
    for left, top, right, bottom in (digit.box for digit in reading.digits):
        assert 0 <= left <= right <= shape[1]
        assert 0 <= top <= bottom <= shape[0]


def test_every_digit_of_a_full_page_is_explained_in_one_call():
    network = EagerNetwork(np.random.default_rng(1))
    gray = np.random.default_rng(2).integers(0, 256, (1000, 1000), dtype=np.uint8)
    reading = read_gray(gray, network)
    explained = explain_digits(reading, gray, network)
    assert network.calls[-1] == ("gradients", len(reading.digits))
    assert all(digit.seen and digit.heat for digit in explained.digits)
