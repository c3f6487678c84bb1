"""A stand-in for the network; processes of their own get it by DIGIT_ENGINE."""

from types import SimpleNamespace

import numpy as np

from ml.artifact import BrokenArtifact

CARD = {
    "name": "digits",
    "version": "test",
    "sha256": "0" * 64,
    "trained_on": {"mnist": 60_000},
    "accuracy": [{"set": "mnist", "n": 10_000, "right": 9960}],
    "thresholds": {"digit": 0.5, "read": 0.8},
    "temperature": 1.0,
    "line_reader": {"version": "test", "sha256": "0" * 64, "parameters": 1},
}


def sevens(fields: np.ndarray) -> np.ndarray:
    """Say that every field is a seven."""
    rows = np.full((len(fields), 11), 0.001, np.float32)
    rows[:, 7] = 0.99
    return rows


def load_seven(artifact):
    """Return a predictor that sees sevens, and lines that hold nothing."""

    def frames(strips):
        return [np.eye(11, dtype=np.float32)[[10] * 8] for _ in strips]

    return SimpleNamespace(card=CARD, probabilities=sevens, frames=frames)


def without_line_reader(monkeypatch) -> None:
    """Let the network for single digits read alone."""
    monkeypatch.setattr("recognizer.reader.with_lines_read", lambda page: (page, []))
    monkeypatch.setattr("recognizer.reader.as_strip", lambda page, read: None)


def load_nothing(artifact):
    raise BrokenArtifact("There is no network.")
