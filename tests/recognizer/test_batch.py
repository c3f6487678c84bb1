"""Pictures of a batch get the readings that they get alone."""

import pytest
from django.core.files.base import ContentFile

from recognizer import pipeline
from recognizer.batch import MAX_TOGETHER, Batch
from recognizer.errors import BrokenReading, EmptyUpload, ModelUnavailable
from recognizer.pipeline import CleanPhoto
from tests.support.drawing import encoded, on_desk, page_of, paper
from tests.support.engines import FailingNetwork, FakeNetwork, all_sevens

PAGES = [
    page_of("7"),
    page_of("2026", "47"),
    paper(),
    on_desk(page_of("90210")),
    page_of("55", size=40, pen=4),
    page_of("18").rotate(90, expand=True),
    page_of(*["3141592653"] * 6, size=50, pen=5),
]


class CountingNetwork(FakeNetwork):
    """Sees sevens, and counts the glyphs of each call."""

    def __init__(self):
        super().__init__(all_sevens)
        self.calls = []

    def classify(self, glyphs):
        self.calls.append(len(glyphs))
        return super().classify(glyphs)


@pytest.fixture
def network(seven):
    return CountingNetwork()


def read_together(pages, **options):
    batch = Batch(CleanPhoto.without_image, **options)
    return batch.read([ContentFile(encoded(page)) for page in pages])


def test_all_pictures_are_read_in_one_call(network):
    results = read_together([page_of("7")] * 8, network=network)
    assert [reading.text for _, reading in results] == ["7"] * 8
    assert network.calls == [8]


def test_more_pictures_than_may_wait_are_read_in_turn(network):
    pages = [paper(8, 8)] * (MAX_TOGETHER + 1) + [page_of("7")]
    results = read_together(pages, network=network)
    assert len(results) == MAX_TOGETHER + 2
    assert results[-1][1].text == "7"


def test_a_refused_picture_does_not_delay_the_others(network):
    files = [ContentFile(b""), ContentFile(encoded(page_of("7")))]
    refusal, result = Batch(CleanPhoto.without_image, network=network).read(files)
    assert isinstance(refusal, EmptyUpload)
    assert result[1].text == "7"


def test_pixels_are_freed_before_the_pictures_wait(network):
    results = read_together([page_of("7")] * 2, network=network)
    assert all(photo.image is None for photo, _ in results)


def test_an_unexpected_error_is_a_refusal_of_each_picture(seven, caplog):
    failing = FailingNetwork(MemoryError())
    results = read_together([page_of("7")] * 2, network=failing)
    assert [type(result) for result in results] == [BrokenReading] * 2
    assert "could not be read" in caplog.text


def test_a_missing_model_is_no_fault_of_a_picture(seven):
    with pytest.raises(ModelUnavailable):
        read_together([page_of("7")] * 2, network=FailingNetwork(ModelUnavailable()))


@pytest.mark.model
def test_the_real_networks_return_the_same_for_one_and_for_many():
    alone = [pipeline.recognize(encoded(page))[1] for page in PAGES]
    together = [reading for _, reading in read_together(PAGES)]
    assert [reading.text for reading in together] == [reading.text for reading in alone]
    for one, other in zip(alone, together, strict=True):
        assert other.verdict == one.verdict
        assert other.confidence == pytest.approx(one.confidence, abs=1e-4)
        for digit, same in zip(one.digits, other.digits, strict=True):
            assert same.box == digit.box
            assert same.probabilities == pytest.approx(digit.probabilities, abs=1e-4)
