"""The engine loads one model, however many ask, and tells when it can't."""

import json
import threading

import numpy as np
import pytest

from ml.artifact import BrokenArtifact
from recognizer.checks import check_engine_name, check_model_file
from recognizer.errors import ModelUnavailable
from recognizer.inference import engine

FIELDS = np.zeros((2, 28, 28, 1), np.float32)
calls = []


class FakePredictor:
    card = {"version": "fake"}

    def classify(self, glyphs):
        return np.full((len(glyphs), 11), 1 / 11, np.float32)


def load_slowly(path):
    calls.append(path)
    threading.Event().wait(0.05)
    return FakePredictor()


def fail_to_load(path):
    calls.append(path)
    raise BrokenArtifact("digits.keras can't be read.")


@pytest.fixture(autouse=True)
def unloaded(monkeypatch, settings):
    monkeypatch.setattr(engine, "_loaded", {})
    monkeypatch.setattr("ml.inference.load_predictor", load_slowly)
    calls.clear()


def test_eight_threads_load_one_model():
    threads = [threading.Thread(target=engine.load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert engine.is_ready()


def test_a_command_loads_the_model_when_it_first_reads():
    assert not engine.is_ready()
    assert engine.probabilities(FIELDS).shape == (2, 11)
    assert len(calls) == 1


def test_a_broken_model_is_logged_and_refuses_readings(monkeypatch, caplog):
    monkeypatch.setattr("ml.inference.load_predictor", fail_to_load)
    engine.load()
    assert not engine.is_ready()
    assert "can't be read" in caplog.text
    with pytest.raises(ModelUnavailable):
        engine.probabilities(FIELDS)


def test_a_restored_model_is_found_without_a_restart(monkeypatch):
    monkeypatch.setattr("ml.inference.load_predictor", fail_to_load)
    engine.load()
    monkeypatch.setattr("ml.inference.load_predictor", load_slowly)
    assert engine.probabilities(FIELDS).shape == (2, 11)


def test_the_card_needs_no_loaded_model():
    assert engine.card()["sha256"]
    assert not calls


def test_a_missing_card_is_a_missing_model(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    with pytest.raises(ModelUnavailable):
        engine.card()


def test_the_check_finds_an_altered_model(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    (tmp_path / "digits.keras").write_bytes(b"other")
    card = {"sha256": "0", "temperature": 1, "thresholds": {}}
    (tmp_path / "digits.json").write_text(json.dumps(card))
    [error] = check_model_file()
    assert error.id == "recognizer.E001"
    assert "make train" in error.hint


def test_the_check_passes_the_committed_model():
    assert check_model_file() == []


@pytest.mark.parametrize(
    ("name", "errors"), [("keras", 0), ("ml.inference.load_predictor", 0), ("tea", 1)]
)
def test_the_check_tries_the_engine_by_name(settings, name, errors):
    settings.DIGIT_ENGINE = name
    assert len(check_engine_name()) == errors
