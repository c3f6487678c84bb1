"""How well the glyph network reads composed glyphs and single digits of other sets."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.data import datasets
from ml.data.glyph_synthesis import cut_glyphs
from ml.data.pages.composer import Composer
from ml.digits import LABELS
from ml.inputs.gray_glyphs import crop_glyphs

if TYPE_CHECKING:
    import keras

SEED = 987_654_321  # of pages that no training composes
COMPOSED_GLYPHS = 8_000
BATCH = 256
INK = 40  # gray level from which a pixel of the sets is part of the digit

Classify = Callable[[np.ndarray], np.ndarray]


def measure(
    network: "keras.Model", recipe: Callable[[int], Composer], data: Path | None
) -> list[dict[str, Any]]:
    """Return a row for each set: its size, how many are right, and how many refused."""
    classify = to_classify(network)
    composer, rng = recipe(SEED), np.random.default_rng(SEED)
    glyphs, classes = cut_glyphs(composer, COMPOSED_GLYPHS, rng)
    is_digit = classes < LABELS
    found = classify(glyphs)
    rows = [_row("composed glyphs", found[is_digit], classes[is_digit])]
    refused = (found[~is_digit] >= LABELS).sum()
    rows.append(
        {
            "set": "composed non-digits",
            "n": int((~is_digit).sum()),
            "right": int(refused),
        }
    )
    if data:
        _, _, mnist = datasets.load_mnist(data)
        usps = datasets.load_usps(data)
        for name, some in (("MNIST test", mnist), ("USPS", usps)):
            found = classify(cut_fields(some.x[..., 0]))
            rows.append(_row(name, found, some.y))
    return rows


def to_classify(network: "keras.Model") -> Classify:
    """Return a function from glyphs, uint8 (n, 40, 40, 2), to classes, int (n,)."""

    def classify(glyphs: np.ndarray) -> np.ndarray:
        logits = [
            np.asarray(network(glyphs[i : i + BATCH].astype(np.float32)))
            for i in range(0, len(glyphs), BATCH)
        ]
        return np.concatenate(logits).argmax(1)

    return classify


def cut_fields(fields: np.ndarray) -> np.ndarray:
    """Return the glyph of each field of a data set, uint8 (n, 40, 40, 2).

    Args:
        fields: uint8 (n, 28, 28), 255 is ink.
    """
    return np.concatenate([_cut_field(field) for field in fields])


def _cut_field(field: np.ndarray) -> np.ndarray:
    rows, columns = np.nonzero(field >= min(INK, field.max()))
    box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    return crop_glyphs(field, np.array([box]))


def _row(name: str, found: np.ndarray, wanted: np.ndarray) -> dict[str, Any]:
    return {
        "set": name,
        "n": len(wanted),
        "right": int((found == wanted).sum()),
        "refused": int((found >= LABELS).sum()),
    }
