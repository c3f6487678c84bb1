"""The commands that train and measure a detector."""

import os
import signal

import pytest

from ml import evaluate
from ml.detection.artifact import load_detector
from ml.training.checkpoint import load_state
from ml.training.detector import command
from ml.training.stream_command import Recorder
from tests.ml.conftest import TINY, BarComposer


def options(folder, *more):
    output = str(folder / "detector.keras")
    common = ["--folder", str(folder), "--output", output, "--validation", "1"]
    return command.parser().parse_args([*common, *more])


def test_a_training_without_an_end_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        command.main(["--folder", str(tmp_path)])
    assert "--minutes" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.model
def test_a_training_leaves_an_artifact_and_can_go_on(tmp_path):
    card = command.run(options(tmp_path, "--examples", "60"), BarComposer, TINY)
    assert card["trained_on"]["pages"] >= 60
    assert load_detector(tmp_path / "detector.keras")[1]["sha256"] == card["sha256"]
    more = options(tmp_path, "--examples", "120", "--resume")
    assert command.run(more, BarComposer, TINY)["trained_on"]["pages"] >= 120
    assert load_state(tmp_path).progress.part == 1


@pytest.mark.slow
@pytest.mark.model
def test_a_training_that_is_stopped_is_saved(tmp_path, monkeypatch):
    def stop(self, *arguments):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Recorder, "after_step", stop)
    with pytest.raises(KeyboardInterrupt):
        command.run(options(tmp_path, "--examples", "9000"), BarComposer, TINY)
    assert load_state(tmp_path).progress.step == 1


def test_the_detector_has_an_evaluation_of_its_own(capsys):
    with pytest.raises(SystemExit):
        evaluate.main(["detector", "--help"])
    assert "--checkpoint" in capsys.readouterr().out
