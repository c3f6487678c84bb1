"""Pages that cost most, through the pipeline."""

import time

import numpy as np
import pytest

from ml.page_inference import PagePredictor
from recognizer import pipeline
from recognizer.inference import engine
from recognizer.reading.reader import MAX_GLYPHS
from tests.recognizer.inference.test_model import LoadedPageNetwork
from tests.support.drawing import encoded, paper
from tests.support.hostile_pages import PAGES

MAX_LOOKS = 24  # at most 12 pieces of a strip, two looks each
MAX_SECONDS = 2.0  # of processor time, on slow machines too; a page takes 0.3


class CountingNetwork:
    """The committed networks; counts looks and glyphs."""

    def __init__(self, loaded):
        self.loaded = loaded
        self.looks, self.glyphs = [], 0

    def detect(self, gray):
        def look(x):
            self.looks.append(x.shape[1:3])
            return self.loaded.detector(x)

        parts = {**vars(self.loaded), "detector": look}
        return PagePredictor(**parts).detect(gray)

    def read_glyphs(self, glyphs):
        self.glyphs += len(glyphs)
        return self.loaded.read_glyphs(glyphs)

    def classify(self, glyphs):
        return self.loaded.classify(glyphs)

    def read_lines(self, line_images):
        return self.loaded.read_lines(line_images)

    def find_gradients(self, glyphs, labels):
        return self.loaded.find_gradients(glyphs, labels)


@pytest.mark.parametrize(
    ("size", "page_shape"),
    [
        ((14_000, 420), (180, 6000)),
        ((760, 13_000), (6000, 351)),
        ((3000, 2000), (667, 1000)),
        ((1, 1), (1, 1)),
    ],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_strip_is_read_at_a_larger_scale(size, page_shape, form):
    data = encoded(paper(*size), form)
    _, page = pipeline.open_to_read(data, None)
    assert page.gray.shape == page_shape
    assert (page.width, page.height) == size


def test_boxes_of_a_strip_are_in_pixels_of_the_photo():
    with engine.use_network(LoadedPageNetwork(((3000, 60, 3060, 120), 3, 0.95))):
        _, reading = pipeline.recognize(encoded(paper(14_000, 420)))
    assert reading.digits[0].box == (7000, 140, 7140, 280)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_at_a_bounded_cost(networks, name):
    draw, text = PAGES[name]
    network = CountingNetwork(networks)
    _, page = pipeline.open_to_read(encoded(draw()), None)
    started = time.thread_time()
    reading = pipeline.read_page(page, network=network)
    assert time.thread_time() - started < MAX_SECONDS
    assert len(network.looks) <= MAX_LOOKS
    assert np.prod(network.looks, axis=1).sum() < 2 * 1000**2
    assert network.glyphs <= 2 * MAX_GLYPHS
    assert reading.text == text or text is None
