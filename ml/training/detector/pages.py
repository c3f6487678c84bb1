"""Batches of composed pages, as the detector learns from them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ml.training import streaming
from ml.training.detector.targets import Arrays, build_targets, stack_targets

if TYPE_CHECKING:
    from ml.data.pages.composer import Composer

# Sides of pages in pixels, and how often each is drawn in the first part and the last.
SIDES = (128, 192, 256, 384)
EARLY_SHARES = (0.15, 0.30, 0.40, 0.15)
LATE_SHARES = (0.08, 0.20, 0.27, 0.45)
LATE = 0.5  # of the run
BATCH_PIXELS = 12 * 256**2  # of all pages of a batch together


class ComposedPage(Protocol):
    """A page, as `ml.data.pages` composes it."""

    @property
    def image(self) -> np.ndarray: ...
    @property
    def boxes(self) -> np.ndarray: ...
    @property
    def classes(self) -> np.ndarray: ...
    @property
    def condition(self) -> str: ...


class PageComposer(Protocol):
    """What composes pages."""

    def compose(self, side: int, condition: str | None = None) -> ComposedPage: ...


ComposerRecipe = Callable[[int], PageComposer]  # from a seed; can be pickled


@dataclass(frozen=True)
class Batch:
    """Pages of one size.

    Attributes:
        images: uint8 (n, side, side, 1), 255 is white.
        targets: as `targets.stack_targets` returns them.
        digits: how many there are.
    """

    images: np.ndarray
    targets: Arrays
    digits: int


@dataclass(frozen=True)
class SpriteRecipe:
    """Builds the composer from digits on disk; every process does so for itself."""

    data: Path | None
    fonts: Path
    seed: int
    cache: Path | None = None

    def __call__(self, seed: int) -> "Composer":
        from ml.data.pages.composer import Composer
        from ml.data.pages.sprites import load_sprites

        sprites = load_sprites(self.data, self.fonts, self.seed, self.cache)
        return Composer(sprites, seed)


def draw_batch(
    composer: PageComposer, side: int, count: int, rng: np.random.Generator
) -> Batch:
    """Compose pages of one size and what the detector is to answer for them."""
    pages = [composer.compose(side) for _ in range(count)]
    targets = [build_targets(page.boxes, page.classes, side, rng) for page in pages]
    return Batch(
        np.stack([page.image for page in pages])[..., None],
        stack_targets(targets),
        sum(int((page.classes < 10).sum()) for page in pages),
    )


def choose_side(progress: float, rng: np.random.Generator) -> tuple[int, int]:
    """Return the side of the next batch's pages and their number."""
    side = int(rng.choice(SIDES, p=LATE_SHARES if progress > LATE else EARLY_SHARES))
    return side, max(1, round(BATCH_PIXELS / side**2))


@dataclass(frozen=True)
class PageBatches:
    """Draws batches of pages in a process of its own; can be pickled.

    Attributes:
        composer: builds what composes them, from a seed.
    """

    composer: ComposerRecipe

    def __call__(self, seed: int) -> Callable[[float], streaming.Batch]:
        """Return a function that draws a batch, given the share of the run done."""
        composer, rng = self.composer(seed), np.random.default_rng(seed)
        return lambda done: draw_batch(composer, *choose_side(done, rng), rng)
