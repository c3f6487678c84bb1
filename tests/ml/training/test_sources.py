"""Both trainings take all sources of a data folder, and fonts where there are any."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from ml.data import datasets, negatives
from ml.data.datasets import Samples
from ml.digits import NOT_A_DIGIT
from ml.training import classifier, line_reader


@pytest.fixture
def few(monkeypatch):
    """Draw few synthetic samples, and note what letters are drawn of."""
    drawn = datasets.draw_variants(20, 1)
    blank = np.zeros((10, 28, 28, 1), np.uint8)
    blank[:, 10:14, 4:24] = 255
    others = Samples(blank, np.full(10, NOT_A_DIGIT, np.uint8))
    letters = []

    def draw_letters(fonts, count, seed, characters=negatives.CHARACTERS):
        letters.append(characters)
        return others

    monkeypatch.setattr(datasets, "draw_variants", lambda *_: drawn)
    monkeypatch.setattr(datasets, "draw_nondigits", lambda *_: others)
    monkeypatch.setattr(datasets, "draw_letters", draw_letters)
    return letters


@pytest.fixture
def fonts(tmp_path):
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "hand.ttf").touch()
    return folder


def test_the_classifier_learns_from_all_sources(few, whole_folder, fonts):
    data = classifier.load_training_data(whole_folder, fonts, seed=1)
    sizes = {name: len(part) for name, part in data.parts.items()}
    # Drawn digits, pen strokes with three pens each, and scans four times.
    assert sizes["digits"] == 18 + 54 + 4 * 36
    # Non-digits and letters, and foreign characters eight times.
    assert sizes["nondigits"] == 18 + 8 * 18
    assert few == [negatives.CHARACTERS]


def test_a_tenth_of_every_source_validates_the_classifier(few, whole_folder, fonts):
    held = classifier.load_training_data(whole_folder, fonts, seed=1).validation
    assert len(held["digits"]) == 2 + 6 + 4
    assert len(held["nondigits"]) == 2 + 2 + 2
    assert set(held["nondigits"].y) <= {NOT_A_DIGIT, *range(10)}


def test_every_mnist_sample_is_trained_on_or_held_out(few, whole_folder, tmp_path):
    data = classifier.load_training_data(whole_folder, tmp_path / "none", seed=1)
    assert few == []
    assert len(data.parts["mnist"]) + len(data.validation["mnist"]) == 5_020


def test_the_line_reader_learns_from_all_sources(few, whole_folder, fonts, monkeypatch):
    composers = []

    class NotingComposer(line_reader.LineComposer):
        def __init__(self, sources, clutter):
            super().__init__(sources, clutter)
            composers.append(self)

    monkeypatch.setattr(line_reader, "LineComposer", NotingComposer)
    images = line_reader.compose_lines(whole_folder, fonts, 3, seed=1)
    [composer] = composers
    assert len(images) == 3
    assert [len(source) for source in composer.sources] == [20, 20, 20, 20, 36, 36]
    assert len(composer.clutter) == 10
    assert few == [negatives.UNLIKE_DIGITS]


def test_mnist_is_downloaded_by_keras_without_a_folder(monkeypatch):
    x, y = np.zeros((5_003, 28, 28), np.uint8), np.zeros(5_003, np.uint8)
    mnist = SimpleNamespace(load_data=lambda: ((x, y), (x[:2], y[:2])))
    fake = SimpleNamespace(datasets=SimpleNamespace(mnist=mnist))
    monkeypatch.setitem(sys.modules, "keras", fake)
    assert [len(part) for part in datasets.load_mnist()] == [3, 5_000, 2]
