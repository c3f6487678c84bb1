"""The benchmark of reading tells what a picture and each network cost."""

from collections import Counter

import pytest

from benchmarks.reading import Cost, measure, to_row
from recognizer.evaluation.datasets import Sample
from tests.recognizer.inference.test_model import LoadedPageNetwork
from tests.support.drawing import encoded, page_of


@pytest.fixture
def samples():
    page = encoded(page_of("7"))
    return [Sample("seven", lambda: page, "7"), Sample("none", lambda: b"", "")]


def test_each_picture_is_measured(samples):
    [cost] = measure(samples, LoadedPageNetwork(((5, 5, 20, 30), 3, 0.95)))
    assert (cost.name, cost.digits) == ("seven", 1)
    assert {"detect", "glyphs", "classify"} <= set(cost.networks)
    assert 0 < cost.networks["detect"] < cost.seconds


def test_a_row_tells_of_the_dearest_picture():
    costs = [
        Cost("a", 1, 0.01, Counter(detect=0.004)),
        Cost("b", 9, 0.03, Counter(detect=0.02, glyphs=0.006)),
        Cost("c", 2, 0.02, Counter()),
    ]
    row = to_row("wild", costs)
    assert row == "| wild | 3 | 20.0 | 30 | 9 | detect 20, glyphs 6 | b |"
