"""All networks of reading, from their files."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from ml.artifact import BrokenArtifact, card_path
from ml.detection.artifact import save_detector
from ml.glyph_artifact import save_glyph_network
from ml.inference import MAX_BATCH as MAX_FIELDS
from ml.model_files import MODEL
from ml.networks.detector import build_detector
from ml.networks.glyph_classifier import build_glyph_classifier
from ml.page_inference import BATCH_SIZES, load_page_predictor
from tests.ml.conftest import TINY

MAX_BATCH = BATCH_SIZES[-1]
CARD = {"temperature": 1.0, "thresholds": {}}

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def detector_file(tmp_path_factory):
    """Return the files of an untrained detector and glyph network."""
    folder = tmp_path_factory.mktemp("networks")
    detector, glyphs = folder / "detector.keras", folder / "glyphs.keras"
    save_detector(build_detector(TINY), CARD, detector, TINY)
    save_glyph_network(build_glyph_classifier(17, 0.15), CARD, glyphs)
    return detector


@pytest.fixture(scope="module")
def predictor(detector_file):
    return load_page_predictor(detector_file)


def test_glyphs_are_read_in_batches(predictor):
    rng = np.random.default_rng(1)
    glyphs = rng.integers(0, 256, (MAX_BATCH + 3, 40, 40, 2), dtype=np.uint8)
    probabilities = predictor.read_glyphs(glyphs)
    assert probabilities.shape == (MAX_BATCH + 3, 17)
    assert probabilities.sum(1) == pytest.approx(1, abs=1e-5)
    alone = predictor.read_glyphs(glyphs[-1:])
    assert alone == pytest.approx(probabilities[-1:], abs=1e-5)


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (300, 40), (60, 1000)])
def test_pages_of_any_shape_are_looked_at(predictor, shape):
    found = predictor.detect(np.full(shape, 200, np.uint8))
    assert found.boxes.shape == (len(found), 4)


def test_the_gradients_tell_how_a_logit_changes(predictor):
    rng = np.random.default_rng(2)
    glyphs = rng.integers(60, 200, (MAX_BATCH + 1, 40, 40, 2), dtype=np.uint8)
    labels = np.arange(MAX_BATCH + 1) % 10
    gradients = predictor.find_gradients(glyphs, labels)
    assert gradients.shape == (MAX_BATCH + 1, 40, 40)
    assert np.isfinite(gradients).all()
    alone = predictor.find_gradients(glyphs[-1:], labels[-1:])
    assert alone[0] == pytest.approx(gradients[-1], abs=1e-6)
    brighter = glyphs[-1:].copy()
    brighter[0, ..., 0] += np.where(gradients[-1] > 0, 8, 0).astype(np.uint8)
    label = labels[-1]
    before, after = (predictor.read_glyphs(x)[0] for x in (glyphs[-1:], brighter))
    assert after[label] > before[label]


def test_lines_are_read_too(predictor):
    [scores] = predictor.read_lines([np.zeros((32, 100), np.float32)])
    assert scores.shape == (50, 11)


def test_the_card_is_of_all_networks(predictor, detector_file):
    assert predictor.card == MODEL.beside(detector_file).read_card()


def test_batches_have_few_sizes(predictor):
    sizes = set()

    def read(glyphs):
        sizes.add(len(glyphs))
        return glyphs[:, 0, :17, 0]

    counting = replace(predictor, glyph_batch=read)
    for n in range(1, 3 * MAX_BATCH):
        assert len(counting.read_glyphs(np.zeros((n, 40, 40, 2), np.uint8))) == n
    assert sizes <= set(BATCH_SIZES)


def test_fields_are_classified_in_batches(predictor):
    sizes = []

    def classify(fields):
        sizes.append(len(fields))
        return fields.reshape(len(fields), -1)[:, :11]

    counting = replace(predictor, classify_batch=classify)
    n = MAX_FIELDS + 3
    fields = np.arange(n, dtype=np.float32)[:, None, None, None]
    classes = counting.classify(np.broadcast_to(fields, (n, 28, 28, 1)))
    assert sizes == [MAX_FIELDS, 3]
    assert classes[:, 0].tolist() == list(range(n))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BrokenArtifact, match=r"detector\.json"):
        load_page_predictor(tmp_path / "detector.keras")


def test_a_file_beside_the_detector_is_checked_too(detector_file, tmp_path):
    for file in (detector_file, card_path(detector_file)):
        shutil.copy(file, tmp_path)
    (tmp_path / "glyphs.keras").write_bytes(b"damaged")
    with pytest.raises(BrokenArtifact, match="glyphs"):
        load_page_predictor(tmp_path / "detector.keras")
