"""The system checks find a damaged model and an engine that can't be imported."""

import json
import shutil

import pytest

from ml.artifact import card_path
from ml.model_files import MODEL
from recognizer.checks import (
    PACKAGES,
    check_engine_name,
    check_engine_package,
    check_max_waiting,
    check_model_file,
)
from recognizer.inference.model import LOADERS


def test_an_altered_model_is_an_error_with_a_hint(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    (tmp_path / "digits.keras").write_bytes(b"other")
    card = {"sha256": "0", "temperature": 1, "thresholds": {}}
    (tmp_path / "digits.json").write_text(json.dumps(card))
    [error] = check_model_file()
    assert error.id == "recognizer.E001"
    assert "make train" in error.hint


@pytest.mark.parametrize("engine", LOADERS)
def test_the_committed_networks_pass(settings, engine):
    settings.DIGIT_ENGINE = engine
    assert check_model_file() + check_engine_name() == []
    assert check_engine_package() == []


def test_a_network_without_its_exported_file_is_an_error(settings, tmp_path):
    for file in (MODEL.main, card_path(MODEL.main)):
        shutil.copy(file, tmp_path)
    settings.DIGIT_MODEL_PATH = tmp_path / "detector.keras"
    assert check_model_file() == []
    settings.DIGIT_ENGINE = "litert"
    [error] = check_model_file()
    assert error.id == "recognizer.E001"
    assert "detector.tflite" in error.msg
    assert "make export" in error.hint


@pytest.mark.parametrize("engine", PACKAGES)
def test_an_engine_that_is_not_installed_is_an_error_with_a_hint(settings, engine):
    settings.DIGIT_ENGINE = engine
    [error] = check_engine_package(find=lambda package: None)
    assert error.id == "recognizer.E005"
    assert PACKAGES[engine][0] in error.msg
    assert f"pip install -r {PACKAGES[engine][1]}" in error.hint


def test_of_a_loader_of_ones_own_no_package_is_known(settings):
    settings.DIGIT_ENGINE = "tests.support.engines.load_seven"
    assert check_engine_package(find=lambda package: None) == []


def test_a_missing_network_is_an_error(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = MODEL.main
    assert check_model_file() == []
    settings.DIGIT_MODEL_PATH = tmp_path / MODEL.main.name
    assert [error.id for error in check_model_file()] == ["recognizer.E001"]


@pytest.mark.parametrize(
    ("name", "errors"),
    [("keras", 0), ("ml.page_inference.load_page_predictor", 0), ("tea", 1)],
)
def test_the_engine_is_imported_by_its_name(settings, name, errors):
    settings.DIGIT_ENGINE = name
    assert len(check_engine_name()) == errors


@pytest.mark.parametrize(("waiting", "ids"), [(0, []), (-1, ["recognizer.E004"])])
def test_a_number_of_waiting_requests_is_not_negative(settings, waiting, ids):
    settings.MAX_WAITING = waiting
    assert [error.id for error in check_max_waiting()] == ids
