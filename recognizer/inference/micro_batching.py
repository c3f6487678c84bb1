"""One call of the network for all pictures of a batch that wait for it."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.detection.detections import Detections
from ml.inference import MAX_LINE_BATCH, WIDTH_STEP_PX
from ml.networks.line_reader import TIMESTEP_PX
from recognizer.inference.limits import Limit
from recognizer.inference.network import PageNetwork

Arrays = list[np.ndarray]
Call = Callable[[Arrays], Arrays]


@dataclass
class _Request:
    """One call of a reader: its inputs and, once answered, outputs or an error."""

    call: Call
    inputs: Arrays
    outputs: Arrays | None = None
    error: Exception | None = None

    @property
    def is_answered(self) -> bool:
        return self.outputs is not None or self.error is not None


class MicroBatcher:
    """A network for several readers, each in its own thread.

    Once every registered reader waits, the requests of all are answered in one call. An
    output does not depend on the other inputs of the call. Each method is that of
    `PageNetwork`.
    """

    def __init__(self, network: PageNetwork, readers: int, limit: Limit) -> None:
        """Register readers.

        Args:
            network: answers the joined requests.
            readers: number of readers; each calls `deregister` in the end.
            limit: on readers that work at the same time. Each holds one of its slots,
                which is lent to others while the reader waits here.
        """
        self._network = network
        self._readers = readers
        self._limit = limit
        self._change = threading.Condition()
        self._waiting: list[_Request] = []

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images."""
        return np.stack(self._request(self._classify, list(glyphs)))

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters; pages differ in size, so each is a call of its own."""
        return self._network.detect(gray)

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters."""
        return np.stack(self._request(self._read_glyphs, list(glyphs)))

    def find_gradients(self, glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return how gray values change the logits of labels, in a call of its own."""
        return self._network.find_gradients(glyphs, labels)

    def read_lines(self, line_images: Arrays) -> Arrays:
        """Read whole lines."""
        scores = self._request(self._read_lines, _pad_as_if_alone(line_images))
        return [
            padded[: -(-image.shape[1] // TIMESTEP_PX)]
            for padded, image in zip(scores, line_images, strict=True)
        ]

    def deregister(self) -> None:
        """Leave: the other readers no longer wait for this one."""
        with self._change:
            self._readers -= 1
            self._answer_if_all_wait()

    def _request(self, call: Call, inputs: Arrays) -> Arrays:
        request = _Request(call, inputs)
        with self._limit.slot_lent(), self._change:
            self._waiting.append(request)
            self._answer_if_all_wait()
            self._change.wait_for(lambda: request.is_answered)
        if request.error is not None:
            raise request.error
        return request.outputs or []

    def _answer_if_all_wait(self) -> None:
        if len(self._waiting) < self._readers:
            return
        for call in (self._classify, self._read_glyphs, self._read_lines):
            _answer(
                call, [request for request in self._waiting if request.call == call]
            )
        self._waiting.clear()
        self._change.notify_all()

    def _classify(self, glyphs: Arrays) -> Arrays:
        return list(self._network.classify(np.stack(glyphs)))

    def _read_glyphs(self, glyphs: Arrays) -> Arrays:
        return list(self._network.read_glyphs(np.stack(glyphs)))

    def _read_lines(self, line_images: Arrays) -> Arrays:
        """Read line images of the same width in one call."""
        by_width = defaultdict(list)
        for i, image in enumerate(line_images):
            by_width[image.shape[1]].append(i)
        scores: dict[int, np.ndarray] = {}
        for indices in by_width.values():
            group = self._network.read_lines([line_images[i] for i in indices])
            scores.update(zip(indices, group, strict=True))
        return [scores[i] for i in range(len(line_images))]


def _answer(call: Call, requests: list[_Request]) -> None:
    """Answer all requests of one kind in one call; an error is the answer to each."""
    if not requests:
        return
    try:
        inputs = [array for request in requests for array in request.inputs]
        outputs = iter(call(inputs))
    except Exception as error:
        for request in requests:
            request.error = error
        return
    for request in requests:
        request.outputs = [next(outputs) for _ in request.inputs]


def _pad_as_if_alone(line_images: Arrays) -> Arrays:
    """Pad line images as the predictor would: padding affects the scores at the end."""
    padded = []
    for start in range(0, len(line_images), MAX_LINE_BATCH):
        batch = line_images[start : start + MAX_LINE_BATCH]
        longest = max(image.shape[1] for image in batch)
        width = -(-longest // WIDTH_STEP_PX) * WIDTH_STEP_PX
        padded += [np.pad(i, ((0, 0), (0, width - i.shape[1]))) for i in batch]
    return padded
