"""The engine loads one model, however many threads ask, and reports a broken one."""

import threading

import numpy as np
import pytest

from ml.artifact import BrokenArtifact
from ml.model_files import MODEL
from recognizer.errors import ModelUnavailable
from recognizer.inference import engine
from tests.support.engines import CARD, load_seven

GLYPHS = np.zeros((2, 28, 28, 1), np.float32)
LINES = [np.zeros((32, 64), np.float32)]
loads = []
released = threading.Event()


def load_slowly(path):
    """Load as a stand-in for the real loader, which takes seconds."""
    loads.append(path)
    threading.Event().wait(0.05)
    return load_seven(path)


def load_if_whole(path):
    """Fail while the model file is not what it should be."""
    loads.append(path)
    if path.read_bytes() != b"whole":
        raise BrokenArtifact("digits.keras can't be read.")
    return load_seven(path)


def load_when_released(path):
    """Load as long as the test wants it to take."""
    loads.append(path)
    released.wait(5)
    return load_seven(path)


@pytest.fixture(autouse=True)
def unloaded(settings):
    settings.DIGIT_ENGINE = f"{__name__}.load_slowly"
    loads.clear()
    with engine.use_network(None):
        yield


@pytest.fixture
def model_file(settings, tmp_path):
    """Return the path of a damaged model file that loading has failed with."""
    settings.DIGIT_ENGINE = f"{__name__}.load_if_whole"
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    settings.DIGIT_MODEL_PATH.write_bytes(b"damaged")
    engine.load_model()
    return settings.DIGIT_MODEL_PATH


def test_eight_threads_load_one_model():
    threads = [threading.Thread(target=engine.load_model) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
    assert engine.is_model_ready()


def test_a_command_loads_the_model_when_it_first_reads():
    assert not engine.is_model_ready()
    assert engine.shared_network.classify(GLYPHS).shape == (2, 11)
    [scores] = engine.shared_network.read_lines(LINES)
    assert scores.shape == (32, 11)
    assert len(loads) == 1


def test_a_broken_model_is_logged_and_refuses_readings(model_file, caplog):
    engine.load_model()
    assert not engine.is_model_ready()
    assert "can't be read" in caplog.text
    with pytest.raises(ModelUnavailable):
        engine.shared_network.classify(GLYPHS)


def test_a_restored_model_is_loaded_by_the_next_reading(model_file):
    model_file.write_bytes(b"whole")
    assert engine.shared_network.classify(GLYPHS).shape == (2, 11)


def test_a_restored_model_is_loaded_by_the_next_check(model_file):
    assert not engine.ensure_model_ready()
    model_file.write_bytes(b"whole")
    assert engine.ensure_model_ready()


def test_a_check_does_not_load_the_same_broken_files_again(model_file):
    for _ in range(3):
        assert not engine.ensure_model_ready()
    assert len(loads) == 1


def test_a_check_loads_nothing_that_no_server_has_asked_for():
    assert not engine.ensure_model_ready()
    assert not loads


def test_a_check_does_not_wait_for_a_load_in_progress(model_file, settings):
    settings.DIGIT_ENGINE = f"{__name__}.load_when_released"
    model_file.write_bytes(b"whole")
    released.clear()
    thread = threading.Thread(target=engine.ensure_model_ready)
    thread.start()
    while len(loads) < 2:
        pass
    assert not engine.ensure_model_ready()
    released.set()
    thread.join()
    assert engine.is_model_ready()


def test_a_load_in_progress_leaves_the_network_in_use_alone(settings):
    settings.DIGIT_ENGINE = f"{__name__}.load_when_released"
    released.clear()
    thread = threading.Thread(target=engine.load_model)
    thread.start()
    while not loads:
        pass
    with engine.use_network(load_seven(None)) as network:
        released.set()
        thread.join()
        assert engine.get_loaded_network() is network


def test_the_card_needs_no_loaded_model():
    assert engine.get_model_card()["sha256"]
    assert not loads


def test_the_card_of_a_loaded_model_is_its_own():
    engine.load_model()
    assert engine.get_model_card() == CARD


def test_a_missing_card_is_a_missing_model(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    with pytest.raises(ModelUnavailable):
        engine.get_model_card()


def test_another_network_is_used_for_a_while():
    with engine.use_network(load_seven(None)):
        assert engine.shared_network.classify(GLYPHS).argmax(1).tolist() == [7, 7]
    assert not engine.is_model_ready()


def test_each_network_may_be_the_one_that_is_restored(settings, tmp_path):
    settings.DIGIT_ENGINE = f"{__name__}.load_if_whole"
    settings.DIGIT_MODEL_PATH = tmp_path / MODEL.main.name
    settings.DIGIT_MODEL_PATH.write_bytes(b"damaged")
    engine.load_model()
    settings.DIGIT_ENGINE = f"{__name__}.load_slowly"
    assert not engine.ensure_model_ready()
    [*_, other] = MODEL.others.values()
    (tmp_path / other.name).write_bytes(b"restored")
    assert engine.ensure_model_ready()
