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


def chances(label: int, confidence: float) -> np.ndarray:
    """Return a row, float32 (11,), that is so sure of one label."""
    row = np.full(11, (1 - confidence) / 10, np.float32)
    row[label] = confidence
    return row


def narrow_is_one(field: np.ndarray) -> np.ndarray:
    """Take narrow ink for a 1, a ring for a 0, what is wide or filled for no digit."""
    rows, columns = np.nonzero(field[..., 0] > 0.3)
    if field[12:16, 12:16].min() > 0.3 and np.ptp(columns) > 8:
        return chances(10, 0.97)
    shape = (np.ptp(columns) + 1) / (np.ptp(rows) + 1)
    return chances(1 if shape < 0.4 else 0 if shape < 0.9 else 10, 0.97)


def load_seven(artifact):
    """Return a predictor that sees sevens, and lines that hold nothing."""

    def read_lines(line_images):
        return [np.eye(11, dtype=np.float32)[[10] * 8] for _ in line_images]

    return SimpleNamespace(card=CARD, classify=sevens, read_lines=read_lines)


def without_line_reader(monkeypatch) -> None:
    """Let the network for single digits read alone."""
    monkeypatch.setattr(
        "recognizer.reading.reader.with_lines_read", lambda page: (page, [])
    )
    monkeypatch.setattr("recognizer.reading.reader.as_strip", lambda page, read: None)


def load_nothing(artifact):
    raise BrokenArtifact("There is no network.")
