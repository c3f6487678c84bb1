"""Tones, papers and light: what they change, and what stays legible."""

from dataclasses import replace

import numpy as np
import pytest

from ml.data.drawings import textures
from ml.data.drawings.scenes import SCENES
from ml.data.drawings.textures import KINDS, Textures
from ml.data.pages import papers
from ml.data.pages.conditions import LIGHTS, PAPERS, Recipe
from ml.data.pages.painting import paint
from ml.data.pages.sheet import Sheet

SIDE = 96
CLEAN = Recipe(style="clean")


@pytest.fixture(scope="session")
def surfaces():
    return Textures(np.random.default_rng(0))


@pytest.fixture
def sheet():
    sheet = Sheet(SIDE, SIDE, SIDE)
    sheet.put(np.full((50, 20), 255, np.uint8), 48, 48, 1)
    return sheet


def contrast(page):
    """Return how much brighter the paper is than the block of ink."""
    paper = np.concatenate([page[:, :30].ravel(), page[:, -30:].ravel()])
    return np.median(paper) - np.median(page[30:66, 42:54])


def test_a_clean_page_has_paper_and_ink_of_one_tone(sheet, rng, surfaces):
    page, expected = paint(sheet, CLEAN, None, rng, surfaces)
    assert page.shape == (SIDE, SIDE)
    assert page.dtype == np.float32
    assert len(np.unique(page)) == 2
    assert contrast(page) == pytest.approx(expected)


def test_an_inverted_page_is_light_on_dark(sheet, rng, surfaces):
    for _ in range(5):
        page, _ = paint(sheet, replace(CLEAN, is_inverted=True), None, rng, surfaces)
        assert contrast(page) < 0


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("light", LIGHTS)
def test_ink_is_seen_on_every_paper_in_every_light(sheet, rng, surfaces, paper, light):
    page, _ = paint(sheet, Recipe(paper=paper, light=light), None, rng, surfaces)
    ink = page[30:66, 42:54]
    around = np.concatenate([page[30:66, 30:36], page[30:66, 60:66]])
    assert np.median(around) - np.median(ink) > 4


@pytest.mark.parametrize("stroke", ["frayed", "pencil", "hollow"])
def test_uneven_strokes_leave_less_ink(sheet, surfaces, stroke):
    even, _ = paint(sheet, CLEAN, None, np.random.default_rng(5), surfaces)
    recipe = replace(CLEAN, stroke=stroke)
    sheet.outlines[0][1:] += 20  # a hollow digit must be large
    page, _ = paint(sheet, recipe, None, np.random.default_rng(5), surfaces)
    assert page.mean() > even.mean()


def test_print_is_weaker_than_ink_or_as_strong(sheet, rng, surfaces):
    sheet.rule([(0, 10), (SIDE, 10)], 2)
    page, _ = paint(sheet, CLEAN, None, rng, surfaces)
    paper, ink = page[80, 10], page[48, 48]
    assert ink <= page[10, 10] < paper


def test_the_back_of_the_page_shows_through_faintly(sheet, rng, surfaces):
    back = np.zeros((SIDE, SIDE), np.float32)
    back[:, :20] = 1
    recipe = replace(CLEAN, extras=("show_through",))
    page, expected = paint(sheet, recipe, None, rng, surfaces, back)
    assert 0 < page[5, 90] - page[5, 5] < 0.15 * expected


def test_a_panel_has_tones_of_its_own(sheet, rng, surfaces):
    sheet.panel([(10, 10), (86, 10), (86, 86), (10, 86)], 20.0, 220.0)
    page, _ = paint(sheet, CLEAN, None, rng, surfaces)
    assert page[15, 15] == 20
    assert page[48, 48] == 220


def test_a_desk_lies_around_what_is_written(rng, surfaces):
    x = np.full((SIDE, SIDE), 400.0, np.float32)
    page = papers.lay_on_desk(x, (40, 40, 60, 60), rng, surfaces)
    assert (page[42:58, 42:58] > 395).all()
    assert (page < 395).any()


def test_things_do_not_lie_on_what_is_written(rng, surfaces):
    covered = 0
    for _ in range(10):
        x = np.full((SIDE, SIDE), 400.0, np.float32)
        page = papers.lay_things(x, (40, 40, 60, 60), rng, surfaces)
        covered += (page < 300).any()
        assert (page[42:58, 42:58] > 230).all()
    assert covered > 3


def test_shadows_darken_a_part(rng):
    x = np.full((SIDE, SIDE), 200.0, np.float32)
    shadows = [papers.cast_shadow(x, rng, softness) for softness in (0, 2, 20)]
    assert all(shadow.max() <= 200 for shadow in shadows)
    assert any(shadow.min() < 190 for shadow in shadows)


def test_a_vignette_darkens_corners_most(rng):
    x = papers.vignette(np.full((SIDE, SIDE), 200.0, np.float32), rng)
    assert x[48, 48] > min(x[0, 0], x[0, -1], x[-1, 0], x[-1, -1])


def test_glare_brightens_and_never_beyond_white(rng):
    x = papers.add_glare(np.full((SIDE, SIDE), 100.0, np.float32), rng)
    assert x.min() >= 100
    assert 110 < x.max() <= 255


def test_specks_are_small_and_few(rng):
    x = np.full((SIDE, SIDE), 200.0, np.float32)
    papers.add_specks(x, 0.0, rng)
    assert 0 < (x < 195).mean() < 0.15


def test_stains_are_soft_and_cover_little(rng):
    for _ in range(5):
        x = np.full((SIDE, SIDE), 200.0, np.float32)
        papers.add_stains(x, 0.0, rng)
        assert 0 < (x < 195).mean() < 0.2
        assert x.min() > 60


@pytest.mark.parametrize("kind", ["ruled", "squared", "dotted"])
def test_rules_run_over_the_whole_sheet(rng, kind):
    sheet = Sheet(SIDE, SIDE, SIDE)
    papers.rule_paper(sheet, rng, kind)
    printed = np.asarray(sheet.print_layer()) > 60
    assert printed[:, :48].any()
    assert printed[:, 48:].any()
    assert printed.mean() < 0.6


@pytest.mark.parametrize("kind", KINDS)
def test_a_surface_has_mean_0_and_deviation_1(surfaces, kind):
    rng = np.random.default_rng(1)
    cuts = np.stack([surfaces.cut(rng, kind, 300, 300) for _ in range(12)])
    assert cuts.dtype == np.float32
    assert abs(cuts.mean()) < 0.6
    assert 0.4 < cuts.std() < 1.6


def test_a_cut_has_the_size_asked_for(surfaces, rng):
    assert surfaces.any(rng, 40, 700).shape == (700, 40)


def test_a_shade_is_smooth(rng):
    surface = textures.shade(rng, 200, 3)
    assert np.abs(np.diff(surface, axis=0)).max() < 0.1
    assert surface.max() - surface.min() > 0.2


@pytest.mark.parametrize("softness", [0.0, 3.0, 30.0])
def test_a_mask_covers_its_area(softness):
    corners = np.array([[20, 20], [80, 20], [80, 80], [20, 80]])
    mask = textures.polygon_mask(corners, 100, softness)
    assert mask.shape == (100, 100)
    assert mask[50, 50] > 0.4
    assert mask[2, 2] < 0.3


@pytest.mark.parametrize("draw", SCENES, ids=lambda draw: draw.__name__)
def test_a_scene_fills_the_picture(surfaces, rng, draw):
    for _ in range(3):
        scene = np.asarray(draw(rng, 64, surfaces))
        assert scene.shape == (64, 64)
        assert np.isfinite(scene).all()
