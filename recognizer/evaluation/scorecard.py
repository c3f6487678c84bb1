"""Read labeled sets as the site does: picture in, text out."""

from collections.abc import Iterable, Iterator

from recognizer import pipeline
from recognizer.errors import ModelUnavailable, RecognizerError
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.metrics import Prediction


def read_samples(samples: Iterable[Sample]) -> Iterator[Prediction]:
    """Read every picture as the site does.

    Raises:
        ModelUnavailable: if there is no model; this says nothing about a picture.
    """
    for sample in samples:
        try:
            _, reading = pipeline.recognize(sample.load())
        except ModelUnavailable:
            raise
        except RecognizerError:
            yield Prediction(sample, None)
        else:
            yield Prediction(sample, reading)
