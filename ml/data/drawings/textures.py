"""Pieces of surfaces: grain, wood, cloth, crumpled and folded paper, security print."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

from ml.data.backgrounds import crossed_waves, waves

BILINEAR, BICUBIC = Image.Resampling.BILINEAR, Image.Resampling.BICUBIC
TILE_PX = 400
TILES_PER_KIND = 6
COARSE = 4  # soft masks are drawn so many times smaller
GRAY_STEP = 42.0  # gray levels in a tile that stand for one standard deviation


class Textures:
    """Pieces of surfaces, drawn once.

    Attributes:
        tiles: by kind, uint8 (400, 400); 128 is the mean.
    """

    def __init__(self, rng: np.random.Generator):
        self.tiles = {
            kind: [_quantized(draw(rng)) for _ in range(TILES_PER_KIND)]
            for kind, draw in KINDS.items()
        }

    def cut(
        self, rng: np.random.Generator, kind: str, width: int, height: int
    ) -> np.ndarray:
        """Return a piece, float32 (height, width), about mean 0 and deviation 1."""
        tiles = self.tiles[kind]
        image = tiles[rng.integers(len(tiles))]
        zoom = math.exp(rng.uniform(-0.9, 0.15))
        wide = min(max(int(width * zoom), 8), TILE_PX)
        tall = min(max(int(height * zoom), 8), TILE_PX)
        left = int(rng.integers(0, TILE_PX - wide + 1))
        top = int(rng.integers(0, TILE_PX - tall + 1))
        box = (left, top, left + wide, top + tall)
        piece = image.resize((width, height), BILINEAR, box=box)
        cut = (np.asarray(piece, np.float32) - 128.0) / GRAY_STEP
        return cut[:, ::-1] if rng.random() < 0.5 else cut

    def any(self, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
        """Return a piece of any surface."""
        kinds = ("grain", "clouds", "fibers", "stripes", "weave", "crumpled")
        return self.cut(rng, kinds[rng.integers(len(kinds))], width, height)


def _quantized(surface: np.ndarray) -> Image.Image:
    surface = surface - surface.mean()
    surface = surface / max(float(surface.std()), 1e-6)
    levels = np.clip(surface * GRAY_STEP + 128, 0, 255).astype(np.uint8)
    return Image.fromarray(levels)


def _noise(rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal((TILE_PX, TILE_PX), np.float32)


def _grain(rng: np.random.Generator) -> np.ndarray:
    return ndimage.gaussian_filter(_noise(rng), rng.uniform(0.5, 2))


def _clouds(rng: np.random.Generator) -> np.ndarray:
    total = np.zeros((TILE_PX, TILE_PX), np.float32)
    for octave in range(1, 8):
        n = 2**octave + 1
        coarse = Image.fromarray(rng.standard_normal((n, n)).astype(np.float32))
        grown = coarse.resize((TILE_PX, TILE_PX), BICUBIC)
        total += np.asarray(grown) * 0.6**octave
    return total


def _fibers(rng: np.random.Generator) -> np.ndarray:
    sigma = (rng.uniform(0.3, 2), rng.uniform(8, 40))
    drawn = ndimage.gaussian_filter(_noise(rng), sigma)
    return drawn.T if rng.random() < 0.5 else drawn


def _stripes(rng: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[:TILE_PX, :TILE_PX].astype(np.float32)
    angle, period = rng.uniform(0, 3.14), rng.uniform(0.2, 1.2)
    bend = rng.uniform(0, 3) * np.sin(y / rng.uniform(8, 40))
    phase = (x * math.cos(angle) + y * math.sin(angle)) * period + bend
    return np.sin(phase) + 0.3 * _noise(rng)


def _weave(rng: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[:TILE_PX, :TILE_PX].astype(np.float32)
    across, down = rng.uniform(0.4, 1.6, 2)
    return np.sin(x * across) * np.sin(y * down) + 0.4 * _noise(rng)


def _crumpled(rng: np.random.Generator) -> np.ndarray:
    """Draw facets: the shading of paper that was crushed, with sharp ridges."""
    y, x = np.mgrid[:TILE_PX, :TILE_PX].astype(np.float32)
    total = np.zeros((TILE_PX, TILE_PX), np.float32)
    for _ in range(int(rng.integers(8, 22))):
        angle = rng.uniform(0, 6.28)
        cx, cy = rng.uniform(0, TILE_PX, 2)
        distance = (x - cx) * math.cos(angle) + (y - cy) * math.sin(angle)
        along = (y - cy) * math.cos(angle) - (x - cx) * math.sin(angle)
        reach = np.exp(-((along / rng.uniform(40, 250)) ** 2))
        side = np.tanh(distance / rng.uniform(0.7, 5))
        fall = np.exp(-np.abs(distance) / rng.uniform(10, 90))
        total += rng.normal() * side * fall * reach
    return total


def _folded(rng: np.random.Generator) -> np.ndarray:
    """Draw one to four folds from edge to edge, each a ridge between two shades."""
    y, x = np.mgrid[:TILE_PX, :TILE_PX].astype(np.float32)
    total = np.zeros((TILE_PX, TILE_PX), np.float32)
    for i in range(int(rng.integers(1, 5))):
        angle = (i % 2) * math.pi / 2 + rng.normal(0, 0.06)
        if rng.random() < 0.25:
            angle = rng.uniform(0, 3.14)
        cx, cy = rng.uniform(0.15, 0.85, 2) * TILE_PX
        distance = (x - cx) * math.cos(angle) + (y - cy) * math.sin(angle)
        total += rng.normal() * np.tanh(distance / rng.uniform(1, 6)) * 0.7
        ridge = np.exp(-((distance / rng.uniform(0.7, 2.5)) ** 2))
        total += rng.normal(0, 1.5) * ridge
    return total + 0.1 * _crumpled(rng)


def _security_print(rng: np.random.Generator) -> np.ndarray:
    draw = crossed_waves if rng.random() < 0.5 else waves
    return draw(TILE_PX, TILE_PX, rng)


KINDS = {
    "grain": _grain,
    "clouds": _clouds,
    "fibers": _fibers,
    "stripes": _stripes,
    "weave": _weave,
    "crumpled": _crumpled,
    "folded": _folded,
    "security": _security_print,
}


def shade(rng: np.random.Generator, side: int, knots: int) -> np.ndarray:
    """Return a smooth surface, float32 (side, side) in about [-1, 1]."""
    coarse = rng.uniform(-1, 1, (knots, knots)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize((side, side), BICUBIC))


def polygon_mask(corners: np.ndarray, side: int, softness: float = 0.0) -> np.ndarray:
    """Return the mask, float32 (side, side) in [0, 1], of an area.

    Args:
        corners: float (n, 2), x and y in pixels.
        side: of the mask, in pixels.
        softness: width of its edge in pixels.
    """
    scale = COARSE if softness > 2 * COARSE else 1
    size = -(-side // scale)
    canvas = Image.new("L", (size, size))
    points = [tuple(point) for point in (np.asarray(corners) / scale).tolist()]
    ImageDraw.Draw(canvas).polygon(points, fill=255)
    if softness > 0.5:
        canvas = canvas.filter(ImageFilter.GaussianBlur(softness / scale))
    if scale > 1:
        canvas = canvas.resize((side, side), BILINEAR)
    return np.asarray(canvas, np.float32) / 255


def draw_area(rng: np.random.Generator, side: int) -> np.ndarray:
    """Return the corners, float (n, 2), of any area that covers a part of a square."""
    angles = np.sort(rng.uniform(0, 6.28, int(rng.integers(3, 7))))
    radius, middle = side * rng.uniform(0.3, 1.1), rng.uniform(-0.2, 1.2, 2) * side
    return middle + radius * np.stack([np.cos(angles), np.sin(angles)], 1)
