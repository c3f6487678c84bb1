"""Papers and light: rules, shadows, glare, a desk around the page."""

import math

import numpy as np

from ml.data.drawings.textures import Textures, draw_area, polygon_mask, shade
from ml.data.pages.sheet import Sheet


def rule_paper(sheet: Sheet, rng: np.random.Generator, kind: str) -> None:
    """Print rules, squares, dots or a margin over the whole sheet."""
    heights = sheet.heights()
    height = float(heights.mean()) if len(heights) else rng.uniform(15, 80)
    pitch = max(height * rng.uniform(0.4, 2.2), 6.0)
    slope = math.tan(math.radians(rng.normal(0, 1.5)))
    thick, side = rng.uniform(0.5, 2.0), sheet.side
    levels = np.arange(rng.uniform(0, pitch) - side * abs(slope), side * 1.2, pitch)
    if kind == "dotted":
        step = max(pitch * rng.uniform(0.1, 1.0), 4.0)
        step = pitch if step > 0.6 * pitch else step
        for y in levels[:60]:
            for x in np.arange(0, side, step)[:70]:
                sheet.dot(x, y + slope * x, max(0.5 * thick, 0.6))
        return
    for y in levels:
        sheet.rule([(0, y), (side, y + slope * side)], thick)
    if kind == "squared":
        for x in levels:
            sheet.rule([(x, 0), (x - slope * side, side)], thick)
    elif rng.random() < 0.3:
        x = rng.uniform(0.05, 0.2) * side
        sheet.rule([(x, 0), (x - slope * side, side)], thick)


def add_specks(x: np.ndarray, tone: float, rng: np.random.Generator) -> None:
    """Put dirt of one or two pixels on a picture, in place."""
    side = len(x)
    count = int(np.exp(rng.uniform(np.log(5), np.log(side * 3))))
    rows, columns = rng.integers(0, side - 1, (2, count))
    strength = rng.uniform(0.2, 0.9, count).astype(np.float32)
    for down, right in ((0, 0), (0, 1), (1, 0), (1, 1))[: int(rng.integers(1, 5))]:
        at = rows + down, columns + right
        x[at] += strength * (tone - x[at])


def add_stains(x: np.ndarray, tone: float, rng: np.random.Generator) -> None:
    """Put soft stains of a few pixels on a picture, in place."""
    side = len(x)
    stains = np.zeros((side, side), np.float32)
    for _ in range(int(rng.integers(1, 8))):
        radius = int(rng.integers(2, max(side // 24, 4)))
        row, column = rng.integers(radius, side - radius, 2)
        at = np.arange(-radius, radius + 1, dtype=np.float32) / radius
        blot = np.clip(1.1 - at[:, None] ** 2 - at**2, 0, 1) * rng.uniform(0.1, 0.6)
        rows = slice(row - radius, row + radius + 1)
        columns = slice(column - radius, column + radius + 1)
        stains[rows, columns] = np.maximum(stains[rows, columns], blot)
    x += stains * (tone - x)


def cast_shadow(x: np.ndarray, rng: np.random.Generator, softness: float) -> np.ndarray:
    """Darken a part of a picture, float32 (side, side)."""
    mask = polygon_mask(draw_area(rng, len(x)), len(x), softness)
    return x * (1 - rng.uniform(0.12, 0.55) * mask)


def vignette(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Darken a picture toward its corners."""
    at = np.linspace(-1, 1, len(x), dtype=np.float32) - rng.uniform(-0.3, 0.3)
    return x * (1 - rng.uniform(0.1, 0.4) * (at[:, None] ** 2 + at**2))


def add_glare(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Put a bright spot on a picture, which leaves little contrast in its middle."""
    side = len(x)
    at = np.arange(side, dtype=np.float32) / side
    cx, cy = rng.uniform(0, 1, 2)
    wide, tall = rng.uniform(0.03, 0.12, 2)
    spot = np.exp(-((at - cx) ** 2) / wide) * np.exp(-((at[:, None] - cy) ** 2) / tall)
    return x + (255 - x) * (rng.uniform(0.3, 0.75) * spot)


def lay_on_desk(
    x: np.ndarray,
    content: tuple[float, ...],
    rng: np.random.Generator,
    textures: Textures,
) -> np.ndarray:
    """Put a desk around the page; what is written stays on the page."""
    side = len(x)
    left, top, right, bottom = content
    m = rng.uniform(0, 1, 4)
    left, top = left * m[0], top * m[1]
    right, bottom = right + (side - right) * m[2], bottom + (side - bottom) * m[3]
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    outward = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    corners = corners + outward * rng.uniform(0, 8, (4, 2))
    page = polygon_mask(corners, side, rng.uniform(0, 1.5))
    desk = rng.uniform(0, 255) + textures.any(rng, side, side) * rng.uniform(1, 30)
    desk = desk + shade(rng, side, 3) * rng.uniform(0, 40)
    if rng.random() < 0.4:
        shift = corners + rng.uniform(2, 12) * rng.choice([-1, 1], 2)
        desk = desk * (1 - 0.5 * polygon_mask(shift, side, rng.uniform(1, 10)))
    return x * page + desk * (1 - page)


def lay_things(
    x: np.ndarray,
    content: tuple[float, ...],
    rng: np.random.Generator,
    textures: Textures,
) -> np.ndarray:
    """Put pencils or fingers, from an edge of the picture, beside what is written."""
    side, (left, top, right, bottom) = len(x), content
    for _ in range(int(rng.integers(1, 4))):
        start = rng.uniform(0, side, 2)
        start[rng.integers(2)] = rng.choice([-10.0, side + 10.0])
        direction = rng.uniform(0.1, 0.9, 2) * side - start
        direction /= max(float(np.hypot(*direction)), 1.0)
        length, wide = side * rng.uniform(0.15, 0.9), side * rng.uniform(0.015, 0.16)
        across = np.array([-direction[1], direction[0]]) * wide / 2
        end = start + direction * length
        tip = end + direction * wide
        corners = np.array([start - across, end - across, tip, end + across,
                            start + across])  # fmt: skip
        path = start + np.linspace(0, 1, 12)[:, None] * (tip - start)
        gap = np.maximum([left, top] - path, path - [right, bottom]).max(1)
        if gap.min() < wide / 2 + 3:  # it would lie on what is written
            continue
        mask = polygon_mask(corners, side, rng.uniform(0, 2.5))
        shadow = polygon_mask(corners + rng.uniform(2, 10, 2), side, 6.0)
        skin = textures.any(rng, side, side) * rng.uniform(1, 15)
        thing = rng.uniform(10, 230) + skin
        x = x * (1 - 0.4 * shadow * (1 - mask))
        x = x * (1 - mask) + thing * mask
    return x
