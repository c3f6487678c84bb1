"""The networks of reading in one pass, from their files."""

import numpy as np
import pytest

from ml.artifact import BrokenArtifact
from ml.detection.artifact import save_detector
from ml.glyph_artifact import save_glyph_network
from ml.networks.detector import build_detector
from ml.networks.glyph_classifier import build_glyph_classifier
from ml.page_inference import MAX_BATCH, load_page_predictor
from tests.ml.conftest import TINY

CARD = {"temperature": 1.0, "thresholds": {}}

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return the files of an untrained detector and glyph network."""
    folder = tmp_path_factory.mktemp("networks")
    detector, glyphs = folder / "detector.keras", folder / "glyphs.keras"
    save_detector(build_detector(TINY), CARD, detector, TINY)
    save_glyph_network(build_glyph_classifier(17, 0.15), CARD, glyphs)
    return detector, glyphs


@pytest.fixture(scope="module")
def predictor(files):
    return load_page_predictor(*files)


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


def test_a_missing_file_is_named(files, tmp_path):
    with pytest.raises(BrokenArtifact, match="glyphs"):
        load_page_predictor(files[0], tmp_path / "glyphs.keras")
