"""Measure what each part of a reader is worth: `python -m benchmarks.ablation`.

Reads pictures of a data folder (`--data`), with the whole reader, and again
without each of its parts. Prints a Markdown table for the pictures kept unseen, and one
for those tuned on. Each cell holds the pictures read exactly, of how many; digits that
are wrong, missing or too many; and pictures that are wrong with the verdict `read`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from benchmarks.labeled_sets import parse_sets
from ml.data.splits import HALVES
from ml.detection.detections import MIN_SCORE, Detections
from ml.detection.looks import LOOKS, LookParams, propose
from ml.detection.pieces import is_strip
from ml.digits import LABELS
from ml.networks.detector import CLASSES
from ml.page_inference import PagePredictor, load_page_predictor
from recognizer.errors import RecognizerError
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.metrics import Prediction
from recognizer.pipeline import open_to_read
from recognizer.reading.params import ReaderParams, with_thresholds
from recognizer.reading.reader import read_gray

NEVER = 2.0  # a probability or score that nothing reaches


@dataclass(frozen=True)
class PageNetworks:
    """The networks, for one page: what was answered once is not computed again.

    Attributes:
        predictor: the loaded networks.
        looks: at which scales the page is seen.
        maps: of the detector, by the shape of its input.
        glyphs: answers of the glyph network, by its input.
    """

    predictor: PagePredictor
    looks: LookParams = LOOKS
    maps: dict[tuple[int, ...], list[np.ndarray]] = field(default_factory=dict)
    glyphs: dict[bytes, np.ndarray] = field(default_factory=dict)

    def detector(self, x: np.ndarray) -> list[np.ndarray]:
        """Return the maps of the page at one scale."""
        if x.shape not in self.maps:
            self.maps[x.shape] = self.predictor.detector(x)
        return self.maps[x.shape]

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters; a long strip is read in pieces by every variant."""
        height, width = gray.shape
        if is_strip(width, height):
            return self.predictor.detect(gray)
        return propose(self.detector, gray, MIN_SCORE, self.looks)

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters."""
        key = glyphs.tobytes()
        if key not in self.glyphs:
            self.glyphs[key] = self.predictor.read_glyphs(glyphs)
        return self.glyphs[key]

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images."""
        key = b"ink" + glyphs.tobytes()
        if key not in self.glyphs:
            self.glyphs[key] = self.predictor.classify(glyphs)
        return self.glyphs[key]

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Read whole lines."""
        return self.predictor.read_lines(line_images)

    def find_gradients(self, glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return how the gray values of glyphs change the logits of labels."""
        return self.predictor.find_gradients(glyphs, labels)


