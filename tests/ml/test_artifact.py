"""An artifact that was altered, or has no card, is never used."""

import hashlib
import json
import shutil

import numpy as np
import pytest

from ml import artifact
from ml.artifact import ARTIFACT, LINES_ARTIFACT, BrokenArtifact


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the committed classifier, with its card."""
    path = tmp_path / "digits.keras"
    shutil.copy(ARTIFACT, path)
    shutil.copy(artifact.card_path(ARTIFACT), artifact.card_path(path))
    return path


@pytest.mark.parametrize("path", [ARTIFACT, LINES_ARTIFACT], ids=lambda p: p.name)
def test_a_committed_artifact_is_the_one_its_card_describes(path):
    card = artifact.verify(path)
    assert card["name"] == path.stem
    assert {"version", "seed", "epochs", "trained_on", "accuracy"} <= set(card)
    assert path.stat().st_size < 3_000_000


def test_the_classifier_has_its_temperature():
    assert artifact.read_card()["temperature"] > 0


def test_one_flipped_bit_is_noticed(copy):
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    with pytest.raises(BrokenArtifact, match="not the file"):
        artifact.verify(copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sha256": "0"}', "not json"])
def test_a_card_without_its_keys_is_refused(copy, text):
    artifact.card_path(copy).write_text(text)
    with pytest.raises(BrokenArtifact, match=r"digits\.json"):
        artifact.verify(copy)


def test_a_missing_file_is_distinguished_from_a_missing_card(copy):
    copy.unlink()
    with pytest.raises(BrokenArtifact, match=r"digits\.keras can't be read"):
        artifact.verify(copy)
    artifact.card_path(copy).unlink()
    with pytest.raises(BrokenArtifact, match=r"digits\.json can't be read"):
        artifact.verify(copy)


@pytest.mark.model
def test_a_verified_file_that_is_no_network_is_refused(copy):
    copy.write_bytes(b"no network")
    card = json.loads(artifact.card_path(copy).read_text())
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    artifact.card_path(copy).write_text(json.dumps(card | {"sha256": digest}))
    with pytest.raises(BrokenArtifact, match="can't be loaded"):
        artifact.load_artifact(copy)


@pytest.mark.model
def test_a_verified_file_that_brings_code_is_refused(copy):
    import keras

    layers = [keras.layers.Input((28, 28, 1)), keras.layers.Lambda(lambda x: x + 1)]
    keras.Sequential(layers).save(copy)
    card = json.loads(artifact.card_path(copy).read_text())
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    artifact.card_path(copy).write_text(json.dumps(card | {"sha256": digest}))
    with pytest.raises(BrokenArtifact, match="can't be loaded"):
        artifact.load_artifact(copy)


def test_an_answer_that_drifted_is_noticed():
    card = artifact.read_card()
    golden = np.array(card["golden"])
    assert artifact.answers_as_golden(golden, card)
    assert artifact.answers_as_golden(golden + artifact.GOLDEN_TOLERANCE / 2, card)
    assert not artifact.answers_as_golden(golden + 0.1 * np.eye(11)[0], card)


def test_the_golden_glyph_image_is_the_same_everywhere():
    image = artifact.golden_glyph_image()
    assert image.shape == (1, 28, 28, 1)
    assert image.sum() == pytest.approx(63.42, abs=0.5)
    assert image[0, :14].sum() > image[0, 14:].sum()  # the bar of the 7


@pytest.mark.model
def test_a_saved_artifact_is_loaded_with_a_complete_card(tmp_path):
    model, card = artifact.load_artifact()
    path = tmp_path / "new" / "digits.keras"
    incomplete = {k: card[k] for k in ("name", "temperature", "thresholds")}
    saved = artifact.save_artifact(model, incomplete, path)
    again, loaded_card = artifact.load_artifact(path)
    assert loaded_card == saved
    assert loaded_card["parameters"] == card["parameters"] == again.count_params()
    assert loaded_card["golden"] == pytest.approx(card["golden"], abs=1e-3)
