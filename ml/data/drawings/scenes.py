"""Pictures without any digit: surfaces, faces, landscapes, boards, bar codes, noise."""

import math

import numpy as np
from PIL import Image, ImageDraw

from ml.data.drawings.textures import Textures, draw_area, polygon_mask, shade


def draw_scene(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw any of them, float32 (side, side); 255 is white."""
    return SCENES[rng.integers(len(SCENES))](rng, side, textures)


def _surface(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    x = rng.uniform(40, 230) + textures.any(rng, side, side) * rng.uniform(4, 40)
    return x + shade(rng, side, int(rng.integers(2, 6))) * rng.uniform(0, 60)


def _things(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw areas of any tone over a surface."""
    x = _surface(rng, side, textures)
    for _ in range(int(rng.integers(1, 7))):
        softness = float(rng.choice([0, 0.8, 2, 12]))
        mask = polygon_mask(draw_area(rng, side), side, softness)
        thing = rng.uniform(0, 255) + textures.any(rng, side, side) * rng.uniform(1, 25)
        x += mask * (thing - x) * rng.uniform(0.4, 1)
    return x


def _face(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw ovals as faces have them: head, eyes, mouth."""
    x = _surface(rng, side, textures)
    image = Image.fromarray(np.clip(x, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    cx, cy = rng.uniform(0.3, 0.7, 2) * side
    tall = rng.uniform(0.15, 0.45) * side
    wide = tall * rng.uniform(0.65, 0.9)
    skin, dark = rng.uniform(90, 230), rng.uniform(10, 80)
    is_line = rng.random() < 0.4
    width = max(int(side * rng.uniform(0.004, 0.02)), 1)

    def oval(x: float, y: float, a: float, b: float, tone: float) -> None:
        box = (x - a, y - b, x + a, y + b)
        fill = None if is_line else int(tone)
        draw.ellipse(box, fill=fill, outline=int(dark), width=width)

    oval(cx, cy, wide, tall, skin)
    for eye in (cx - wide * 0.4, cx + wide * 0.4):
        oval(eye, cy - tall * 0.2, wide * 0.16, tall * 0.08, 240)
        oval(eye, cy - tall * 0.2, wide * 0.07, tall * 0.07, dark)
    box = (cx - wide * 0.4, cy + tall * 0.2, cx + wide * 0.4, cy + tall * 0.6)
    draw.arc(box, 20, 160, fill=int(dark), width=width)
    return np.asarray(image, np.float32)


def _landscape(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw hills before each other under a sky."""
    at = np.arange(side, dtype=np.float32)
    x = rng.uniform(150, 240) + shade(rng, side, 3) * 20
    horizon = rng.uniform(0.2, 0.5) * side
    for _ in range(int(rng.integers(2, 6))):
        ridge = np.full(side, horizon, np.float32)
        for waves in (1, 2, 5, 9):
            height = rng.uniform(0, 0.12) * side / waves
            phase = rng.uniform(0, 6)
            ridge += height * np.sin(at / side * 6.28 * waves + phase)
        grass = textures.any(rng, side, side) * rng.uniform(3, 25)
        ground = rng.uniform(20, 190) + grass
        x = np.where(at[:, None] > ridge, ground, x)
        horizon += rng.uniform(0.08, 0.25) * side
    return x


def _board(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw a chessboard, level or turned."""
    at = np.arange(side, dtype=np.float32)
    angle, period = rng.normal(0, 0.3), side / rng.uniform(2, 14)
    u = at * math.cos(angle) + at[:, None] * math.sin(angle)
    v = at[:, None] * math.cos(angle) - at * math.sin(angle)
    odd = (np.floor(u / period) + np.floor(v / period)) % 2
    low, high = np.sort(rng.uniform(0, 255, 2))
    return low + (high - low) * odd


def _bars(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw a bar code, or lines across the whole picture."""
    widths = rng.integers(1, max(side // 40, 3), side)
    edges = np.cumsum(widths)
    row = np.searchsorted(edges, np.arange(side)) % 2
    x = np.full((side, side), rng.uniform(170, 255), np.float32)
    inset = rng.uniform(0, 0.35, 4) * side
    top, bottom = int(inset[0]), side - int(inset[1])
    left, right = int(inset[2]), side - int(inset[3])
    x[top:bottom, left:right] = np.where(row, x[0, 0], rng.uniform(0, 80))[left:right]
    return x.T if rng.random() < 0.3 else x


def _frame(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw a dark border around an empty page."""
    x = _surface(rng, side, textures)
    border = max(int(side * rng.uniform(0.02, 0.2)), 1)
    dark = rng.uniform(0, 60)
    x[:border] = x[-border:] = dark
    x[:, :border] = x[:, -border:] = dark
    return x


def _noise(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw noise: grains of any size, or specks on paper."""
    if rng.random() < 0.5:
        n = int(side / rng.uniform(1, 6))
        grains = Image.fromarray(rng.integers(0, 256, (n, n), np.uint8))
        return np.asarray(grains.resize((side, side)), np.float32)
    x = np.full((side, side), rng.uniform(170, 255), np.float32)
    count = int(rng.integers(20, 800))
    rows, columns = rng.integers(0, side, (2, count))
    x[rows, columns] = x[np.minimum(rows + 1, side - 1), columns] = rng.uniform(0, 100)
    return x


def _wires(rng: np.random.Generator, side: int, textures: Textures) -> np.ndarray:
    """Draw long lines as wires, cracks, seams and hair are."""
    x = _surface(rng, side, textures)
    image = Image.fromarray(np.clip(x, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    width, tone = max(int(side * rng.uniform(0.002, 0.02)), 1), int(rng.uniform(0, 255))
    t = np.linspace(0, 1, 16)[:, None]
    for _ in range(int(rng.integers(1, 20))):
        start, bend, end = rng.uniform(-0.6, 1.6, (3, 2)) * side
        path = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
        draw.line([tuple(p) for p in path.tolist()], fill=tone, width=width)
    return np.asarray(image, np.float32)


SCENES = (
    _surface, _surface, _things, _things, _face, _landscape, _board, _bars, _frame,
    _noise, _wires,
)  # fmt: skip
