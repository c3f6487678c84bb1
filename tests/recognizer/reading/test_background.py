"""The brightness of the paper is estimated under strokes and in shadows."""

import numpy as np
import pytest

from recognizer.reading.binarization.background import find_paper, widest_stroke


def page(height=60, width=80, shade=220):
    return np.full((height, width), shade, np.uint8)


def test_blank_paper_is_its_own_background():
    paper = find_paper(page())
    assert paper.shape == (60, 80)
    assert paper.dtype == np.float32
    assert np.allclose(paper, 220)


@pytest.mark.parametrize("width", [2, 8, 16])
def test_strokes_are_no_background(width):
    written = page()
    written[10:50, 30 : 30 + width] = 20
    assert find_paper(written).min() > 200


def test_what_is_wider_than_any_stroke_is_background():
    dark = page()
    dark[:, 30:70] = 20
    assert find_paper(dark)[30, 50] == pytest.approx(20, abs=2)


def test_the_background_follows_a_shadow():
    shaded = np.tile(np.linspace(230, 80, 80), (60, 1)).astype(np.uint8)
    assert np.abs(find_paper(shaded) - shaded).mean() < 8


def test_the_dark_side_of_an_edge_is_not_lifted():
    shaded = page()
    shaded[:, 40:] = 120
    assert find_paper(shaded)[:, 42:].max() == pytest.approx(120, abs=1)


def test_the_background_is_never_brighter_than_the_paper():
    noise = np.random.default_rng(4).integers(180, 240, (60, 80)).astype(np.uint8)
    assert find_paper(noise).max() <= 240


@pytest.mark.parametrize(("shape", "width"), [((60, 80), 20), ((5, 5), 3)])
def test_the_widest_stroke_is_a_share_of_the_short_side(shape, width):
    assert widest_stroke(np.zeros(shape, np.uint8)) == width
