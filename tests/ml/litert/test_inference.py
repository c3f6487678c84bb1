"""The committed networks without TensorFlow: same interface, checked as they load."""

import json
import shutil

import numpy as np
import pytest

from ml.artifact import (
    BrokenArtifact,
    card_path,
    golden_glyph_image,
)
from ml.ctc import decode_greedy
from ml.inputs.line_images import to_line_image
from ml.litert.exports import export_path, write_exports
from ml.litert.inference import load_page_predictor, softmax
from ml.model_files import MODEL


@pytest.fixture(scope="module")
def predictor():
    return load_page_predictor()


@pytest.fixture
def copies(tmp_path):
    """Return a copy of the detector; the other networks are beside it."""
    for artifact in MODEL.networks:
        shutil.copy(artifact, tmp_path)
        shutil.copy(card_path(artifact), tmp_path)
    for file in MODEL.exports:
        shutil.copy(file, tmp_path)
    return MODEL.beside(tmp_path / "detector.keras")


def alter_golden(artifact, key=None):
    """Change the golden answer of a card, which LiteRT then does not give."""
    card = json.loads(card_path(artifact).read_text())
    if key:
        card["litert"][key][0] += 1
    else:
        card["golden"][3] += 1
    card_path(artifact).write_text(json.dumps(card))


def test_the_golden_digit_is_read_as_seven(predictor):
    [probabilities] = predictor.classify(golden_glyph_image())
    assert probabilities.argmax() == 7
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-5)


def test_glyphs_are_read_one_by_one_in_any_number(predictor):
    glyphs = np.random.default_rng(1).integers(0, 256, (70, 40, 40, 2), dtype=np.uint8)
    probabilities = predictor.read_glyphs(glyphs)
    assert probabilities.shape == (70, 17)
    assert probabilities.sum(1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(predictor.read_glyphs(glyphs[40:41]), probabilities[40:41])


def test_a_line_of_sevens_is_read(predictor):
    seven = (golden_glyph_image()[0, ..., 0] * 255).astype(np.uint8)
    line = np.concatenate([seven] * 3, axis=1)
    [scores] = predictor.read_lines([to_line_image(line, line)])
    assert scores.sum(1) == pytest.approx(1.0, abs=1e-4)
    assert decode_greedy(scores) == (7, 7, 7)


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (300, 40), (60, 1000)])
def test_pages_of_any_shape_are_looked_at(predictor, shape):
    found = predictor.detect(np.full(shape, 200, np.uint8))
    assert found.boxes.shape == (len(found), 4)


def test_the_gradients_tell_how_a_logit_changes(predictor):
    rng = np.random.default_rng(2)
    glyphs = rng.integers(60, 200, (40, 40, 40, 2), dtype=np.uint8)
    gradients = predictor.find_gradients(glyphs, np.arange(40) % 10)
    assert gradients.shape == (40, 40, 40)
    brighter = glyphs[-1:].copy()
    brighter[0, ..., 0] += np.where(gradients[-1] > 0, 8, 0).astype(np.uint8)
    before, after = (predictor.read_glyphs(x)[0] for x in (glyphs[-1:], brighter))
    assert after[9] > before[9]


@pytest.mark.parametrize("value", [0, 200, 255])
def test_a_glyph_of_one_gray_value_has_gradients_too(predictor, value):
    glyph = np.full((1, 40, 40, 2), value, np.uint8)
    assert np.isfinite(predictor.find_gradients(glyph, np.array([1]))).all()


def test_the_cards_are_those_of_the_networks(predictor):
    assert predictor.card == MODEL.read_card()


def test_large_logits_are_no_trouble():
    found = softmax(np.array([[1000.0, 0.0], [0.0, 0.0]]))
    assert found.tolist() == [[1.0, 0.0], [0.5, 0.5]]


@pytest.mark.parametrize("key", ["main", *MODEL.others])
def test_a_network_that_answers_differently_is_refused(copies, key):
    artifact = copies.others.get(key, copies.main)
    alter_golden(artifact)
    with pytest.raises(BrokenArtifact, match=f"{artifact.stem}.tflite answers differ"):
        load_page_predictor(copies.main)


def test_gradients_that_differ_are_refused(copies):
    alter_golden(copies.others["glyph_network"], "golden_gradients")
    with pytest.raises(BrokenArtifact, match="glyphs_gradients"):
        load_page_predictor(copies.main)


def test_a_file_of_no_network_is_refused(copies):
    write_exports(copies.main, {export_path(copies.main): b"no network"})
    with pytest.raises(BrokenArtifact, match=r"detector\.tflite can't be loaded"):
        load_page_predictor(copies.main)
