"""Backgrounds are print and marks between paper and ink."""

import numpy as np
import pytest

from ml.data import backgrounds
from ml.data.backgrounds import draw_paper
from ml.inputs.line_images import LINE_HEIGHT_PX

DRAWERS = list(dict.fromkeys([*backgrounds.PRINTS, *(d for d, _ in backgrounds.MARKS)]))
MARKS = [draw for draw, _ in backgrounds.MARKS]
SIZE = LINE_HEIGHT_PX, 120


def by_name(draw):
    return draw.__name__


@pytest.mark.parametrize("draw", DRAWERS, ids=by_name)
def test_print_is_no_darker_than_ink_and_leaves_paper(draw):
    drawn = draw(*SIZE, np.random.default_rng(4))
    assert drawn.shape == SIZE
    assert 0 <= drawn.min() <= drawn.max() <= 1
    assert np.ptp(drawn) > 0.2


@pytest.mark.parametrize("draw", DRAWERS, ids=by_name)
def test_the_same_seed_draws_the_same(draw):
    one, other = (draw(*SIZE, np.random.default_rng(3)) for _ in range(2))
    assert (one == other).all()
    assert (one != draw(*SIZE, np.random.default_rng(5))).any()


@pytest.mark.parametrize("draw", MARKS, ids=by_name)
def test_marks_cover_less_than_half_of_the_paper(draw):
    drawn = [draw(*SIZE, np.random.default_rng(seed)) for seed in range(20)]
    assert max((mark > 0.2).mean() for mark in drawn) < 0.4


@pytest.mark.parametrize("draw", [backgrounds.waves, backgrounds.crossed_waves])
def test_waves_cover_the_whole_width(draw):
    drawn = draw(64, 400, np.random.default_rng(2))
    assert all(part.max() > 0.5 for part in np.split(drawn, 8, axis=1))


def test_a_rule_is_longer_than_a_cell_wall():
    rng = np.random.default_rng(1)
    rows = [(backgrounds.rule(*SIZE, rng) > 0.3).mean(1).max() for _ in range(20)]
    columns = [
        (backgrounds.cell_walls(*SIZE, rng) > 0.3).mean(0).max() for _ in range(20)
    ]
    assert np.median(rows) > 0.5
    assert np.median(columns) > 0.5


def test_rules_mostly_lie_near_the_baseline():
    rng = np.random.default_rng(1)
    rows = [backgrounds.rule(*SIZE, rng).sum(1).argmax() for _ in range(60)]
    assert np.median(rows) > 0.7 * LINE_HEIGHT_PX


def test_half_of_all_papers_have_no_print():
    papers = [draw_paper(*SIZE, np.random.default_rng(seed)) for seed in range(120)]
    plain = np.mean([np.median(paper) == 0 for paper in papers])
    assert 0.35 < plain < 0.75
    assert max(paper.max() for paper in papers) <= 1


@pytest.mark.parametrize("width", [1, 7, 700])
def test_paper_of_any_width_is_drawn(width):
    for seed in range(15):
        paper = draw_paper(LINE_HEIGHT_PX, width, np.random.default_rng(seed))
        assert paper.shape == (LINE_HEIGHT_PX, width)
