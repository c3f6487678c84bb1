"""Counting found digits on composed pages."""

import numpy as np
import pytest

from ml.detection.detections import Detections
from ml.training.detector.validation import Tally, compute_iou, match_digits
from tests.ml.conftest import BarPage

BOXES = np.array([(0, 0, 10, 20), (20, 0, 30, 20)], np.float32)
CLASSES = np.array([4, 7], np.uint8)


def found(boxes, classes):
    scores = np.zeros((len(boxes), 17), np.float32)
    scores[np.arange(len(boxes)), classes] = 0.9
    return Detections(np.array(boxes, np.float32).reshape(-1, 4), scores)


def test_a_digit_is_found_with_the_right_class_and_half_of_its_box():
    detections = found([(0, 0, 10, 18), (20, 0, 30, 20)], [4, 1])
    assert match_digits(BOXES, CLASSES, detections).tolist() == [True, False]


def test_a_box_too_far_off_is_no_match():
    assert not match_digits(BOXES, CLASSES, found([(6, 0, 16, 20)], [4])).any()


def test_a_digit_found_twice_counts_once():
    page = BarPage(np.zeros((32, 32), np.uint8), BOXES, CLASSES)
    tally = Tally()
    tally.add(page, found([BOXES[0], BOXES[0], BOXES[1]], [4, 4, 7]))
    assert (tally.matched, tally.missed, tally.false) == (2, 0, 1)
    assert tally.f1() == pytest.approx(4 / 5)


def test_signs_are_neither_asked_for_nor_false():
    page = BarPage(np.zeros((32, 32), np.uint8), BOXES, np.array([11, 7], np.uint8))
    tally = Tally()
    tally.add(page, found([BOXES[0], BOXES[1]], [11, 7]))
    assert (tally.matched, tally.missed, tally.false) == (1, 0, 0)


def test_recall_is_reported_by_height():
    page = BarPage(np.zeros((32, 32), np.uint8), BOXES * (1, 1, 1, 2.5), CLASSES)
    tally = Tally()
    tally.add(page, found([BOXES[0] * (1, 1, 1, 2.5)], [4]))
    assert tally.as_row("x")["recall_percent"] == {"40-80 px": 50.0}


def test_a_page_without_digits_has_no_recall():
    page = BarPage(np.zeros((32, 32), np.uint8), BOXES[:0], CLASSES[:0])
    tally = Tally()
    tally.add(page, found([], []))
    assert (tally.f1(), tally.as_row("x")["recall_percent"]) == (0.0, {})


def test_iou_by_hand():
    iou = compute_iou(np.array([0, 0, 4, 4.0]), np.array([[2, 0, 6, 4], [9, 9, 9, 9]]))
    assert iou == pytest.approx([8 / 24, 0])
