"""Written forms that MNIST hardly holds, drawn by the pen.

The flag and the foot of a European 1, the bar of a 7, the slash of a 0, the open 4.
"""

import numpy as np

from ml.strokes import draw_strokes, spline

# fmt: off
# Each stroke is a list of (x, y) knots in a square of side 1, y down; straight where
# two knots stand, smooth through more.
FORMS = (
    (1, [[(0.15, 0.35), (0.5, 0.0)], [(0.5, 0.0), (0.5, 1.0)]]),
    (1, [[(0.0, 0.55), (0.5, 0.0)], [(0.5, 0.0), (0.45, 1.0)]]),
    (1, [[(0.25, 0.2), (0.5, 0.0)], [(0.5, 0.0), (0.5, 1.0)],
         [(0.2, 1.0), (0.8, 1.0)]]),
    (1, [[(0.2, 0.3), (0.4, 0.2), (0.5, 0.0)], [(0.5, 0.0), (0.5, 1.0)]]),
    (7, [[(0.0, 0.0), (0.7, 0.0)], [(0.7, 0.0), (0.25, 1.0)],
         [(0.2, 0.5), (0.75, 0.5)]]),
    (7, [[(0.0, 0.15), (0.05, 0.0), (0.4, 0.05), (0.7, 0.0)], [(0.7, 0.0), (0.3, 1.0)],
         [(0.15, 0.5), (0.7, 0.45)]]),
    (0, [[(0.35, 0.0), (0.0, 0.5), (0.35, 1.0), (0.7, 0.5), (0.35, 0.0)],
         [(0.65, 0.05), (0.05, 0.95)]]),
    (0, [[(0.4, 0.0), (0.0, 0.4), (0.3, 1.0), (0.7, 0.6), (0.4, 0.0)],
         [(0.55, 0.25), (0.15, 0.75)]]),
    (4, [[(0.1, 0.0), (0.05, 0.55)], [(0.05, 0.55), (0.75, 0.5)],
         [(0.6, 0.1), (0.55, 1.0)]]),
    (4, [[(0.3, 0.0), (0.0, 0.6)], [(0.0, 0.6), (0.8, 0.6)],
         [(0.55, 0.3), (0.5, 1.0)]]),
)
# fmt: on


def draw_variant(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Return the ink, uint8 (height, width), of one such form, and its label."""
    label, strokes = FORMS[rng.integers(len(FORMS))]
    stretch = np.array([rng.uniform(0.6, 1.15), 1.0])
    paths = [_path(np.array(knots), rng) * stretch for knots in strokes]
    return draw_strokes(paths, rng.uniform(3, 16)), label


def _path(knots: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    knots = knots + rng.normal(scale=0.035, size=knots.shape)
    if len(knots) > 2:
        return spline(knots)
    bend = (knots[0] + knots[1]) / 2 + rng.normal(scale=0.025, size=2)
    return spline(np.stack([knots[0], bend, knots[1]]), 12)
