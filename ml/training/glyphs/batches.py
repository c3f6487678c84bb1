"""Batches of glyphs: cut from fresh pages, and drawn several times from a pool."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.data.glyph_synthesis import cut_glyphs, vary_pixels
from ml.data.pages.composer import Composer
from ml.training.streaming import Batch

FRESH_GLYPHS = 512  # cut at a time
BATCH_SIZE = 128
POOL_SIZE = 60_000
# To compose pages takes longer than to learn from their glyphs: each is seen so often.
REUSE = 4


@dataclass(frozen=True)
class GlyphBatch:
    """Glyphs with their classes.

    Attributes:
        images: uint8 (n, 40, 40, 2), as `ml.inputs.gray_glyphs.crop_glyphs` makes them.
        targets: uint8 (n,), classes as `ml.data.number_texts` lists them.
    """

    images: np.ndarray
    targets: np.ndarray

    @property
    def digits(self) -> int:
        return int((self.targets < 10).sum())


@dataclass(frozen=True)
class GlyphBatches:
    """Cuts glyphs in a process of its own; can be pickled.

    Attributes:
        composer: builds what composes the pages, from a seed.
        size: of a batch.
    """

    composer: Callable[[int], Composer]
    size: int = FRESH_GLYPHS

    def __call__(self, seed: int) -> Callable[[float], Batch]:
        """Return a function that cuts a batch."""
        composer, rng = self.composer(seed), np.random.default_rng(seed)
        return lambda done: GlyphBatch(*cut_glyphs(composer, self.size, rng))


class GlyphPool:
    """The latest glyphs, from which batches are drawn at random.

    Args:
        next_fresh: returns newly cut glyphs, given the share of the run that is done.
        seed: of what is drawn.
        capacity: glyphs that are kept; the oldest make room for new ones.
        reuse: how often a glyph is drawn, on average.
    """

    def __init__(
        self,
        next_fresh: Callable[[float], Batch],
        seed: int,
        capacity: int = POOL_SIZE,
        reuse: int = REUSE,
    ):
        self._next_fresh = next_fresh
        self._rng = np.random.default_rng(seed)
        self._reuse = reuse
        self._capacity = capacity
        self._batches: list[Batch] = []
        self._size = 0
        self._budget = 0  # glyphs to draw before fresh ones are due

    def next_batch(self, done: float) -> Batch:
        """Return glyphs of the pool, their pixels varied.

        Args:
            done: share of the run that is done, 0-1.
        """
        if self._budget <= 0:
            self._add(self._next_fresh(done))
        self._budget -= BATCH_SIZE
        picks = self._rng.integers(len(self._batches), size=BATCH_SIZE)
        chosen = [
            (batch, self._rng.integers(len(batch.targets)))
            for batch in (self._batches[i] for i in picks)
        ]
        images = np.stack([batch.images[i] for batch, i in chosen])
        targets = np.array([batch.targets[i] for batch, i in chosen])
        return GlyphBatch(vary_pixels(images, self._rng), targets)

    def _add(self, fresh: Batch) -> None:
        self._batches.append(fresh)
        self._size += len(fresh.targets)
        self._budget += self._reuse * len(fresh.targets)
        while self._size - len(self._batches[0].targets) >= self._capacity:
            self._size -= len(self._batches.pop(0).targets)
