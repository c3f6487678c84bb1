"""Batches of composed pages, drawn by processes of their own."""

import multiprocessing
import os
import queue
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ml.training.detector.targets import Arrays, build_targets, stack_targets

# Sides of pages in pixels, and how often each is drawn in the first part and the last.
SIDES = (128, 192, 256, 384)
EARLY_SHARES = (0.15, 0.30, 0.40, 0.15)
LATE_SHARES = (0.08, 0.20, 0.27, 0.45)
LATE = 0.5  # of the run
BATCH_PIXELS = 12 * 256**2  # of all pages of a batch together

QUEUED = 6  # batches of each process
PATIENCE_SECONDS = 60
MAX_FAILURES = 50  # pages of one process that can't be composed


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

    def __call__(self, seed: int) -> PageComposer:
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


def derive_seed(*parts: int) -> int:
    """Return a seed that other parts do not give."""
    return int(np.random.SeedSequence(parts).generate_state(1)[0])


class PageWorkers:
    """Processes that compose batches; the batches come in any order.

    Args:
        recipe: builds the composer of a process from its seed.
        count: processes.
        seed: of all; each process has its own from it.
        part: which part of an interrupted run this is: no page comes twice.
    """

    def __init__(self, recipe: ComposerRecipe, count: int, seed: int, part: int = 0):
        context = multiprocessing.get_context("spawn")
        self._batches: Any = context.Queue(QUEUED * count)
        self._progress = context.Value("d", 0.0)
        self._processes = [
            context.Process(
                target=_compose_batches,
                args=(
                    recipe,
                    derive_seed(seed, part, i),
                    self._batches,
                    self._progress,
                ),
                daemon=True,
            )
            for i in range(count)
        ]

    def __enter__(self) -> "PageWorkers":
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            process.terminate()
            process.join()

    def next_batch(self, progress: float) -> Batch:
        """Return a batch.

        Args:
            progress: share of the run that is done, 0-1; the last part has more of the
                large pages.

        Raises:
            RuntimeError: if a process has ended.
        """
        self._progress.value = progress
        while True:
            try:
                return self._batches.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                if not all(process.is_alive() for process in self._processes):
                    raise RuntimeError("A process that composes has ended.") from None


def _compose_batches(
    recipe: ComposerRecipe, seed: int, batches: Any, progress: Any
) -> None:
    # A session of its own: Ctrl-C reaches the training alone, which ends the processes,
    # and Linux gives sessions, not processes, equal shares of busy processors.
    os.setsid()
    composer, rng = recipe(seed), np.random.default_rng(seed)
    parent = multiprocessing.parent_process()
    failures, batch = 0, None
    while failures < MAX_FAILURES and parent is not None and parent.is_alive():
        try:
            batch = batch or draw_batch(
                composer, *choose_side(progress.value, rng), rng
            )
            batches.put(batch, timeout=PATIENCE_SECONDS)
            batch = None
        except queue.Full:
            continue  # as long as the training lives
        except (ArithmeticError, LookupError, ValueError):
            # One page in a million must not end a run of hours; the log shows it.
            failures += 1
            traceback.print_exc()
