"""Small pictures that hold one digit as MNIST does."""

import numpy as np
import pytest

from recognizer.inference import engine
from recognizer.reading import reader
from recognizer.reading.isolated import as_field, is_cutout
from recognizer.reading.reader import read_gray
from tests.support.engines import CARD, without_line_reader

SIDE = 28


def cutout() -> np.ndarray:
    """Draw a ring with a broken bar beside it, light on dark: a nine of a bad scan."""
    field = np.zeros((SIDE, SIDE), np.uint8)
    field[5:18, 8:16] = 255
    field[8:15, 10:14] = 0
    field[4:8, 19:21] = field[12:16, 19:21] = field[20:23, 19:21] = 200
    return field


@pytest.fixture
def network(monkeypatch):
    """Let the network know this cut-out as a nine, and nothing else."""

    def probabilities(fields):
        known = [np.abs(f[..., 0] * 255 - cutout()).max() < 2 for f in fields]
        return np.eye(11, dtype=np.float32)[[9 if one else 10 for one in known]]

    monkeypatch.setattr(engine, "probabilities", probabilities)
    monkeypatch.setattr(engine, "card", lambda: CARD)
    without_line_reader(monkeypatch)


@pytest.mark.parametrize("gray", [cutout(), 255 - cutout()], ids=["light", "dark"])
def test_a_cutout_is_read_as_it_stands(network, gray):
    reading = read_gray(gray)
    assert (reading.text, reading.verdict) == ("9", "read")
    assert reading.digits[0].box == (8, 4, 21, 23)


def test_paper_of_a_cutout_is_taken_away(network):
    faint = (40 + cutout() * 0.5).astype(np.uint8)
    assert as_field(faint).found.text == (9,)


def test_a_cutout_that_is_certain_needs_no_other_look(network, monkeypatch):
    monkeypatch.setattr(
        engine, "probabilities", lambda fields: np.eye(11)[[9] * len(fields)]
    )
    monkeypatch.setattr(reader, "as_field", lambda gray: pytest.fail("looked again"))
    whole = np.zeros((SIDE, SIDE), np.uint8)
    whole[4:24, 10:18] = 255
    whole[8:14, 13:15] = 0
    assert read_gray(whole).text == "9"


def test_other_pictures_are_no_cutouts():
    assert is_cutout(np.zeros((28, 28), np.uint8))
    assert not is_cutout(np.zeros((28, 29), np.uint8))
    assert not is_cutout(np.zeros((280, 280), np.uint8))


def test_an_empty_cutout_holds_nothing(network):
    assert read_gray(np.full((SIDE, SIDE), 7, np.uint8)).verdict == "nothing"
