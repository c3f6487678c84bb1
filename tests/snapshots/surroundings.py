"""What surrounds the digits of a drawn page: rules, boxes, prints, light and grain."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from tests.support.drawing import paper, write

SEED = 12


def ruled(page: Image.Image, step: int, squared: bool = False) -> Image.Image:
    """Return the page with a rule every `step` pixels, and columns if squared."""
    rules = paper(*page.size)
    draw = ImageDraw.Draw(rules)
    for y in range(step // 2, page.height, step):
        draw.line((0, y, page.width, y), fill=150, width=2)
    for x in range(step // 2, page.width if squared else 0, step):
        draw.line((x, 0, x, page.height), fill=150, width=2)
    return Image.fromarray(np.minimum(page, rules))


def striped(page: Image.Image) -> Image.Image:
    """Return the page on paper with slanting printed stripes."""
    stripes = paper(*page.size)
    draw = ImageDraw.Draw(stripes)
    for x in range(-page.height, page.width, 14):
        draw.line((x, page.height, x + page.height, 0), fill=140, width=3)
    return Image.fromarray(np.minimum(page, stripes))


def boxed_fields(*rows: tuple[str, ...]) -> Image.Image:
    """Return a form: a number in each box, and a printed digit above it."""
    page = paper(40 + 240 * len(rows[0]), 60 + 240 * len(rows))
    draw = ImageDraw.Draw(page)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            left, top = 30 + 240 * column, 90 + 240 * row
            write(page, "16"[column % 2], at=(left + 60, top - 60), size=34, pen=5)
            draw.rectangle((left, top, left + 210, top + 100), outline=25, width=4)
            write(page, text, at=(left + 20, top + 30), size=70, pen=7)
    return page


def lit(page: Image.Image, light: Callable) -> Image.Image:
    """Return the page under uneven light.

    Args:
        page: mode L.
        light: from x (1, W) and y (H, 1), both 0-1, to the share of light there.
    """
    pixels = np.asarray(page, float)
    x = np.linspace(0, 1, page.width)[None]
    y = np.linspace(0, 1, page.height)[:, None]
    return _to_image(pixels * light(x, y))


def noisy(page: Image.Image, strength: float) -> Image.Image:
    """Return the page with grain of a standard deviation of so many gray levels."""
    rng = np.random.default_rng(SEED)
    return _to_image(np.asarray(page, float) + rng.normal(0, strength, page.size[::-1]))


def _to_image(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
