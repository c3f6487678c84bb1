"""Whether the exported networks answer as those that they were exported from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.data import datasets
from ml.data.glyph_synthesis import cut_glyphs
from ml.data.lines.page_lines import cut_lines
from ml.data.pages.composer import Composer
from ml.data.pages.sprites import load_sprites
from ml.detection.detections import MIN_SCORE
from ml.detection.looks import LOOKS, scale_picture
from ml.inputs.ink_glyphs import cut_glyph_images
from ml.networks.detector import CLASSES
from ml.page_inference import PagePredictor
from ml.training.glyphs.validation import cut_fields

MAX_DIFFERENCE = 1e-3  # of two probabilities
# Of a cosine from 1: of what pixels add to a label. A gradient jumps where the input of
# a ReLU is about 0, so that some pixels may differ by more.
MAX_GRADIENT_DIFFERENCE = 1e-2
SEED = 20_261_130
PAGE_SIDES_PX = (256, 512)
MAX_GRADIENTS = 500  # that are compared
DRAWINGS = 300  # forms of digits, enough for a few pages


@dataclass(frozen=True)
class Inputs:
    """What the networks are asked.

    Attributes:
        pages: uint8 (height, width) each, 255 is white.
        glyphs: uint8 (n, 40, 40, 2), as `ml.inputs.gray_glyphs.crop_glyphs` makes them.
        fields: float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.
        lines: float32 (32, width) each; 0.0 is paper, 1.0 is ink.
    """

    pages: list[np.ndarray]
    glyphs: np.ndarray
    fields: np.ndarray
    lines: list[np.ndarray]


@dataclass(frozen=True)
class Difference:
    """Two answers of one network.

    Attributes:
        name: of what was asked.
        n: number of inputs.
        labels: that differ.
        largest: difference of two probabilities; of gradients, that of a cosine from 1.
        limit: of an export that may serve.
    """

    name: str
    n: int
    labels: int
    largest: float
    limit: float = MAX_DIFFERENCE

    @property
    def is_too_large(self) -> bool:
        """Return whether the export may not serve."""
        return self.labels > 0 or not self.largest <= self.limit


def draw_inputs(
    pages: int, data: Path | None = None, fonts: Path | None = None
) -> Inputs:
    """Compose pages, and cut glyphs and lines from others like them.

    Args:
        pages: number of them; there are eight times as many glyphs, and as many lines.
        data: folder with `mnist.npz` and `dev/`; with it, its digits are written, and
            MNIST's test part is asked, too.
        fonts: folder of fonts to print with.
    """
    sprites = load_sprites(
        data, fonts or Path("/usr/share/fonts"), SEED, None, DRAWINGS
    )
    composer, rng = Composer(sprites, SEED), np.random.default_rng(SEED)
    composed = [composer.compose(PAGE_SIDES_PX[i % 2]) for i in range(pages)]
    glyphs, _ = cut_glyphs(composer, 8 * pages, rng)
    fields = [cut_glyph_images(page.image, page.boxes) for page in composed]
    if data:
        mnist = datasets.load_mnist(data)[2].x
        fields.append(mnist.astype(np.float32) / 255)
        glyphs = np.concatenate([glyphs, cut_fields(mnist[..., 0])])
    return Inputs(
        [page.image for page in composed],
        glyphs,
        np.concatenate(fields),
        [line.x.astype(np.float32) / 255 for line in cut_lines(composer, pages, rng)],
    )


def compare(
    one: PagePredictor, other: PagePredictor, inputs: Inputs
) -> Iterator[Difference]:
    """Yield how the answers of each network differ.

    Args:
        one: the networks that were exported.
        other: the exported ones.
        inputs: that both are asked.
    """
    scores = [
        np.concatenate([_find_scores(network, page) for page in inputs.pages])
        for network in (one, other)
    ]
    yield _compare("detector", scores[0], scores[1], MIN_SCORE)
    for name, ask in (
        ("glyph network", lambda network: network.read_glyphs(inputs.glyphs)),
        ("classifier", lambda network: network.classify(inputs.fields)),
        (
            "line reader",
            lambda network: np.concatenate(network.read_lines(inputs.lines)),
        ),
    ):
        yield _compare(name, ask(one), ask(other))
    glyphs = inputs.glyphs[:MAX_GRADIENTS]
    labels = one.read_glyphs(glyphs).argmax(1)
    added = [_find_added(network, glyphs, labels) for network in (one, other)]
    differences = ((added[0] - added[1]) ** 2).sum(1) / 2
    largest = float(differences.max())
    yield Difference("gradients", len(labels), 0, largest, MAX_GRADIENT_DIFFERENCE)


def _find_added(
    network: PagePredictor, glyphs: np.ndarray, labels: np.ndarray
) -> np.ndarray:
    """Return what each pixel adds to a label, float (n, 1600), of length 1 or 0."""
    gray = glyphs[..., 0].astype(float)
    contrast = gray - np.median(gray, axis=(1, 2), keepdims=True)
    added = network.find_gradients(glyphs, labels) * contrast
    rows = added.reshape(len(added), -1)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def _find_scores(network: PagePredictor, page: np.ndarray) -> np.ndarray:
    """Return the probabilities of all cells of both maps, float32 (n, 17)."""
    sides = LOOKS.first_side_px, LOOKS.second_side_px
    logits = [
        maps[..., :CLASSES].reshape(-1, CLASSES)
        for side in sides
        for maps in network.detector(scale_picture(page, side)[0])
    ]
    return 1 / (1 + np.exp(-np.clip(np.concatenate(logits), -30, 30)))


def _compare(
    name: str, one: np.ndarray, other: np.ndarray, min_score: float = 0.0
) -> Difference:
    """Compare probabilities, float32 (n, classes).

    Args:
        name: of the network.
        one: its answers.
        other: those of the exported network.
        min_score: of a row in which the likeliest class is a label.
    """
    has_label = one.max(1) >= min_score
    differ = (one.argmax(1) != other.argmax(1)) & has_label
    largest = float(np.abs(one - other).max())
    return Difference(name, len(one), int(differ.sum()), largest)