class DetectorAlone(PageNetworks):
    """The networks, without what the glyph network knows: each box is any digit."""

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Return that no digit is likelier than another."""
        row = np.where(np.arange(CLASSES) < LABELS, 1 / LABELS, 0.0)
        return np.tile(row.astype(np.float32), (len(glyphs), 1))


Changes = Mapping[str, float]


@dataclass(frozen=True)
class Variant:
    """The reader without one of its parts.

    Attributes:
        name: of what is missing.
        networks: kind of the networks.
        looks, selection, decoding, trust: other parameters of these stages.
    """

    name: str
    networks: type[PageNetworks] = PageNetworks
    looks: Changes = field(default_factory=dict)
    selection: Changes = field(default_factory=dict)
    decoding: Changes = field(default_factory=dict)
    trust: Changes = field(default_factory=dict)

    def change_networks(self, networks: PageNetworks) -> PageNetworks:
        """Return the networks of this variant; they share the answers."""
        looks = replace(networks.looks, **self.looks)
        answers = networks.maps, networks.glyphs
        return self.networks(networks.predictor, looks, *answers)

    def change_params(self, params: ReaderParams) -> ReaderParams:
        """Return the parameters of this variant."""
        selection = replace(params.selection, **self.selection)
        decoding = replace(params.decoding, **self.decoding)
        trust = replace(params.trust, **self.trust)
        return replace(params, selection=selection, decoding=decoding, trust=trust)


FIRST_LOOK = {"min_share_first": 0.0, "max_share_second": 0.0}
DETECTOR_ALONE = {"detector_share": 1.0}
VARIANTS = (
    Variant("nothing: the whole reader"),
    Variant("the glyph network", DetectorAlone, selection=DETECTOR_ALONE),
    Variant("the classifier", selection={"classifier_share": 0.0, "ink_weight": 0.0}),
    Variant("the line reader", decoding={"max_runs": 0}),
    Variant("the boxes' share in a line", decoding={"box_weight": 0.0}),
    Variant("the detector's share in the class", selection={"detector_share": 0.0}),
    Variant("the second and third look", looks=FIRST_LOOK),
    Variant("the third look", looks={"max_share_tiny": 0.0}),
    Variant("the end after a sure first look", looks={"min_share_alone": NEVER}),
    Variant("the rule for low digits", selection={"small_ratio": 0.0}),
    Variant("the guess where nothing convinces", selection={"min_guess_score": NEVER}),
    Variant("the doubt about boxes left out", trust={"max_rival_score": NEVER}),
)


class Figures(NamedTuple):
    """What is counted of some pictures."""

    right: int = 0
    n: int = 0
    wrong_digits: int = 0
    wrong_when_read: int = 0

    def plus(self, prediction: Prediction) -> "Figures":
        """Return the figures with one more picture."""
        is_right = prediction.is_right
        return Figures(
            self.right + is_right,
            self.n + 1,
            self.wrong_digits + prediction.wrong_digits,
            self.wrong_when_read + (prediction.is_trusted and not is_right),
        )

    def __str__(self) -> str:
        return (
            f"{self.right} of {self.n}, {self.wrong_digits}, {self.wrong_when_read}"
            if self.n
            else "-"
        )


# By variant, set and half.
Table = dict[tuple[str, str, str], Figures]


def measure(
    sets: dict[str, list[Sample]], predictor: PagePredictor, params: ReaderParams
) -> Table:
    """Read every picture with every variant.

    Args:
        sets: labeled pictures, by name.
        predictor: the loaded networks.
        params: of the whole reader.
    """
    table: Table = {}
    for name, samples in sets.items():
        for sample in tqdm(samples, name):
            for variant, prediction in read(sample, predictor, params):
                key = variant.name, name, sample.half
                table[key] = table.get(key, Figures()).plus(prediction)
    return table


def read(
    sample: Sample, predictor: PagePredictor, params: ReaderParams
) -> Iterator[tuple[Variant, Prediction]]:
    """Read one picture with every variant; one that is refused has no reading."""
    try:
        _, page = open_to_read(sample.load(), None)
    except RecognizerError:
        yield from ((variant, Prediction(sample, None)) for variant in VARIANTS)
        return
    networks = PageNetworks(predictor)
    for variant in VARIANTS:
        reading = read_gray(
            page.gray, variant.change_networks(networks), variant.change_params(params)
        )
        yield variant, Prediction(sample, reading)


def to_markdown(table: Table) -> Iterator[str]:
    """Yield the lines of a table for each half, the unseen one first."""
    names = list(dict.fromkeys(variant for variant, _, _ in table))
    sets = list(dict.fromkeys(name for _, name, _ in table))
    for half in reversed(HALVES):
        yield f"| {half}: without | {' | '.join(sets)} |"
        yield f"| --- |{' --- |' * len(sets)}"
        for name in names:
            cells = [str(table.get((name, each, half), Figures())) for each in sets]
            yield f"| {name} | {' | '.join(cells)} |"
        yield ""


def main() -> None:
    sets = parse_sets(__doc__)
    predictor = load_page_predictor()
    params = with_thresholds(predictor.card["thresholds"])
    print(*to_markdown(measure(sets, predictor, params)), sep="\n")


if __name__ == "__main__":
    main()
