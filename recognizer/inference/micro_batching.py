"""One call of the network for all pictures of a batch that wait for it."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.inference import MAX_LINE_BATCH, WIDTH_STEP_PX
from ml.networks.line_reader import TIMESTEP_PX
from recognizer.inference.limits import Limit

Arrays = list[np.ndarray]


@dataclass
class _Question:
    """What one reader wants to know, and once it is known, the answer."""

    call: Callable[[Arrays], Arrays]
    asked: Arrays
    answer: Arrays | Exception | None = None


class Gathering:
    """Asks the network for several readers at once, each in a thread of its own.

    When every reader that is still under way waits, all they ask is answered together.
    What the network says to one does not depend on who asks beside.
    """

    def __init__(self, network, readers: int, slots: Limit):
        """Expect so many readers, each of which holds a slot unless it waits."""
        self._network = network
        self._readers = readers
        self._slots = slots
        self._change = threading.Condition()
        self._waiting: list[_Question] = []

    def probabilities(self, fields: np.ndarray) -> np.ndarray:
        """Return float32 (n, 11), rows sum to 1, for float32 (n, 28, 28, 1)."""
        return np.stack(self._ask(self._classify, list(fields)))

    def frames(self, strips: Arrays) -> Arrays:
        """Return for each strip, float32 (32, width), float32 (width / 2, 11)."""
        said = self._ask(self._read, _as_wide_as_alone(strips))
        return [
            frames[: -(-strip.shape[1] // TIMESTEP_PX)]
            for frames, strip in zip(said, strips, strict=True)
        ]

    def leave(self) -> None:
        """Tell that one reader asks no more: the others do not wait for it."""
        with self._change:
            self._readers -= 1
            self._answer_if_all_wait()

    def _ask(self, call: Callable[[Arrays], Arrays], asked: Arrays) -> Arrays:
        question = _Question(call, asked)
        with self._slots.slot_lent(), self._change:
            self._waiting.append(question)
            self._answer_if_all_wait()
            self._change.wait_for(lambda: question.answer is not None)
        if isinstance(question.answer, Exception):
            raise question.answer
        return question.answer

    def _answer_if_all_wait(self) -> None:
        if len(self._waiting) < self._readers:
            return
        for call in (self._classify, self._read):
            _answer(call, [q for q in self._waiting if q.call == call])
        self._waiting.clear()
        self._change.notify_all()

    def _classify(self, fields: Arrays) -> Arrays:
        return list(self._network.probabilities(np.stack(fields)))

    def _read(self, strips: Arrays) -> Arrays:
        """Read strips of one width in one call."""
        alike = defaultdict(list)
        for i, strip in enumerate(strips):
            alike[strip.shape[1]].append(i)
        said = {}
        for some in alike.values():
            frames = self._network.frames([strips[i] for i in some])
            said.update(zip(some, frames, strict=True))
        return [said[i] for i in range(len(strips))]


def _answer(call: Callable[[Arrays], Arrays], questions: list[_Question]) -> None:
    """Answer all questions of one kind together, with the fault if there is one."""
    if not questions:
        return
    try:
        said = iter(call([array for question in questions for array in question.asked]))
    except Exception as error:
        for question in questions:
            question.answer = error
        return
    for question in questions:
        question.answer = [next(said) for _ in question.asked]


def _as_wide_as_alone(strips: Arrays) -> Arrays:
    """Pad strips as the predictor would: paper beside a strip tells on its end."""
    padded = []
    for start in range(0, len(strips), MAX_LINE_BATCH):
        some = strips[start : start + MAX_LINE_BATCH]
        width = (
            -(-max(strip.shape[1] for strip in some) // WIDTH_STEP_PX) * WIDTH_STEP_PX
        )
        padded += [np.pad(s, ((0, 0), (0, width - s.shape[1]))) for s in some]
    return padded
