"""The committed networks, traced as they serve; batches and padding change nothing."""

import json

import numpy as np
import pytest

from ml import artifact
from ml.ctc import BLANK, decode_greedy
from ml.inference import (
    MAX_BATCH,
    MAX_LINE_BATCH,
    LinePredictor,
    load_classifier,
    load_line_reader,
)
from ml.inputs.line_images import LINE_HEIGHT_PX, to_line_image
from ml.networks.line_reader import TIMESTEP_PX


@pytest.fixture(scope="module")
def classify():
    """Return the committed classifier."""
    return load_classifier(artifact.ARTIFACT)


@pytest.fixture(scope="module")
def line_reader():
    """Return the committed line reader."""
    return LinePredictor(load_line_reader(artifact.LINES_ARTIFACT))


@pytest.fixture
def recorded():
    """Return a predictor of a fake network, and the shapes of its calls."""
    shapes = []

    def read(images):
        shapes.append(images.shape)
        return np.repeat(images[:, 0, ::TIMESTEP_PX], 11, axis=2)

    return LinePredictor(read), shapes


def draw_line_image(width, value=1.0):
    return np.full((LINE_HEIGHT_PX, width), value, np.float32)


def test_lines_of_a_batch_are_padded_to_one_width(recorded):
    predictor, shapes = recorded
    predictor.read_lines([draw_line_image(width) for width in (30, 65, 10)])
    assert shapes == [(3, LINE_HEIGHT_PX, 128, 1)]


@pytest.mark.parametrize(("width", "timesteps"), [(1, 1), (2, 1), (63, 32), (64, 32)])
def test_scores_of_the_padding_are_dropped(recorded, width, timesteps):
    predictor, _ = recorded
    narrow, _ = predictor.read_lines([draw_line_image(width), draw_line_image(300)])
    assert narrow.shape == (timesteps, 11)
    assert narrow.min() == 1.0


def test_many_lines_are_read_in_order(recorded):
    predictor, shapes = recorded
    images = [draw_line_image(20 + i, float(i)) for i in range(2 * MAX_LINE_BATCH + 1)]
    scores = predictor.read_lines(images)
    assert [shape[0] for shape in shapes] == [MAX_LINE_BATCH, MAX_LINE_BATCH, 1]
    assert [each[0, 0] for each in scores] == list(range(len(images)))


def test_no_line_is_no_call(recorded):
    predictor, shapes = recorded
    assert predictor.read_lines([]) == shapes == []


@pytest.mark.model
def test_the_golden_digit_is_read_as_seven(classify):
    [probabilities] = classify(artifact.golden_glyph_image())
    assert probabilities.shape == (11,)
    assert probabilities.argmax() == 7
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.model
def test_many_glyphs_are_classified_as_each_alone(classify):
    glyphs = np.repeat(artifact.golden_glyph_image(), MAX_BATCH, axis=0)
    alone = classify(glyphs[:1])
    assert np.abs(classify(glyphs) - alone).max() < 1e-4


@pytest.mark.model
def test_a_blank_glyph_is_no_certain_digit(classify):
    [probabilities] = classify(np.zeros((1, 28, 28, 1), np.float32))
    assert probabilities[:10].max() < 0.5


@pytest.mark.model
def test_a_line_of_sevens_is_read(line_reader):
    seven = (artifact.golden_glyph_image()[0, ..., 0] * 255).astype(np.uint8)
    line = np.concatenate([seven] * 3, axis=1)
    [scores] = line_reader.read_lines([to_line_image(line, line)])
    assert scores.sum(1) == pytest.approx(1.0, abs=1e-4)
    assert decode_greedy(scores) == (7, 7, 7)


@pytest.mark.model
def test_a_blank_line_has_no_digits(line_reader):
    [scores] = line_reader.read_lines([draw_line_image(100, 0.0)])
    assert (scores.argmax(1) == BLANK).all()


@pytest.mark.model
def test_a_network_that_answers_differently_is_refused(tmp_path):
    model, card = artifact.load_artifact()
    model.layers[-1].bias.assign_add(np.eye(11)[3])
    path = tmp_path / "digits.keras"
    saved = artifact.save_artifact(model, card, path)
    altered = saved | {"golden": card["golden"]}
    artifact.card_path(path).write_text(json.dumps(altered))
    with pytest.raises(artifact.BrokenArtifact, match="answers differently"):
        load_classifier(path)
