"""Augmentation of glyph images.

One bilinear resampling applies rotation, shear, scale, shift and an elastic deformation
(Simard et al., "Best practices for convolutional neural networks", 2003). Changes of
stroke width, blur, contrast and noise follow. There is no mirroring and no rotation by
more than 15 degrees: a 6 must not become a 9.
"""

import numpy as np
from scipy import ndimage

from ml.digits import SIDE

GRID = 5  # knots per side of the elastic deformation


def augment(
    images: np.ndarray, rng: np.random.Generator, strength: float = 1.0
) -> np.ndarray:
    """Return distorted copies.

    Args:
        images: float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.
        rng: random generator.
        strength: 0.0 changes nothing, 1.0 is full augmentation.

    Returns:
        float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.
    """
    warped = _resample(images[..., 0], *_draw_coordinates(len(images), rng, strength))
    for change, prob in CHANGES:
        chosen = rng.random(len(warped)) < prob * strength
        if chosen.any():
            warped[chosen] = change(warped[chosen], rng)
    return np.clip(warped, 0.0, 1.0)[..., None].astype(np.float32)


def _draw_coordinates(
    n: int, rng: np.random.Generator, strength: float
) -> tuple[np.ndarray, np.ndarray]:
    """Draw the source position of each pixel: y and x, float (n, 28, 28)."""
    angle = np.radians(rng.uniform(-15, 15, n)) * strength
    shear = rng.uniform(-0.25, 0.25, n) * strength
    grow_x, grow_y = np.exp(rng.uniform(-0.18, 0.18, (2, n)) * strength)
    shift_x, shift_y = rng.uniform(-2.2, 2.2, (2, n)) * strength
    middle = (SIDE - 1) / 2
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) - middle
    cos, sin = np.cos(angle), np.sin(angle)
    from_x = _scale(cos / grow_x, x) + _scale(sin / grow_x + shear, y)
    from_y = _scale(-sin / grow_y, x) + _scale(cos / grow_y, y)
    bend_x, bend_y = _draw_elastic(n, rng, strength)
    return (
        from_y + bend_y + (middle + shift_y)[:, None, None],
        from_x + bend_x + (middle + shift_x)[:, None, None],
    )


def _scale(factors: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """Return the plane, float32 (h, w), times each factor: float32 (n, h, w)."""
    return factors[:, None, None].astype(np.float32) * plane


def _draw_elastic(n: int, rng: np.random.Generator, strength: float) -> np.ndarray:
    """Draw smooth displacements, float32 (2, n, 28, 28), in pixels."""
    size = rng.uniform(0, 1.4, (1, n, 1, 1)) * strength
    knots = rng.normal(size=(2, n, GRID, GRID)) * size
    return np.einsum("yj,cnjk,xk->cnyx", KNOT_WEIGHTS, knots, KNOT_WEIGHTS).astype(
        np.float32
    )


def _compute_knot_weights() -> np.ndarray:
    """Return float (28, 5): the weight of each knot at each pixel, without steps."""
    positions = np.linspace(0, GRID - 1, SIDE)[:, None]
    distance = np.abs(positions - np.arange(GRID)[None])
    weights = np.where(distance < 1, 0.5 + 0.5 * np.cos(np.pi * distance), 0.0)
    return weights / weights.sum(1, keepdims=True)


KNOT_WEIGHTS = _compute_knot_weights()


def _resample(images: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the images sampled at float coordinates, bilinear, with paper outside.

    Args:
        images: float32 (n, 28, 28).
        y: float (n, 28, 28), in pixels.
        x: float (n, 28, 28), in pixels.
    """
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


def _change_stroke_width(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Thicken or thin the strokes, each image by its own fraction of a pixel."""
    amount = rng.uniform(-0.7, 1.0, (len(images), 1, 1))
    thick = ndimage.maximum_filter(images, (1, 3, 3))
    thin = ndimage.minimum_filter(images, (1, 2, 2))
    target = np.where(amount > 0, thick, thin)
    return images + np.abs(amount) * (target - images)


def _blur(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    sigma = rng.uniform(0.3, 1.0)
    return ndimage.gaussian_filter(images, (0, sigma, sigma))


def _change_contrast(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    gain = rng.uniform(0.6, 1.5, (len(images), 1, 1))
    gamma = np.exp(rng.uniform(-0.6, 0.6, (len(images), 1, 1)))
    return np.clip(images * gain, 0.0, 1.0) ** gamma


def _add_clutter(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Add a piece of a line or a dot at the border, as in crops of forms."""
    cluttered = images.copy()
    for image in cluttered:
        turned = image if rng.random() < 0.7 else image.T
        length, thickness = rng.integers(2, SIDE), rng.integers(1, 4)
        left = rng.integers(0, SIDE - length + 1)
        top = rng.choice([rng.integers(0, 3), rng.integers(SIDE - 5, SIDE - 1)])
        target = turned[top : top + thickness, left : left + length]
        np.maximum(target, rng.uniform(0.3, 1.0), out=target)
    return cluttered


def _roughen(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Make the strokes rough, as in small scans of textured paper."""
    coarse = images.reshape(-1, SIDE // 2, 2, SIDE // 2, 2).mean((2, 4))
    coarse = coarse.repeat(2, 1).repeat(2, 2)
    mixed = np.where(rng.random((len(images), 1, 1)) < 0.5, coarse, images)
    grain = ndimage.gaussian_filter(rng.normal(size=images.shape), (0, 0.8, 0.8))
    soft = ndimage.gaussian_filter(mixed, (0, 0.6, 0.6))
    # Only strokes get rough; paper far from them stays clean.
    soft = soft + grain * rng.uniform(0.2, 0.65, (len(images), 1, 1)) * (soft > 0.08)
    return np.clip((soft - 0.25) * rng.uniform(1.5, 3.5), 0.0, 1.0)


def _add_noise(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    sigma = rng.uniform(0.0, 0.1, (len(images), 1, 1))
    return images + rng.normal(size=images.shape) * sigma


# Each change with its probability.
CHANGES = (
    (_change_stroke_width, 0.35),
    (_add_clutter, 0.06),
    (_blur, 0.2),
    (_change_contrast, 0.35),
    (_roughen, 0.08),
    (_add_noise, 0.2),
)
