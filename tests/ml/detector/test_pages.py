"""Batches of composed pages."""

import numpy as np

from ml.networks.detector import MULTIPLE
from ml.training.detector import pages
from ml.training.detector.pages import PageBatches, choose_side, draw_batch
from tests.ml.conftest import BarComposer


def test_a_batch_holds_pages_and_targets():
    batch = draw_batch(BarComposer(1), 64, 3, np.random.default_rng(0))
    assert batch.images.shape == (3, 64, 64, 1)
    assert batch.images.dtype == np.uint8
    assert {len(values) for values in batch.targets.values()} == {3}
    assert batch.digits == 3


def test_batches_cost_the_same_whatever_their_side():
    rng = np.random.default_rng(0)
    drawn = {choose_side(0.0, rng) for _ in range(100)}
    assert {side for side, _ in drawn} == set(pages.SIDES)
    assert all(side % MULTIPLE == 0 for side, _ in drawn)
    areas = [side**2 * count for side, count in drawn]
    assert max(areas) < 1.1 * min(areas)


def test_the_last_part_of_a_run_has_more_large_pages():
    def large(progress):
        rng = np.random.default_rng(0)
        return sum(choose_side(progress, rng)[0] == 384 for _ in range(500))

    assert large(0.9) > 1.5 * large(0.1)


def test_batches_are_the_same_for_the_same_seed():
    one, other = (PageBatches(BarComposer)(7) for _ in range(2))
    assert np.array_equal(one(0.5).images, other(0.5).images)
    assert not np.array_equal(one(0.5).images, one(0.5).images)
