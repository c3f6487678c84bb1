"""One line at two scales: where it is cut, and what both say together."""

import numpy as np
import pytest

from recognizer.reading.candidates import Candidate
from recognizer.reading.ctc_lines import (
    PADDINGS,
    LineScores,
    MultiscaleScores,
    read_lines,
)
from recognizer.reading.lattice import NO_GLYPHS
from recognizer.reading.text_lines import LineBox
from recognizer.readings import Box
from tests.support.engines import WatchedNetwork, all_sevens, to_line_scores

BLANK = 10


def scales(*scores):
    return MultiscaleScores(
        [LineScores(to_line_scores(200, *one), left=0, step=2) for one in scores]
    )


def test_the_text_that_both_views_find_likely_wins():
    close = (0.3, {4: 0.9}), (0.7, {7: 0.5, 1: 0.4})
    wide = (0.3, {4: 0.9}), (0.7, {1: 0.9})
    assert scales(close).texts[0][0] == (4, 7)
    assert scales(close, wide).texts[0][0] == (4, 1)


def test_texts_come_likeliest_first_with_their_chances():
    texts = scales([(0.5, {3: 0.6, 8: 0.3})]).texts
    chances = [chance for _, chance in texts]
    assert [labels for labels, _ in texts[:2]] == [(3,), (8,)]
    assert chances == sorted(chances, reverse=True)
    assert 0.5 < chances[0] <= 0.6


def test_one_view_alone_rules_no_text_out():
    blind = [(0.3, {4: 0.999}), (0.6, {4: 0.999})]
    assert scales(blind).likelihood((7, 7)) == pytest.approx(-12)


def test_digits_are_found_at_their_columns():
    seen = scales([(0.25, {4: 0.9}), (0.75, {7: 0.9})])
    assert seen.columns((4, 7)) == pytest.approx([50, 150], abs=4)
    assert seen.probs_at(50).argmax() == 4
    assert seen.probs_at(100).argmax() == BLANK


def test_each_view_adds_its_room_past_the_borders_too():
    network = WatchedNetwork(all_sevens, (0.5, {1: 0.9}))
    ink = np.zeros((40, 200), np.uint8)
    ink[5:35, 90:110] = 255
    page = Candidate(NO_GLYPHS, ink, ink)
    [seen] = read_lines([LineBox(Box(0, 0, 200, 40))], page, network)
    strips = network.line_images
    assert len(seen.scales) == len(strips) == len(PADDINGS)
    assert strips[0].sum() > strips[1].sum()
    assert seen.columns((1,)) == pytest.approx([100], abs=6)
