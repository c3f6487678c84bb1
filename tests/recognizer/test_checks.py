"""The system checks find a damaged model and an engine that can't be imported."""

import json

import pytest

from recognizer.checks import check_engine_name, check_model_file


def test_an_altered_model_is_an_error_with_a_hint(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    (tmp_path / "digits.keras").write_bytes(b"other")
    card = {"sha256": "0", "temperature": 1, "thresholds": {}}
    (tmp_path / "digits.json").write_text(json.dumps(card))
    [error] = check_model_file()
    assert error.id == "recognizer.E001"
    assert "make train" in error.hint


def test_the_committed_model_passes():
    assert check_model_file() == []


@pytest.mark.parametrize(
    ("name", "errors"), [("keras", 0), ("ml.inference.load_predictor", 0), ("tea", 1)]
)
def test_the_engine_is_imported_by_its_name(settings, name, errors):
    settings.DIGIT_ENGINE = name
    assert len(check_engine_name()) == errors
