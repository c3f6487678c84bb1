"""From maps to boxes, back from what was asked."""

import numpy as np
import pytest

from ml.detection.detections import Detections, compute_overlaps, decode, join, suppress
from ml.training.detector.targets import MIDDLE, build_targets

SIDE = 128


def ideal_maps(boxes, classes):
    """Return the maps of a network that answers just what is asked of it."""
    targets = build_targets(boxes, classes, SIDE, np.random.default_rng(0))
    values = np.zeros((len(targets["heat"]), 21), np.float32)
    heat = np.where(targets["heat"] == MIDDLE, 0.99, targets["heat"] / MIDDLE * 0.9)
    values[:, :17] = np.log(np.clip(heat, 1e-4, 1) / (1 - np.clip(heat, 1e-4, 0.999)))
    asked = targets["object_values"][:, 4] > 0
    values[targets["object_cells"][asked], 17:] = targets["object_values"][asked, :4]
    fine = (SIDE // 4) ** 2
    return (
        values[:fine].reshape(SIDE // 4, SIDE // 4, 21),
        values[fine:].reshape(SIDE // 16, SIDE // 16, 21),
    )


BOXES = np.array([(4, 5, 20, 33), (30, 8, 118, 96), (70, 100, 76, 104)], np.float32)
CLASSES = np.array([7, 0, 11], np.uint8)


def test_decoding_gives_back_what_was_asked():
    found = suppress(decode(ideal_maps(BOXES, CLASSES), min_score=0.95))
    order = np.argsort(found.boxes[:, 0])
    assert found.classes[order].tolist() == [7, 0, 11]
    assert found.boxes[order] == pytest.approx(BOXES, abs=1e-3)
    assert found.are_digits[order].tolist() == [True, True, False]


def test_boxes_are_in_pixels_of_the_picture():
    maps = ideal_maps(BOXES, CLASSES)
    found = suppress(decode(maps, scale=0.5, min_score=0.95))
    assert sorted(found.boxes[:, 0]) == pytest.approx(sorted(2 * BOXES[:, 0]), abs=1e-2)


def test_a_peak_is_one_detection_and_its_slopes_are_none():
    small = np.array([(4, 5, 16, 25)], np.float32)
    found = decode(ideal_maps(small, CLASSES[:1]), min_score=0.05)
    assert len(found) == 1


def test_a_map_without_peaks_gives_no_detection():
    found = suppress(decode(ideal_maps(BOXES[:0], CLASSES[:0])))
    assert len(found) == 0
    assert found.boxes.shape == (0, 4)
    assert found.scores.shape == (0, 17)


def test_senseless_sizes_stay_finite():
    maps = [np.full((4, 4, 21), 1e9, np.float32), np.full((1, 1, 21), 1e9, np.float32)]
    found = decode(maps)
    assert np.isfinite(found.boxes).all()
    assert np.isfinite(found.scores).all()


def detections(*rows):
    boxes = np.array([row[:4] for row in rows], np.float32)
    scores = np.zeros((len(rows), 17), np.float32)
    for i, row in enumerate(rows):
        scores[i, row[4]] = row[5]
    return Detections(boxes, scores)


def test_of_two_boxes_on_one_digit_the_surer_stays():
    found = suppress(detections((0, 0, 10, 10, 3, 0.5), (1, 0, 11, 10, 8, 0.9)))
    assert found.classes.tolist() == [8]


def test_a_part_of_a_digit_falls():
    found = suppress(detections((0, 0, 20, 40, 8, 0.9), (2, 0, 18, 20, 0, 0.6)))
    assert found.classes.tolist() == [8]


def test_neighbors_stay_and_the_best_score_comes_first():
    found = suppress(detections((0, 0, 10, 10, 3, 0.5), (9, 0, 19, 10, 3, 0.9)))
    assert found.boxes[:, 0].tolist() == [9, 0]


def test_a_suppressed_box_suppresses_none():
    rows = (0, 0, 10, 10, 1, 0.9), (4, 0, 14, 10, 1, 0.8), (8, 0, 18, 10, 1, 0.7)
    assert suppress(detections(*rows)).boxes[:, 0].tolist() == [0, 8]


def test_overlaps_by_hand():
    iou, inside = compute_overlaps(np.array([(0, 0, 4, 4), (2, 0, 4, 2)], float))
    assert iou[0, 1] == pytest.approx(4 / 16)
    assert inside[0, 1] == pytest.approx(1)


def test_joined_looks_keep_their_order():
    one, other = detections((0, 0, 1, 1, 1, 0.5)), detections((5, 0, 6, 1, 2, 0.9))
    assert join([one, other]).classes.tolist() == [1, 2]
