"""Processes that compose batches."""

import numpy as np
import pytest

from ml.networks.detector import MULTIPLE
from ml.training.detector import pages
from ml.training.detector.pages import PageWorkers, choose_side, derive_seed, draw_batch
from tests.ml.detector.conftest import BarComposer, FailingComposer


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


def test_no_two_processes_and_parts_share_a_seed():
    seeds = {derive_seed(1, part, i) for part in range(4) for i in range(16)}
    assert len(seeds) == 64


def test_processes_compose_and_are_ended():
    with PageWorkers(BarComposer, 2, seed=1) as workers:
        batch = workers.next_batch(0.5)
        assert batch.images.shape[1] in pages.SIDES
    assert not any(process.is_alive() for process in workers._processes)


def test_a_composer_that_fails_for_good_ends_the_run(monkeypatch):
    monkeypatch.setattr(pages, "PATIENCE_SECONDS", 1)
    with (
        PageWorkers(FailingComposer, 1, seed=1) as workers,
        pytest.raises(RuntimeError, match="ended"),
    ):
        workers.next_batch(0.0)
