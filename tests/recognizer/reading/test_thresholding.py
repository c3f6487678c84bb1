"""Ink is found on paper of every kind, and nothing on blank paper."""

import numpy as np
import pytest
from scipy import ndimage

from recognizer.reading.binarization.thresholding import (
    find_contrast,
    find_ink,
    has_light_ink,
    is_background_noise,
    otsu,
    rescale,
    to_ink,
    to_pen_ink,
)
from tests.support.drawing import gray, on_desk, page_of, paper, write


def written(**options) -> np.ndarray:
    return gray(page_of("47", **options))


def pieces(ink: np.ndarray) -> int:
    return ndimage.label(ink > 60, np.ones((3, 3)))[1]


@pytest.mark.parametrize(
    ("ink", "shade"), [(25, 245), (235, 20), (150, 190), (90, 120)]
)
def test_two_digits_are_two_pieces_of_ink(ink, shade):
    assert pieces(find_ink(written(ink=ink, shade=shade))) == 2


def test_light_ink_on_dark_ground_is_ink_too():
    page = written(ink=240, shade=15)
    assert has_light_ink(page)
    assert not has_light_ink(255 - page)


def test_thin_loops_on_a_shaded_page_are_dark_ink():
    page = gray(page_of("888", size=120, pen=3, ink=60, shade=200)).astype(float)
    shade = np.linspace(1.0, 0.5, page.shape[1])
    assert not has_light_ink((page * shade).astype(np.uint8))


def test_a_soft_shadow_is_no_ink():
    page = written().astype(float)
    page[:, page.shape[1] // 2 :] *= 0.55
    soft = ndimage.gaussian_filter1d(page, 1.5, axis=1).astype(np.uint8)
    assert pieces(find_ink(soft)) == 2


@pytest.mark.parametrize("share", [0.4, 0.6])
def test_the_hard_edge_of_a_shadow_is_no_ink(share):
    page = written().astype(float)
    page[:, 130:] *= share
    assert pieces(find_ink(page.astype(np.uint8))) == 2


def test_the_dark_corners_of_a_photograph_are_no_ink():
    page = gray(page_of("47", "12", ink=60)).astype(float)
    y, x = np.ogrid[-1 : 1 : page.shape[0] * 1j, -1 : 1 : page.shape[1] * 1j]
    page *= 1 - 0.2 * (x**2 + y**2)
    assert pieces(find_ink(page.astype(np.uint8))) == 4


def test_the_pen_is_parted_from_the_print_below_it():
    page = np.array(page_of("47"))
    printed = np.full_like(page, 245)
    for start in range(0, page.shape[1] + page.shape[0], 14):
        rows = np.arange(page.shape[0])
        columns = start - rows // 2
        inside = (columns >= 0) & (columns < page.shape[1] - 2)
        for more in range(3):
            printed[rows[inside], columns[inside] + more] = 150
    page = np.minimum(page, printed)
    assert pieces(find_ink(page)) != 2
    assert pieces(to_pen_ink(find_contrast(page, light_ink=False))) == 2


def test_blank_paper_has_no_pen_ink():
    assert not to_pen_ink(find_contrast(gray(paper()), light_ink=False)).any()


@pytest.mark.parametrize("shade", [20, 90])
def test_pencil_on_a_page_on_a_dark_desk_is_found(shade):
    page = on_desk(page_of("47", "12", ink=200), shade)
    assert pieces(find_ink(gray(page), light_ink=False)) == 4


@pytest.mark.parametrize("side", [28, 120])
def test_a_digit_that_fills_its_small_picture_is_no_desk(side):
    page = paper(120, 120)
    page.paste(20, (0, 0, 120, 14))  # a 7, cut to its ink
    page.paste(20, (60, 0, 74, 120))
    ink = find_ink(gray(page.resize((side, side))))
    assert (ink[2, 2] > 0, ink[2, -3] > 0) == (True, True)


def test_the_grain_of_a_dark_desk_is_no_ink():
    page = paper(600, 200)
    page.paste(30, (300, 0, 600, 200))
    write(page, "47", at=(60, 50), size=90, pen=8, ink=120)
    write(page, "xx", at=(380, 50), size=90, pen=8, ink=20)
    assert pieces(find_ink(gray(page), light_ink=False)) == 2


def test_a_glimmer_on_white_paper_is_no_light_ink():
    page = written(ink=255, shade=252)
    assert not find_ink(page, light_ink=True).any()


@pytest.mark.parametrize("shade", [0, 20, 128, 255])
def test_a_blank_page_holds_no_ink(shade):
    assert not find_ink(gray(paper(shade=shade))).any()


def test_the_shade_of_paper_is_background_noise():
    shade = 235 + 9 * np.sin(np.arange(600) / 9)
    contrast = find_contrast(np.tile(shade, (400, 1)).astype(np.uint8), light_ink=False)
    assert is_background_noise(contrast, to_ink(contrast))


@pytest.mark.parametrize("ink", [25, 215])
def test_strokes_are_no_noise_however_faint(ink):
    contrast = find_contrast(written(size=240, pen=16, ink=ink), light_ink=False)
    assert not is_background_noise(contrast, to_ink(contrast))


def test_a_small_thin_digit_on_a_large_page_is_found():
    page = write(paper(1000, 1000), "7", at=(480, 480), size=40, pen=2)
    assert find_ink(gray(page)).any()


def test_faint_pencil_comes_out_as_strong_as_ink():
    pencil, ink = (find_ink(written(ink=shade)) for shade in (205, 20))
    assert pencil.max() == ink.max() == 255


def test_noise_does_not_bury_strokes():
    noise = np.random.default_rng(0).normal(scale=12, size=written().shape)
    noisy = np.clip(written(ink=80) + noise, 0, 255).astype(np.uint8)
    assert pieces(find_ink(noisy)) < 12
    assert find_ink(noisy).any()


def test_otsu_parts_two_heaps():
    counts = np.zeros(256, int)
    counts[30:40], counts[200:220] = 50, 10
    assert 38 <= otsu(counts) < 200


def test_shrinking_never_enlarges():
    assert rescale(np.zeros((10, 20), np.uint8), 100).shape == (10, 20)
    assert rescale(np.zeros((300, 600), np.uint8), 100).shape == (50, 100)
