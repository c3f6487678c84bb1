"""Turns, crops and faults of the camera move the boxes with the ink."""

import numpy as np
import pytest
from PIL import Image

from ml.data.pages import camera
from ml.data.pages.camera import Picture
from ml.data.pages.sheet import Sheet


def picture(width=80, height=60, box=(10, 20, 18, 40)):
    gray = np.full((height, width), 200, np.uint8)
    left, top, right, bottom = box
    gray[top:bottom, left:right] = 30
    boxes = np.array([box], float)
    return Picture(Image.fromarray(gray), boxes, np.arange(1))


def dark_box(image):
    rows, columns = np.nonzero(np.asarray(image) < 115)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_quarter_turns_move_boxes_with_the_ink(count):
    turned = camera.quarter_turns(picture(), count)
    assert turned.boxes[0].tolist() == dark_box(turned.image)
    assert turned.image.size == ((60, 80) if count % 2 else (80, 60))


def test_a_close_crop_is_enlarged_and_keeps_what_must_stay(rng):
    whole = picture()
    for _ in range(20):
        crop = camera.crop_closely(whole, rng, whole.boxes, 100)
        assert max(crop.image.size) <= 100
        assert np.abs(crop.boxes[0] - dark_box(crop.image)).max() <= 3


def test_marks_outside_of_a_crop_lose_their_label(rng):
    whole = picture()
    boxes = np.array([[10, 20, 18, 40], [70, 50, 80, 60]], float)
    both = Picture(whole.image, boxes, np.arange(2))
    assert camera.crop_closely(both, rng, boxes[:1], 100).kept.tolist() == [0]


def test_a_warp_moves_points_as_it_moves_ink(rng):
    sheet = Sheet(120, 120, 100)
    sheet.put(np.full((20, 8), 255, np.uint8), 60, 50, 3)
    warp = camera.draw_warp(sheet, rng, 20.0, 0.3)
    layer = camera.warp_layer(Image.fromarray(sheet.ink), warp)
    points = camera.apply_warp(warp, sheet.outlines[0])
    inked = dark_box(255 - np.asarray(layer))
    assert np.abs([*points.min(0), *points.max(0)] - np.array(inked)).max() <= 2


@pytest.mark.parametrize("angle", [-30.0, 8.0, 45.0])
def test_a_warp_keeps_everything_in_the_frame(rng, angle):
    sheet = Sheet(120, 120, 60)
    for x in (10, 110):
        sheet.put(np.full((40, 16), 255, np.uint8), x, 30, 1)
    warp = camera.draw_warp(sheet, rng, angle, 0.3)
    for outline in sheet.outlines:
        moved = camera.apply_warp(warp, outline)
        assert moved.min() >= -0.5
        assert (moved.max(0) <= (120.5, 60.5)).all()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda image, rng: camera.lower_resolution(image, rng, 20.0),
        lambda image, rng: camera.blur(image, rng, 20.0),
        lambda image, rng: camera.add_noise(image, rng, 100.0),
        camera.compress,
        camera.to_field,
    ],
)
def test_faults_leave_size_and_place(rng, spoil):
    image = picture(box=(30, 20, 50, 40)).image
    for _ in range(5):
        spoiled = spoil(image, rng)
        assert spoiled.size == image.size
        assert spoiled.mode == "L"
        assert np.abs(np.array(dark_box(spoiled)) - (30, 20, 50, 40)).max() <= 3


def test_a_field_of_pixels_has_two_tones(rng):
    field = camera.to_field(picture(box=(30, 20, 50, 40)).image, rng, is_binary=True)
    counts = np.bincount(np.asarray(field).ravel(), minlength=256)
    assert np.sort(counts)[-2:].sum() > 0.8 * counts.sum()


def test_padding_is_the_mean_and_moves_boxes(rng):
    for _ in range(8):
        square, boxes = camera.pad(picture(), 100, rng)
        assert square.shape == (100, 100)
        assert boxes[0].tolist() == dark_box(square)
