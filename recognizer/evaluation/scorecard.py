"""Read labeled sets as the site does: picture in, text out."""

from collections.abc import Callable, Iterable, Iterator

from recognizer import pipeline
from recognizer.errors import ModelUnavailable, RecognizerError
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.metrics import Prediction
from recognizer.reading.one_pass.network import PageNetwork
from recognizer.reading.one_pass.reader import read_in_one_pass
from recognizer.readings import Reading

Read = Callable[[bytes], Reading]


def read_as_served(data: bytes) -> Reading:
    """Read a picture as the site does."""
    return pipeline.recognize(data)[1]


def read_page_in_one_pass(network: PageNetwork) -> Read:
    """Return what reads a picture by the detector and the glyph network."""

    def read(data: bytes) -> Reading:
        _, page = pipeline.open_to_read(data, None)
        return read_in_one_pass(page.gray, network)

    return read


def read_samples(
    samples: Iterable[Sample], read: Read = read_as_served
) -> Iterator[Prediction]:
    """Read every picture.

    Args:
        samples: with their pictures.
        read: from a file to a reading; by default as the site does it.

    Raises:
        ModelUnavailable: if there is no model; this says nothing about a picture.
    """
    for sample in samples:
        try:
            reading = read(sample.load())
        except ModelUnavailable:
            raise
        except RecognizerError:
            yield Prediction(sample, None)
        else:
            yield Prediction(sample, reading)
