"""The ablation reads each picture with and without every part of the reader."""

import numpy as np
import pytest

from benchmarks.ablation import (
    VARIANTS,
    Figures,
    PageNetworks,
    measure,
    to_markdown,
)
from ml.detection.looks import LOOKS
from recognizer.evaluation.datasets import Sample
from recognizer.reading.params import PARAMS
from tests.support.drawing import encoded, page_of
from tests.support.engines import LooksOnly

WHOLE = "nothing: the whole reader"


class Predictor(LooksOnly):
    """Sees a 5 in the first look at every page; closely, it sees a 6."""

    def __init__(self):
        self.looks, self.glyphs_read = 0, 0

    def detector(self, x):
        """Return both maps of a page."""
        self.looks += 1
        maps = [np.full((x.shape[1] // s, x.shape[2] // s, 21), -4.0) for s in (4, 16)]
        if max(x.shape) == LOOKS.first_side_px:
            maps[1][2, 3, 5], maps[1][2, 3, 17:] = 1.5, (0.8, 0.8, 0, 0)
        return maps

    def classify(self, glyphs):
        """Return that each is a 6."""
        return np.eye(11, dtype=np.float32)[[6] * len(glyphs)]

    def read_glyphs(self, glyphs):
        """Return that each is a 6."""
        self.glyphs_read += len(glyphs)
        row = np.full(17, 0.001, np.float32)
        row[6] = 1 - 0.016
        return np.tile(row, (len(glyphs), 1))


def five(half="unseen", name="a"):
    return Sample(name, lambda: encoded(page_of("7")), "5", half=half)


@pytest.fixture
def predictor():
    return Predictor()


def test_a_part_that_is_left_out_changes_the_figures(predictor):
    table = measure({"some": [five()]}, predictor, PARAMS)
    assert table[WHOLE, "some", "unseen"][:3] == (0, 1, 1)
    assert table["the glyph network", "some", "unseen"][:3] == (1, 1, 0)


def test_every_variant_reads_every_picture(predictor):
    table = measure({"some": [five(), five("tuned")]}, predictor, PARAMS)
    assert len(table) == 2 * len(VARIANTS)
    assert {figures.n for figures in table.values()} == {1}


def test_no_variant_computes_again_what_another_has(predictor):
    measure({"some": [five()]}, predictor, PARAMS)
    assert predictor.looks == 2  # the first, and the second where it is taken
    assert predictor.glyphs_read < 2 * len(VARIANTS)


def test_a_refused_picture_is_wrong_for_every_variant(predictor):
    broken = five()._replace(load=lambda: b"no picture")
    table = measure({"some": [broken]}, predictor, PARAMS)
    assert set(table.values()) == {(0, 1, 1, 0)}


def test_the_whole_reader_has_the_parameters_it_is_given(predictor):
    [whole, *others] = VARIANTS
    networks = PageNetworks(predictor)
    assert whole.change_params(PARAMS) == PARAMS
    assert whole.change_networks(networks) == networks
    for other in others:
        changed = other.change_params(PARAMS), other.change_networks(networks)
        assert changed != (PARAMS, networks)


def test_a_table_for_each_half_with_a_line_for_each_variant():
    table = {
        (WHOLE, "some", "unseen"): Figures(3, 4, 2, 1),
        ("a part", "some", "unseen"): Figures(2, 4, 5, 0),
    }
    lines = list(to_markdown(table))
    assert lines[:4] == [
        "| unseen: without | some |",
        "| --- | --- |",
        f"| {WHOLE} | 3 of 4, 2, 1 |",
        "| a part | 2 of 4, 5, 0 |",
    ]
    assert lines[5:8] == [
        "| tuned: without | some |",
        "| --- | --- |",
        f"| {WHOLE} | - |",
    ]
