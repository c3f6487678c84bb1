"""What the detector is asked to answer, by examples computed by hand."""

import numpy as np
import pytest

from ml.training.detector.targets import (
    ALMOST,
    MAX_OBJECTS,
    MAX_SAMPLES,
    MIDDLE,
    build_targets,
    count_cells,
    stack_targets,
)

SIDE = 64
FINE = SIDE // 4  # cells along a side
COARSE = SIDE // 16


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def targets_of(rng, *boxes, classes=None):
    classes = np.array(classes or [3] * len(boxes), np.uint8)
    return build_targets(np.array(boxes, np.float32).reshape(-1, 4), classes, SIDE, rng)


def test_a_small_digit_is_asked_of_the_fine_map_only(rng):
    # Middle (22, 34) pixels: cell (5, 8) of 4 pixels, at (5.5, 8.5) cells exactly.
    targets = targets_of(rng, (16, 24, 28, 44))
    heat = targets["heat"].reshape(-1, 17)
    assert np.flatnonzero(heat[:, 3] == MIDDLE).tolist() == [8 * FINE + 5]
    assert not heat[FINE**2 :].any()
    assert targets["object_cells"][0] == 8 * FINE + 5
    row = targets["object_values"][0]
    assert row == pytest.approx([np.log(3), np.log(5), 0, 0, 1], abs=1e-6)


def test_an_offset_runs_from_the_cell_middle_to_the_box_middle(rng):
    # Middle (23, 33) pixels is (5.75, 8.25) cells.
    row = targets_of(rng, (17, 23, 29, 43))["object_values"][0]
    assert row[2:4] == pytest.approx([0.25, -0.25])


def test_a_large_digit_is_asked_of_both_maps(rng):
    targets = targets_of(rng, (8, 8, 40, 60))
    middles = np.flatnonzero(targets["heat"][:, 3] == MIDDLE)
    assert middles.tolist() == [8 * FINE + 6, FINE**2 + 2 * COARSE + 1]
    assert targets["object_values"][:, 4].sum() == 2
    assert targets["object_values"][1, :2] == pytest.approx(np.log([2, 3.25]))


def test_the_coarse_map_may_answer_for_a_digit_of_middle_size_or_not(rng):
    coarse = targets_of(rng, (8, 8, 30, 44))["heat"][FINE**2 :, 3]
    assert coarse.max() == ALMOST
    assert targets_of(rng, (8, 8, 30, 44))["object_values"][:, 4].sum() == 1


def test_heat_falls_like_a_gaussian(rng):
    # A box of 16 x 16 cells: a standard deviation of .09 * 16 = 1.44 cells.
    heat = targets_of(rng, (0, 0, 64, 64))["heat"][: FINE**2, 3].reshape(FINE, FINE)
    expected = 255 * np.exp(-1 / (2 * 1.44**2))
    assert heat[8, 8] == MIDDLE
    assert heat[8, 9] == heat[7, 8] == pytest.approx(expected, abs=1)


def test_only_its_own_class_is_warm(rng):
    heat = targets_of(rng, (16, 24, 28, 44), classes=[12])["heat"]
    assert heat[:, 12].any()
    assert not np.delete(heat, 12, axis=1).any()


def test_two_equal_digits_side_by_side_keep_both_middles(rng):
    heat = targets_of(rng, (16, 24, 20, 32), (20, 24, 24, 32))["heat"]
    assert (heat[:, 3] == MIDDLE).sum() == 2


def test_samples_lie_in_the_inner_part_and_weigh_one_together(rng):
    targets = targets_of(rng, (0, 0, 64, 64), classes=[7])
    values, cells = targets["sample_values"], targets["sample_cells"]
    fine = cells[: len(cells)][(values[:, 3] > 0) & (cells < FINE**2)]
    y, x = np.divmod(fine, FINE)
    assert ((np.abs(y - 8) <= 3) & (np.abs(x - 8) <= 3)).all()
    assert values[:, 3].sum() == pytest.approx(2)  # once in each map
    assert set(values[values[:, 3] > 0, 0]) == {7}


def test_a_page_without_characters_asks_for_nothing(rng):
    targets = targets_of(rng)
    assert not any(values.any() for values in targets.values())
    assert targets["heat"].shape == (count_cells(SIDE), 17)


def test_more_characters_than_there_is_room_for_are_left_out(rng):
    corners = np.stack(np.meshgrid(np.arange(0, 60, 3), np.arange(0, 60, 3)), -1)
    boxes = np.concatenate([corners, corners + 4], -1).reshape(-1, 4)
    targets = build_targets(
        boxes.astype(np.float32), np.zeros(len(boxes), np.uint8), SIDE, rng
    )
    assert targets["object_values"].shape == (MAX_OBJECTS, 5)
    assert targets["sample_values"].shape == (MAX_SAMPLES, 4)
    assert targets["object_values"][:, 4].all()


def test_cells_stay_on_the_page_though_boxes_reach_beyond(rng):
    targets = targets_of(rng, (50, 50, 90, 90))
    assert targets["object_cells"].max() < count_cells(SIDE)
    assert targets["sample_cells"].max() < count_cells(SIDE)


def test_a_side_that_the_network_cannot_halve_is_refused(rng):
    with pytest.raises(ValueError, match="multiple"):
        build_targets(np.zeros((0, 4)), np.zeros(0, np.uint8), 100, rng)


def test_a_batch_stacks_pages(rng):
    page = targets_of(rng, (16, 24, 28, 44))
    batch = stack_targets([page, page])
    assert batch["heat"].shape == (2, count_cells(SIDE), 17)
