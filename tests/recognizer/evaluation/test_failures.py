"""Failures are drawn with what the reader saw, whichever reader it was."""

import numpy as np
import pytest
from PIL import Image

from ml.detection.looks import propose
from recognizer.evaluation.datasets import Marks, Sample
from recognizer.evaluation.failures import FOUND, GROUND, TRUE, save_failures
from recognizer.evaluation.scorecard import read_samples
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of
from tests.support.engines import CARD, LooksOnly


def drawn(sample, folder):
    save_failures(list(read_samples([sample])), folder)
    [path] = folder.iterdir()
    return np.asarray(Image.open(path))


def has_color(sheet, color):
    return bool((sheet == color).all(-1).any())


def test_a_miss_shows_its_picture_with_boxes_and_its_glyphs_in_rows(seven, tmp_path):
    one = Sample("a", lambda: encoded(page_of("7")), "5")
    many = Sample("b", lambda: encoded(page_of("7" * 20)), "5")
    assert has_color(drawn(one, tmp_path / "one"), FOUND)
    wide = drawn(many, tmp_path / "many")
    # Twenty glyphs take two rows: both are brighter than the sheet's ground.
    assert min(wide[-84:].max(), wide[-172:-88].max()) > GROUND[0]


def test_a_file_that_was_refused_is_a_miss_too(seven, tmp_path):
    sheet = drawn(Sample("x", lambda: b"no picture", "5"), tmp_path / "misses")
    assert sheet.max() > 200


def test_what_is_right_is_not_drawn(seven, tmp_path):
    right = Sample("a", lambda: encoded(page_of("7")), "7")
    save_failures(list(read_samples([right])), tmp_path / "none")
    assert not (tmp_path / "none").exists()


class FiveNetwork(LooksOnly):
    """Sees a 5 on every page."""

    card = CARD

    def detector(self, x):
        """Return both maps of a page."""
        maps = [np.full((x.shape[1] // s, x.shape[2] // s, 21), -9.0) for s in (4, 16)]
        maps[1][2, 3, 5], maps[1][2, 3, 17:] = 4, (1, 1, 0, 0)
        return maps

    def detect(self, gray):
        """Return the 5."""
        return propose(self.detector, gray)

    def read_glyphs(self, glyphs):
        """Return that each is a 5."""
        return np.eye(17, dtype=np.float32)[[5] * len(glyphs)]


@pytest.fixture
def fives():
    """Read with a network that sees a 5."""
    with engine.use_network(FiveNetwork()) as network:
        yield network


def test_a_miss_shows_the_maps_of_both_looks(fives, tmp_path):
    sample = Sample("a", lambda: encoded(page_of("7")), "7")
    sheet = drawn(sample, tmp_path / "misses")
    assert sheet.shape[1] == 3 * 364 + 4
    for left in (368, 732):
        shown = sheet[24:200, left : left + 360]
        assert shown.max() > 200  # the 5
        assert (shown < 30).mean() > 0.5  # nothing around it
    assert has_color(sheet, FOUND)
    assert not has_color(sheet, TRUE)


def test_true_boxes_are_shown_where_they_are_known(fives, tmp_path):
    marks = Marks(np.array([(10.0, 10, 60, 60)]), np.array([False]))
    sample = Sample("a", lambda: encoded(page_of("7")), "7", marks=marks)
    assert has_color(drawn(sample, tmp_path / "misses"), TRUE)
