"""What tests of the reader share."""

import csv

import numpy as np
import pytest

from ml.litert import inference as litert
from ml.page_inference import load_page_predictor
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of


@pytest.fixture(scope="session")
def page_predictor():
    """Return the committed networks, loaded once."""
    return load_page_predictor()


@pytest.fixture
def networks(page_predictor):
    """Read with the committed networks."""
    with engine.use_network(page_predictor) as network:
        yield network


@pytest.fixture(scope="session")
def exported_predictor():
    """Return the same networks as exported to LiteRT, loaded once."""
    return litert.load_page_predictor()


@pytest.fixture
def exported_networks(settings, exported_predictor):
    """Read with the committed networks as exported to LiteRT."""
    settings.DIGIT_ENGINE = "litert"
    with engine.use_network(exported_predictor) as network:
        yield network


@pytest.fixture
def data(tmp_path):
    """Return a data folder with two pictures, an array of fields and non-digits."""
    folder = tmp_path / "dev/photo_digits"
    folder.mkdir(parents=True)
    for name in ("7_a.png", "7_b.png"):
        (folder / name).write_bytes(encoded(page_of("7")))
    with open(folder / "labels.csv", "w", newline="") as table:
        writer = csv.writer(table)
        writer.writerows([("file", "label"), ("7_a.png", "7"), ("7_b.png", "1-2_3")])
    (tmp_path / "dev/omniglot").mkdir()
    x, y = np.full((3, 40, 40), 255, np.uint8), np.arange(3)
    np.savez(tmp_path / "dev/omniglot/omniglot.npz", x=x, y=y)
    return tmp_path
