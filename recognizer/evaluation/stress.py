"""Compose pages that show one condition each, the same in every run."""

import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from ml.data.pages.composer import CONDITIONS, Composer, Page
from ml.data.pages.sprites import load_sprites
from ml.digits import LABELS
from recognizer.evaluation.datasets import Marks, Sample, to_png

GROUP = "composed"
SEED = 20_261_130  # of no training and no validation
FONTS = Path("/usr/share/fonts")
DRAWINGS = 4_000
SIDE_PX = 384
PAGES = 20  # of each condition
NUMBERS = "numbers_with_signs"
NUMBERS_PER_PAGE = 50  # so many for each page of another condition

Compose = Callable[[Composer], list[Sample]]


def find_composed_sets(pages: int = PAGES) -> dict[str, Compose]:
    """Return what composes each set, by name: every condition alone, and signs.

    Args:
        pages: of each condition.
    """
    sets: dict[str, Compose] = {
        f"{GROUP}/{condition}": partial(
            compose_samples, condition=condition, count=pages
        )
        for condition in CONDITIONS
    }
    sets[f"{GROUP}/{NUMBERS}"] = partial(
        compose_samples, condition="signs", count=NUMBERS_PER_PAGE * pages, name=NUMBERS
    )
    return sets


def load_composer(
    data: Path, fonts: Path = FONTS, drawings: int = DRAWINGS
) -> Composer:
    """Return a composer of digits that no page of a training is made of.

    Printed digits are an exception: a training has the same fonts.

    Args:
        data: folder with mnist.npz and dev/; if a set is missing, digits are drawn.
        fonts: TrueType and OpenType files below it are used, as in training.
        drawings: number of drawn forms of digits.
    """
    try:
        sprites = load_sprites(data, fonts, SEED, None, drawings, is_held_out=True)
    except FileNotFoundError:
        sprites = load_sprites(None, fonts, SEED, None, drawings)
    return Composer(sprites, SEED)


def compose_samples(
    composer: Composer, condition: str, count: int, name: str = ""
) -> list[Sample]:
    """Compose pages of one condition.

    Args:
        composer: its inks and surfaces are used; which page is drawn does not depend
            on what it drew before.
        condition: one of `CONDITIONS`.
        count: number of pages.
        name: of the set, which decides its seed; by default the condition's.
    """
    name = name or condition
    seed = SEED ^ zlib.crc32(name.encode())
    own = Composer(composer.sprites, seed, composer.textures)
    pages = [own.compose(SIDE_PX, condition) for _ in range(count)]
    return [to_sample(f"{name}-{i}", page) for i, page in enumerate(pages)]


def to_sample(name: str, page: Page) -> Sample:
    """Return a page with its digits in reading order, if they have one."""
    are_digits = page.classes < LABELS
    lines = page.lines[are_digits]
    is_ordered = bool((lines >= 0).all())
    digits = page.classes[are_digits]
    digits = digits[np.argsort(lines, kind="stable")] if is_ordered else np.sort(digits)
    return Sample(
        name,
        partial(to_png, page.image),
        "".join(map(str, digits)),
        is_ordered=is_ordered,
        has_signs=not are_digits.all(),
        marks=Marks(page.boxes, ~are_digits),
    )
