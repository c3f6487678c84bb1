"""Distortions that make one written digit stand for many hands and pens.

One bilinear resampling carries rotation, shear, scale, shift and an elastic field
(Simard et al., "Best practices for convolutional neural networks", 2003); stroke width,
blur, contrast and noise follow. Never mirrored, never turned far: a 6 is not a 9.
"""

import numpy as np
from scipy import ndimage

from ml.digits import SIDE

GRID = 5  # knots a side of the elastic field


def augment(
    fields: np.ndarray, rng: np.random.Generator, strength: float = 1.0
) -> np.ndarray:
    """Return distorted copies.

    Args:
        fields: float32 (n, 28, 28, 1) in [0, 1], 1.0 = ink.
        rng: the source of chance.
        strength: 0.0 leaves the fields as they are, 1.0 is the whole recipe.

    Returns:
        float32 (n, 28, 28, 1) in [0, 1].
    """
    warped = _resample(fields[..., 0], *_coordinates(len(fields), rng, strength))
    for change, share in CHANGES:
        chosen = rng.random(len(warped)) < share * strength
        if chosen.any():
            warped[chosen] = change(warped[chosen], rng)
    return np.clip(warped, 0.0, 1.0)[..., None].astype(np.float32)


def _coordinates(n: int, rng: np.random.Generator, strength: float):
    """Return for each pixel of n fields the place it is taken from: two (n, 28, 28)."""
    angle = np.radians(rng.uniform(-15, 15, n)) * strength
    shear = rng.uniform(-0.25, 0.25, n) * strength
    grow_x, grow_y = np.exp(rng.uniform(-0.18, 0.18, (2, n)) * strength)
    shift_x, shift_y = rng.uniform(-2.2, 2.2, (2, n)) * strength
    middle = (SIDE - 1) / 2
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) - middle
    cos, sin = np.cos(angle), np.sin(angle)
    from_x = _times(cos / grow_x, x) + _times(sin / grow_x + shear, y)
    from_y = _times(-sin / grow_y, x) + _times(cos / grow_y, y)
    bend_x, bend_y = _elastic(n, rng, strength)
    return (
        from_y + bend_y + (middle + shift_y)[:, None, None],
        from_x + bend_x + (middle + shift_x)[:, None, None],
    )


def _times(factors: np.ndarray, plane: np.ndarray) -> np.ndarray:
    return factors[:, None, None].astype(np.float32) * plane


def _elastic(n: int, rng: np.random.Generator, strength: float) -> np.ndarray:
    """Return smooth displacements float32 (2, n, 28, 28) in pixels."""
    size = rng.uniform(0, 1.4, (1, n, 1, 1)) * strength
    knots = rng.normal(size=(2, n, GRID, GRID)) * size
    return np.einsum("yj,cnjk,xk->cnyx", SPREAD, knots, SPREAD).astype(np.float32)


def _spread() -> np.ndarray:
    """Return (28, 5): the weight of each knot at each pixel, a smooth interpolation."""
    places = np.linspace(0, GRID - 1, SIDE)[:, None]
    distance = np.abs(places - np.arange(GRID)[None])
    weights = np.where(distance < 1, 0.5 + 0.5 * np.cos(np.pi * distance), 0.0)
    return weights / weights.sum(1, keepdims=True)


SPREAD = _spread()


def _resample(images: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the images read at float coordinates, bilinear, paper outside."""
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2)))
    limit = SIDE + 2.999
    y, x = np.clip(y + 2, 0, limit - 0.001), np.clip(x + 2, 0, limit - 0.001)
    top, left = y.astype(np.intp), x.astype(np.intp)
    y, x = y - top, x - left
    flat, row = padded.reshape(-1), padded.shape[2]
    corner = np.arange(len(images))[:, None, None] * row * row + top * row + left
    upper = flat[corner] * (1 - x) + flat[corner + 1] * x
    lower = flat[corner + row] * (1 - x) + flat[corner + row + 1] * x
    return upper * (1 - y) + lower * y


def _pen(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Thicken or thin the strokes, each image by its own part of one pixel."""
    amount = rng.uniform(-0.7, 1.0, (len(images), 1, 1))
    thick = ndimage.maximum_filter(images, (1, 3, 3))
    thin = ndimage.minimum_filter(images, (1, 2, 2))
    toward = np.where(amount > 0, thick, thin)
    return images + np.abs(amount) * (toward - images)


def _blur(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    sigma = rng.uniform(0.3, 1.0)
    return ndimage.gaussian_filter(images, (0, sigma, sigma))


def _contrast(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    gain = rng.uniform(0.6, 1.5, (len(images), 1, 1))
    gamma = np.exp(rng.uniform(-0.6, 0.6, (len(images), 1, 1)))
    return np.clip(images * gain, 0.0, 1.0) ** gamma


def _clutter(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Leave a piece of a line or a dot at the edge, as crops of forms hold them."""
    cluttered = images.copy()
    for image in cluttered:
        turned = image if rng.random() < 0.7 else image.T
        length, thickness = rng.integers(2, SIDE), rng.integers(1, 4)
        left = rng.integers(0, SIDE - length + 1)
        top = rng.choice([rng.integers(0, 3), rng.integers(SIDE - 5, SIDE - 1)])
        place = turned[top : top + thickness, left : left + length]
        np.maximum(place, rng.uniform(0.3, 1.0), out=place)
    return cluttered


def _rough(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Fray the strokes, as small scans of textured paper do."""
    coarse = images.reshape(-1, SIDE // 2, 2, SIDE // 2, 2).mean((2, 4))
    coarse = coarse.repeat(2, 1).repeat(2, 2)
    mixed = np.where(rng.random((len(images), 1, 1)) < 0.5, coarse, images)
    grain = ndimage.gaussian_filter(rng.normal(size=images.shape), (0, 0.8, 0.8))
    soft = ndimage.gaussian_filter(mixed, (0, 0.6, 0.6))
    # Strokes fray; paper far from them stays clean.
    soft = soft + grain * rng.uniform(0.2, 0.65, (len(images), 1, 1)) * (soft > 0.08)
    return np.clip((soft - 0.25) * rng.uniform(1.5, 3.5), 0.0, 1.0)


def _noise(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    sigma = rng.uniform(0.0, 0.1, (len(images), 1, 1))
    return images + rng.normal(size=images.shape) * sigma


# Each change with the share of the fields that it befalls.
CHANGES = (
    (_pen, 0.35),
    (_clutter, 0.06),
    (_blur, 0.2),
    (_contrast, 0.35),
    (_rough, 0.08),
    (_noise, 0.2),
)
