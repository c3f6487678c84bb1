"""Backgrounds of handwriting: security print, ruled lines, form cells, noise.

Every function returns float32 (height, width): 0.0 is paper, 1.0 is black.
"""

from collections.abc import Callable

import numpy as np
from scipy import ndimage

Draw = Callable[[int, int, np.random.Generator], np.ndarray]


def draw_paper(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the paper of one text line: print or none, and some marks."""
    paper: np.ndarray = np.zeros((height, width), np.float32)
    if rng.random() < 0.5:
        printed = PRINTS[rng.integers(len(PRINTS))](height, width, rng)
        paper = printed * rng.uniform(0.05, 0.55)
    for draw, prob in MARKS:
        if rng.random() < prob:
            paper = np.maximum(paper, draw(height, width, rng) * rng.uniform(0.3, 1))
    return paper


def waves(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw fine wavy lines, like the security print of checks."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    angle = rng.uniform(-0.6, 0.6) if rng.random() < 0.7 else rng.uniform(0, np.pi)
    across = y * np.cos(angle) + x * np.sin(angle)
    along = x * np.cos(angle) - y * np.sin(angle)
    bend = rng.uniform(0, 3) * np.sin(along / rng.uniform(4, 30) + rng.uniform(0, 6))
    phase = (across + bend) / rng.uniform(2.2, 7) * 2 * np.pi
    return ((0.5 + 0.5 * np.cos(phase)) ** rng.uniform(1, 6)).astype(np.float32)


def crossed_waves(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw two patterns of wavy lines over each other."""
    return np.maximum(waves(height, width, rng), waves(height, width, rng))


def grain(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the grain of paper, coarse or fine."""
    noise = rng.normal(size=(height, width))
    soft = ndimage.gaussian_filter(noise, rng.uniform(0.4, 1.6, 2))
    return np.clip(0.4 + 0.35 * soft / max(float(soft.std()), 1e-6), 0, 1)


def weave(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a grid of small dots, as of woven or embossed paper."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    step = rng.uniform(2.2, 4, 2)
    dots = np.sin(2 * np.pi * y / step[0]) * np.sin(2 * np.pi * x / step[1])
    return np.clip(0.4 + 0.4 * dots + rng.normal(0, 0.2, dots.shape), 0, 1)


def shade(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a soft shadow."""
    coarse = rng.uniform(size=(3, 5))
    zoom = height / 3, width / 5
    return np.clip(ndimage.zoom(coarse, zoom, order=1), 0, 1)[:height, :width]


PRINTS: tuple[Draw, ...] = (
    waves,
    waves,
    crossed_waves,
    crossed_waves,
    grain,
    weave,
    shade,
)


def rule(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw one or two ruled lines, mostly near the baseline."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    drawn = np.zeros((height, width), np.float32)
    for _ in range(rng.integers(1, 3)):
        position = height * (
            rng.normal(0.9, 0.06) if rng.random() < 0.6 else rng.random()
        )
        rise = rng.normal(0, 0.015) * (x - width / 2)
        thick = rng.uniform(0.6, 1.6)
        drawn = np.maximum(drawn, np.clip(thick - np.abs(y - position - rise), 0, 1))
    return drawn


def cell_walls(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw vertical lines: the walls of form cells, or the border of a crop."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    drawn = np.zeros((height, width), np.float32)
    positions = np.arange(rng.uniform(0, 20), width, rng.uniform(18, 40))
    if rng.random() < 0.5:
        positions = rng.choice([2.0, width - 3.0], 1)
    lean, thick = rng.normal(0, 0.02), rng.uniform(0.6, 1.5)
    for position in positions:
        line = np.clip(thick - np.abs(x - position - lean * (y - height / 2)), 0, 1)
        drawn = np.maximum(drawn, line)
    return drawn


def spots(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a few small spots."""
    drawn = np.zeros((height, width))
    for _ in range(rng.integers(1, 8)):
        drawn[rng.integers(height), rng.integers(width)] = rng.uniform(1, 6)
    return np.clip(ndimage.gaussian_filter(drawn, rng.uniform(0.4, 0.8)) * 3, 0, 1)


MARKS: tuple[tuple[Draw, float], ...] = (
    (rule, 0.25),
    (cell_walls, 0.12),
    (spots, 0.12),
)
