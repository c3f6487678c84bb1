"""Processes that compose batches."""

import pytest

from ml.training import batch_workers
from ml.training.batch_workers import BatchWorkers, derive_seed
from ml.training.detector import pages
from ml.training.detector.pages import PageBatches
from tests.ml.conftest import BarComposer, FailingComposer


def test_no_two_processes_and_parts_share_a_seed():
    seeds = {derive_seed(1, part, i) for part in range(4) for i in range(16)}
    assert len(seeds) == 64


def test_processes_compose_and_are_ended():
    with BatchWorkers(PageBatches(BarComposer), 2, seed=1) as workers:
        batch = workers.next_batch(0.5)
        assert batch.images.shape[1] in pages.SIDES
    assert not any(process.is_alive() for process in workers._processes)


def test_a_composer_that_fails_for_good_ends_the_run(monkeypatch):
    monkeypatch.setattr(batch_workers, "PATIENCE_SECONDS", 1)
    with (
        BatchWorkers(PageBatches(FailingComposer), 1, seed=1) as workers,
        pytest.raises(RuntimeError, match="ended"),
    ):
        workers.next_batch(0.0)
