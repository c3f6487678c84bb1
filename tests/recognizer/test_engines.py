"""Pictures through the whole pipeline, by the networks of each engine."""

import io
import threading
from base64 import b64decode

import numpy as np
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from recognizer import pipeline
from recognizer.batch import Batch
from recognizer.digit_crops import crop_digits
from recognizer.pipeline import CleanPhoto
from tests.support.drawing import encoded, on_desk, page_of, paper, write

pytestmark = pytest.mark.model

MAX_HEAT_DIFFERENCE = 12  # gray levels: a ReLU whose input is about 0 may switch
PAGES = [
    write(paper(), "7"),
    page_of("2026", "47"),
    paper(),
    on_desk(page_of("90210")),
    paper(1, 1),
    page_of(*["3141592653"] * 6, size=50, pen=5),
]


@pytest.fixture(autouse=True, params=["networks", "exported_networks"])
def network(request):
    """Read with the committed networks, by Keras and as exported to LiteRT."""
    return request.getfixturevalue(request.param)


def read(picture, **options):
    return pipeline.recognize(encoded(picture), **options)[1]


def read_all(pages):
    files = [ContentFile(encoded(page)) for page in pages]
    results = Batch(CleanPhoto.without_image).read(files)
    return [reading for _, reading in results]


def pixels(url):
    return np.asarray(Image.open(io.BytesIO(b64decode(url.partition(",")[2]))))


@pytest.mark.parametrize("digit", "0123456789")
def test_each_digit_is_read(digit):
    assert read(write(paper(), digit)).text == digit


def test_the_real_networks_return_the_same_for_one_and_for_many():
    alone, together = [read(page) for page in PAGES], read_all(PAGES)
    for one, other in zip(alone, together, strict=True):
        assert (other.text, other.verdict) == (one.text, one.verdict)
        assert other.confidence == pytest.approx(one.confidence, abs=1e-4)
        assert [d.box for d in other.digits] == [d.box for d in one.digits]


def test_eight_threads_read_as_one():
    wanted, texts = read(PAGES[1]).text, []
    threads = [
        threading.Thread(target=lambda: texts.append(read(PAGES[1]).text))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [wanted] * 8


def test_digits_are_explained_on_request():
    reading = read(page_of("47"), explain=True)
    assert reading.text == "47"
    for digit in reading.digits:
        seen, heat = pixels(digit.seen), pixels(digit.heat)
        assert seen.shape == heat.shape == (28, 28)
        assert min(seen.max(), heat.max()) > 150
        assert heat[seen == 0].max(initial=0) == 0
    assert not read(page_of("47")).digits[0].seen


@pytest.mark.parametrize("ink", [25, 140])
def test_its_boxes_serve_to_crop_digits_as_training_data(network, ink):
    page = page_of("2457", "3690", ink=ink)
    reading = read(page)
    assert reading.text == "2457\n3690"
    boxes = [digit.box for digit in reading.digits]
    fields = crop_digits(page, boxes, [digit.line for digit in reading.digits])
    glyphs = fields[..., None].astype(np.float32) / 255
    found = network.classify(glyphs)[:, :10].argmax(1)
    assert found.tolist() == [digit.label for digit in reading.digits]


@pytest.mark.parametrize("picture", PAGES)
def test_either_engine_reads_the_same(picture, page_predictor, exported_predictor):
    one, other = (
        read(picture, explain=True, network=predictor)
        for predictor in (page_predictor, exported_predictor)
    )
    assert (one.text, one.verdict) == (other.text, other.verdict)
    assert other.confidence == pytest.approx(one.confidence, abs=1e-3)
    assert [digit.box for digit in one.digits] == [digit.box for digit in other.digits]
    for digit, same in zip(one.digits, other.digits, strict=True):
        assert same.probabilities == pytest.approx(digit.probabilities, abs=1e-3)
        heat = [pixels(each.heat).astype(int) for each in (digit, same)]
        assert np.abs(heat[0] - heat[1]).max() <= MAX_HEAT_DIFFERENCE
