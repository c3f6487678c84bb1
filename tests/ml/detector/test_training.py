"""The training: it learns, and goes on where it was."""

import numpy as np
import pytest

from ml.training.checkpoint import Progress, load_state, save_state
from ml.training.detector.pages import draw_batch
from ml.training.detector.training import start_training
from ml.training.detector.validation import SEED, measure_conditions
from ml.training.streaming import (
    LEARNING_RATE,
    LOG,
    Length,
    Recorder,
    compute_learning_rate,
    resume,
    train,
)
from tests.ml.conftest import BarComposer

RATE = 0.003


@pytest.fixture(scope="module")
def batch():
    return draw_batch(BarComposer(1), 64, 8, np.random.default_rng(0))


@pytest.fixture
def training(tiny):
    return start_training(1, tiny, "float32")


@pytest.mark.slow
@pytest.mark.model
def test_the_loss_falls(training, batch):
    training.learn(batch, RATE, 0.0)
    first = training.read_losses()["total"]
    for _ in range(30):
        training.learn(batch, RATE, 0.0)
    training.read_losses()
    training.learn(batch, RATE, 0.0)
    assert training.read_losses()["total"] < 0.6 * first
    assert training.progress.examples == 32 * 8


@pytest.mark.slow
@pytest.mark.model
def test_a_resumed_training_takes_the_same_next_step(training, tiny, batch, tmp_path):
    for _ in range(5):
        training.learn(batch, RATE, 7.0)
    save_state(training.state(), tmp_path)
    again = start_training(2, tiny, "float32")
    resume(again, tmp_path)
    assert (again.progress.step, again.progress.seconds) == (5, 7.0)
    assert again.progress.part == 1
    for one in (training, again):
        for _ in range(4):
            one.learn(batch, RATE, 8.0)
    pairs = zip(training.state().weights, again.state().weights, strict=True)
    assert all(one == pytest.approx(other, abs=1e-5) for one, other in pairs)
    pairs = zip(training.average, again.average, strict=True)
    assert all(one == pytest.approx(other, abs=1e-5) for one, other in pairs)


@pytest.mark.slow
@pytest.mark.model
def test_a_run_ends_logged_and_saved_in_every_folder(training, batch, tmp_path):
    copy = tmp_path / "copy"
    recorder = Recorder(tmp_path / "run", [copy])
    train(training, lambda done: batch, Length(examples=800), recorder)
    assert training.progress.examples == 800
    assert load_state(copy).progress == load_state(tmp_path / "run").progress
    line = (tmp_path / "run" / LOG).read_text()
    assert all(
        name in line for name in ("examples_per_second", "waited", "heat", "class")
    )


@pytest.mark.slow
@pytest.mark.model
def test_a_trained_detector_finds_bars(training, batch):
    for _ in range(120):
        training.learn(batch, RATE, 0.0)
    row = measure_conditions(training.network, BarComposer, 2, ["bars"], side=64)[1]
    assert row["set"] == "composed: bars"
    assert row["n"] == 2
    assert SEED != 1


def test_nothing_is_taken_up_where_nothing_is_saved(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_state(tmp_path)


def test_the_rate_warms_up_and_cools_down():
    assert compute_learning_rate(0, 0.0) < 0.01 * LEARNING_RATE
    assert compute_learning_rate(1_000, 0.0) == pytest.approx(LEARNING_RATE, rel=0.01)
    assert compute_learning_rate(1_000, 1.0) < 0.01 * LEARNING_RATE


@pytest.mark.parametrize(
    ("length", "share"),
    [
        (Length(minutes=10), 0.5),
        (Length(examples=400), 0.25),
        (Length(minutes=10, examples=400), 0.5),
        (Length(minutes=1), 1.0),
    ],
)
def test_a_run_ends_by_the_clock_or_by_pages(length, share):
    progress = Progress(seed=1, examples=100, seconds=300)
    assert length.share_done(progress) == share
