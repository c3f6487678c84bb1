"""Measure the processor time of reading: `python -m benchmarks.reading --data DIR`.

Reads pictures of labeled sets, one at a time, and prints a Markdown table in
milliseconds, after decoding: the median of each set and its dearest picture, with the
digits on that and what its networks take. The time is that of all threads of the
process, so that other programs hardly change it.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from benchmarks.labeled_sets import parse_sets
from ml.detection.detections import Detections
from recognizer.errors import RecognizerError
from recognizer.evaluation.datasets import Sample
from recognizer.inference import engine
from recognizer.inference.network import PageNetwork
from recognizer.pipeline import Page, open_to_read, read_page

REPEATS = 2  # the first reading of a shape of picture prepares the networks for it


class TimedNetwork:
    """The loaded networks; adds up the processor time of each."""

    def __init__(self, network: PageNetwork):
        self._network = network
        self.seconds: Counter[str] = Counter()

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images."""
        return self._timed("classify", self._network.classify, glyphs)

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Read whole lines."""
        return self._timed("lines", self._network.read_lines, line_images)

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters."""
        return self._timed("detect", self._network.detect, gray)

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters."""
        return self._timed("glyphs", self._network.read_glyphs, glyphs)

    def find_gradients(self, glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return how the gray values of glyphs change the logits of labels."""
        find = self._network.find_gradients
        return self._timed("gradients", find, glyphs, labels)

    def _timed(self, name: str, call: Callable[..., Any], *inputs: Any) -> Any:
        started = time.process_time()
        try:
            return call(*inputs)
        finally:
            self.seconds[name] += time.process_time() - started


@dataclass(frozen=True)
class Cost:
    """What one picture costs.

    Attributes:
        name: of the picture.
        digits: that were found.
        seconds: of processor time, all in all.
        networks: seconds of each network.
    """

    name: str
    digits: int
    seconds: float
    networks: Counter[str]


def measure(samples: list[Sample], network: PageNetwork) -> Iterator[Cost]:
    """Yield the cost of each picture that can be decoded."""
    for sample in samples:
        try:
            _, page = open_to_read(sample.load(), None)
        except RecognizerError:
            continue
        costs = [measure_page(sample.name, page, network) for _ in range(REPEATS)]
        yield min(costs, key=lambda cost: cost.seconds)


def measure_page(name: str, page: Page, network: PageNetwork) -> Cost:
    timed, started = TimedNetwork(network), time.process_time()
    reading = read_page(page, network=timed)
    seconds = time.process_time() - started
    return Cost(name, len(reading.digits), seconds, timed.seconds)


def to_row(name: str, costs: list[Cost]) -> str:
    """Return a row of the table."""
    dearest = max(costs, key=lambda cost: cost.seconds)
    parts = ", ".join(f"{n} {1000 * s:.0f}" for n, s in dearest.networks.items())
    median = np.median([cost.seconds for cost in costs])
    return (
        f"| {name} | {len(costs)} | {1000 * median:.1f} | {1000 * dearest.seconds:.0f} "
        f"| {dearest.digits} | {parts or '-'} | {dearest.name} |"
    )


def main() -> None:
    sets = parse_sets(__doc__)
    network = engine.get_loaded_network()
    print("| set | n | median | dearest | its digits | its networks | its name |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, samples in sets.items():
        costs = list(tqdm(measure(samples, network), name, len(samples)))
        if costs:
            print(to_row(name, costs), flush=True)


if __name__ == "__main__":
    main()
