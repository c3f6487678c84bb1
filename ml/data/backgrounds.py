"""What lies under and around handwriting: security print, rules, boxes, dirt.

Every drawer returns the strength of its print, float32 (height, width), 0.0 is paper.
"""

import numpy as np
from scipy import ndimage


def draw_paper(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw what one line of writing may stand on, float32 (height, width) in [0, 1]."""
    paper = np.zeros((height, width), np.float32)
    if rng.random() < 0.5:
        printed = PRINTS[rng.integers(len(PRINTS))](height, width, rng)
        paper = printed * rng.uniform(0.05, 0.55)
    for draw, share in MARKS:
        if rng.random() < share:
            paper = np.maximum(paper, draw(height, width, rng) * rng.uniform(0.3, 1))
    return paper


def waves(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw fine waving lines, as the security print of cheques."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    turn = rng.uniform(-0.6, 0.6) if rng.random() < 0.7 else rng.uniform(0, np.pi)
    across, along = (
        y * np.cos(turn) + x * np.sin(turn),
        x * np.cos(turn) - y * np.sin(turn),
    )
    bend = rng.uniform(0, 3) * np.sin(along / rng.uniform(4, 30) + rng.uniform(0, 6))
    phase = (across + bend) / rng.uniform(2.2, 7) * 2 * np.pi
    return ((0.5 + 0.5 * np.cos(phase)) ** rng.uniform(1, 6)).astype(np.float32)


def crossed_waves(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw two sheets of waving lines over each other."""
    return np.maximum(waves(height, width, rng), waves(height, width, rng))


def grain(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw speckled paper, coarse or fine."""
    noise = rng.normal(size=(height, width))
    soft = ndimage.gaussian_filter(noise, rng.uniform(0.4, 1.6, 2))
    return np.clip(0.4 + 0.35 * soft / max(float(soft.std()), 1e-6), 0, 1)


def weave(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the grid of small dots of woven or embossed paper."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    step = rng.uniform(2.2, 4, 2)
    dots = np.sin(2 * np.pi * y / step[0]) * np.sin(2 * np.pi * x / step[1])
    return np.clip(0.4 + 0.4 * dots + rng.normal(0, 0.2, dots.shape), 0, 1)


def shade(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a soft shadow."""
    coarse = rng.uniform(size=(3, 5))
    zoom = height / 3, width / 5
    return np.clip(ndimage.zoom(coarse, zoom, order=1), 0, 1)[:height, :width]


PRINTS = (waves, waves, crossed_waves, crossed_waves, grain, weave, shade)


def rule(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw one or two flat lines, mostly where the writing stands."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    drawn = np.zeros((height, width), np.float32)
    for _ in range(rng.integers(1, 3)):
        place = height * (rng.normal(0.9, 0.06) if rng.random() < 0.6 else rng.random())
        rise = rng.normal(0, 0.015) * (x - width / 2)
        thick = rng.uniform(0.6, 1.6)
        drawn = np.maximum(drawn, np.clip(thick - np.abs(y - place - rise), 0, 1))
    return drawn


def walls(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw upright lines: the boxes of a form, or the border of a crop."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    drawn = np.zeros((height, width), np.float32)
    places = np.arange(rng.uniform(0, 20), width, rng.uniform(18, 40))
    if rng.random() < 0.5:
        places = rng.choice([2.0, width - 3.0], 1)
    lean, thick = rng.normal(0, 0.02), rng.uniform(0.6, 1.5)
    for place in places:
        line = np.clip(thick - np.abs(x - place - lean * (y - height / 2)), 0, 1)
        drawn = np.maximum(drawn, line)
    return drawn


def specks(height: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a few small spots."""
    drawn = np.zeros((height, width))
    for _ in range(rng.integers(1, 8)):
        drawn[rng.integers(height), rng.integers(width)] = rng.uniform(1, 6)
    return np.clip(ndimage.gaussian_filter(drawn, rng.uniform(0.4, 0.8)) * 3, 0, 1)


MARKS = ((rule, 0.25), (walls, 0.12), (specks, 0.12))
