"""Many pictures read together say what each says alone."""

import pytest
from django.core.files.base import ContentFile

from recognizer import pipeline
from recognizer.batch import TOGETHER, Batch
from recognizer.errors import EmptyUpload
from recognizer.inference import engine
from recognizer.pipeline import CleanPhoto
from tests.support.drawing import encoded, on_desk, page_of, paper
from tests.support.engines import load_seven, without_line_reader

PAGES = [
    page_of("7"),
    page_of("2026", "47"),
    paper(),
    on_desk(page_of("90210")),
    page_of("55", size=40, pen=4),
    page_of("18").rotate(90, expand=True),
    page_of(*["3141592653"] * 6, size=50, pen=5),
]


def read_together(pages, **options):
    batch = Batch(CleanPhoto.without_image, **options)
    return batch.read([ContentFile(encoded(page)) for page in pages])


@pytest.fixture
def calls(monkeypatch):
    """Return the sizes of the calls of a network that sees sevens."""
    network, calls = load_seven(None), []
    real = network.classify

    def note(fields):
        calls.append(len(fields))
        return real(fields)

    network.classify = note
    monkeypatch.setattr(engine, "_loaded", {"predictor": network})
    without_line_reader(monkeypatch)
    return calls


def test_all_pictures_are_read_in_one_call(calls):
    answers = read_together([page_of("7")] * 8)
    assert [reading.text for _, reading in answers] == ["7"] * 8
    assert calls == [8]


def test_more_pictures_than_may_wait_are_read_in_turn(calls):
    answers = read_together([paper(8, 8)] * (TOGETHER + 1) + [page_of("7")])
    assert len(answers) == TOGETHER + 2
    assert answers[-1][1].text == "7"


def test_a_refusal_holds_nobody_up(calls):
    files = [ContentFile(b""), ContentFile(encoded(page_of("7")))]
    refusal, answer = Batch(CleanPhoto.without_image).read(files)
    assert isinstance(refusal, EmptyUpload)
    assert answer[1].text == "7"


def test_pixels_are_let_go_before_the_pictures_wait(calls):
    assert all(photo.image is None for photo, _ in read_together([page_of("7")] * 2))


@pytest.mark.model
def test_the_real_networks_say_the_same_to_one_and_to_many():
    alone = [pipeline.recognize(encoded(page))[1] for page in PAGES]
    beside = [reading for _, reading in read_together(PAGES)]
    assert [reading.text for reading in beside] == [reading.text for reading in alone]
    for one, other in zip(alone, beside, strict=True):
        assert other.verdict == one.verdict
        assert other.confidence == pytest.approx(one.confidence, abs=1e-4)
        for digit, same in zip(one.digits, other.digits, strict=True):
            assert same.box == digit.box
            assert same.probabilities == pytest.approx(digit.probabilities, abs=1e-4)
