"""The system checks find a damaged model and an engine that can't be imported."""

import json
import shutil

import pytest

from ml.artifact import ARTIFACT, card_path
from recognizer.checks import (
    PACKAGES,
    check_engine_name,
    check_engine_package,
    check_max_waiting,
    check_model_file,
    check_reader_name,
)
from recognizer.readers import READERS


def test_an_altered_model_is_an_error_with_a_hint(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    (tmp_path / "digits.keras").write_bytes(b"other")
    card = {"sha256": "0", "temperature": 1, "thresholds": {}}
    (tmp_path / "digits.json").write_text(json.dumps(card))
    [error] = check_model_file()
    assert error.id == "recognizer.E001"
    assert "make train" in error.hint


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("engine", ["keras", "litert"])
def test_the_committed_networks_of_each_reader_pass(settings, name, engine):
    settings.DIGIT_READER, settings.DIGIT_ENGINE = name, engine
    assert check_reader_name() + check_model_file() + check_engine_name() == []
    assert check_engine_package() == []


def test_a_network_without_its_exported_file_is_an_error(settings, tmp_path):
    for file in (ARTIFACT, card_path(ARTIFACT)):
        shutil.copy(file, tmp_path)
    settings.DIGIT_READER = "rules"
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    assert check_model_file() == []
    settings.DIGIT_ENGINE = "litert"
    [error] = check_model_file()
    assert error.id == "recognizer.E001"
    assert "digits.tflite" in error.msg
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


@pytest.mark.parametrize("name", READERS)
def test_any_altered_network_of_the_reader_is_an_error(settings, tmp_path, name):
    settings.DIGIT_READER = name
    settings.DIGIT_MODEL_PATH = READERS[name].files.main
    assert check_model_file() == []
    settings.DIGIT_MODEL_PATH = tmp_path / READERS[name].files.main.name
    assert [error.id for error in check_model_file()] == ["recognizer.E001"]


def test_an_unknown_reader_is_one_error_with_a_hint(settings):
    settings.DIGIT_READER = "tea"
    errors = check_reader_name() + check_model_file() + check_engine_name()
    assert [error.id for error in errors] == ["recognizer.E003"]
    assert "tea" in errors[0].msg
    assert "rules, one_pass" in errors[0].hint


@pytest.mark.parametrize(
    ("name", "errors"), [("keras", 0), ("ml.inference.load_predictor", 0), ("tea", 1)]
)
def test_the_engine_is_imported_by_its_name(settings, name, errors):
    settings.DIGIT_ENGINE = name
    assert len(check_engine_name()) == errors


@pytest.mark.parametrize(("waiting", "ids"), [(0, []), (-1, ["recognizer.E004"])])
def test_a_number_of_waiting_requests_is_not_negative(settings, waiting, ids):
    settings.MAX_WAITING = waiting
    assert [error.id for error in check_max_waiting()] == ids
