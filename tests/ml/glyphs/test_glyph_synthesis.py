"""What is cut from composed pages for the glyph network."""

import numpy as np
import pytest

from ml.data.glyph_synthesis import (
    MAX_NEGATIVE_IOU,
    choose_boxes,
    cut_glyphs,
    jitter_boxes,
    propose_negatives,
    vary_pixels,
)
from ml.data.number_texts import OTHER
from ml.detection.detections import compute_overlaps
from tests.ml.glyphs.conftest import page_of


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_glyphs_are_cut_until_there_are_enough(composer, rng):
    glyphs, classes = cut_glyphs(composer, 50, rng)
    assert glyphs.shape == (50, 40, 40, 2)
    assert glyphs.dtype == np.uint8
    assert set(classes) == {1, 11, OTHER}
    assert len(set(composer.sides)) > 1


def test_the_same_seed_cuts_the_same_glyphs(composer):
    one, other = (cut_glyphs(composer, 9, np.random.default_rng(5)) for _ in range(2))
    assert one[1].tolist() == other[1].tolist()


def test_jitter_keeps_the_larger_part_of_a_box(rng):
    boxes = np.tile([(20.0, 30.0, 40.0, 60.0)], (200, 1))
    moved = jitter_boxes(boxes, rng)
    iou = compute_overlaps(np.concatenate([boxes[:1], moved]))[0][0, 1:]
    assert iou.min() > 0.5
    assert iou.mean() < 0.95


def negatives_of(page, rng, rounds=300):
    chosen = np.arange(len(page.boxes))
    return np.concatenate([propose_negatives(page, chosen, rng) for _ in range(rounds)])


def test_a_negative_holds_no_single_digit(rng):
    page = page_of([(20, 30, 40, 60)], [5])
    negatives = negatives_of(page, rng)
    iou = compute_overlaps(np.concatenate([page.boxes, negatives]))[0][0, 1:]
    assert len(negatives) > 100
    assert iou.max() <= 0.6 + 1e-6  # the larger part of a digit that was cut in two
    assert (iou < MAX_NEGATIVE_IOU).mean() > 0.5


def test_neighbors_are_proposed_as_one_box(rng):
    page = page_of([(20, 30, 40, 60), (44, 30, 64, 60)], [5, 3])
    pairs = [tuple(box) for box in negatives_of(page, rng)]
    assert (20, 30, 64, 60) in pairs


def test_no_half_of_a_one_is_called_no_digit(rng):
    page = page_of([(20, 30, 26, 60)], [1])
    inside = [
        box
        for box in negatives_of(page, rng)
        if box[0] == 20 and box[2] == 26 and box[3] - box[1] < 30
    ]
    assert inside == []


def test_boxes_and_classes_of_a_page_belong_together(rng):
    page = page_of([(20, 30, 26, 60), (60, 30, 70, 60)], [1, 4])
    boxes, classes = choose_boxes(page, rng)
    assert len(boxes) == len(classes)
    assert sorted(classes[classes < OTHER]) == [1, 4]


def test_pixels_vary_and_masks_stay(composer, rng):
    glyphs, _ = cut_glyphs(composer, 60, rng)
    before = glyphs.copy()
    varied = vary_pixels(glyphs, rng)
    assert np.array_equal(glyphs, before)
    assert np.array_equal(varied[..., 1], glyphs[..., 1])
    changed = (varied != glyphs).any((1, 2, 3)).mean()
    assert 0.3 < changed < 0.9
