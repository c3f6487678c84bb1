"""Crops for the glyph network, cut from composed pages as a detector would cut them.

A digit or sign is cut by its box, moved and scaled a little; "other" is what a detector
may propose by mistake: half a digit, two digits in one box, a box beside a digit, or
background.
"""

import numpy as np

from ml.data.number_texts import OTHER
from ml.data.pages.composer import Composer, Page
from ml.digits import LABELS
from ml.inputs.gray_glyphs import crop_glyphs

DIGITS = LABELS
Box = tuple[float, float, float, float]  # left, top, right, bottom
SIDES_PX = (192, 256, 384, 512)
MAX_PER_PAGE = 16  # a page of 200 digits would fill a batch with one hand

# Jitter of a box, as standard deviations; measured on a detector's boxes of IoU >= .55
# (shared study of November 2026).
SIZE_JITTER = (0.10, 0.08)  # of log width and log height
SHIFT_JITTER = 0.05  # of the longer side

HALF_PROB, PAIR_PROB, SHIFTED_PROB, BACKGROUND_PROB = 0.12, 0.12, 0.10, 0.35
MAX_NEGATIVE_IOU = 0.3
# Half of these is a digit of its own: a 0 or an 8 may leave a 0, any part of a 1 a 1.
HALVES_ARE_DIGITS = {0, 1, 8}

INVERT_PROB, NOISE_PROB, GAMMA_PROB = 0.2, 0.3, 0.3
MAX_NOISE = 10.0  # gray levels
GAMMA_JITTER = 0.35


def cut_glyphs(
    composer: Composer, count: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Compose pages until so many glyphs are cut from them.

    Args:
        composer: makes the pages.
        count: of the glyphs.
        rng: chooses the boxes and their jitter.

    Returns:
        glyphs uint8 (count, 40, 40, 2), as `ml.inputs.gray_glyphs.crop_glyphs` makes
        them, and their classes uint8 (count,).
    """
    glyphs, classes, found = [], [], 0
    while found < count:
        page = composer.compose(int(rng.choice(SIDES_PX)))
        boxes, labels = choose_boxes(page, rng)
        glyphs.append(crop_glyphs(page.image, boxes))
        classes.append(labels)
        found += len(labels)
    chosen = rng.permutation(found)[:count]
    return np.concatenate(glyphs)[chosen], np.concatenate(classes)[chosen]


def choose_boxes(page: Page, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Choose what is cut from a page.

    Returns:
        boxes float (n, 4) in pixels of the page, and classes uint8 (n,).
    """
    chosen = rng.permutation(len(page.boxes))[:MAX_PER_PAGE]
    boxes, classes = page.boxes[chosen], page.classes[chosen]
    negatives = propose_negatives(page, chosen, rng)
    everything = np.concatenate([jitter_boxes(boxes, rng), negatives])
    labels = np.concatenate([classes, np.full(len(negatives), OTHER)])
    return everything, labels.astype(np.uint8)


def jitter_boxes(boxes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Move and scale boxes as an imprecise detector would, float (n, 4)."""
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = boxes[:, 2:] - boxes[:, :2]
    longer = size.max(1, initial=0, keepdims=True)
    # A narrow box is found more exactly across than along.
    shift = rng.normal(0, SHIFT_JITTER, size.shape) * (0.6 * size + 0.4 * longer)
    amount = rng.uniform(0.25, 1, (len(boxes), 1))
    center = center + shift * amount
    half = size * np.exp(rng.normal(0, SIZE_JITTER, size.shape) * amount) / 2
    return np.concatenate([center - half, center + half], 1)


def propose_negatives(
    page: Page, chosen: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return boxes, float (n, 4), that hold no single whole digit."""
    proposals: list[Box] = []
    for i in chosen[page.classes[chosen] < DIGITS]:
        draw = rng.random()
        if draw < HALF_PROB:
            proposals += _half(page, i, rng)
        elif draw < HALF_PROB + PAIR_PROB:
            proposals += _pair(page, i)
        elif draw < HALF_PROB + PAIR_PROB + SHIFTED_PROB:
            proposals += _shifted(page, i, rng)
    if rng.random() < BACKGROUND_PROB:
        proposals += _background(page, rng)
    return np.array(proposals, np.float64).reshape(-1, 4)


def _half(page: Page, i: int, rng: np.random.Generator) -> list[Box]:
    """Return one half of a digit, unless a half of it is a digit too."""
    if page.classes[i] in HALVES_ARE_DIGITS:
        return []
    left, top, right, bottom = page.boxes[i]
    x = left + (right - left) * rng.uniform(0.4, 0.6)
    y = top + (bottom - top) * rng.uniform(0.4, 0.6)
    halves = [
        (left, top, right, y),
        (left, y, right, bottom),
        (left, top, x, bottom),
        (x, top, right, bottom),
    ]
    # The lower part of a 9 or a 4 is a 1, and so is the right side of a 7 or a 4.
    return [halves[0] if page.classes[i] in {4, 7, 9} else halves[rng.integers(4)]]


def _pair(page: Page, i: int) -> list[Box]:
    """Return the box around a digit and its right neighbor of like height."""
    _, top, right, bottom = page.boxes[i]
    height = bottom - top
    digits = (page.classes < DIGITS) & (np.arange(len(page.boxes)) != i)
    gap = page.boxes[:, 0] - right
    drop = np.abs(page.boxes[:, 1] - top)
    heights = page.boxes[:, 3] - page.boxes[:, 1]
    near = digits & (np.abs(gap) < 0.6 * height) & (drop < 0.4 * height)
    near &= np.abs(heights - height) < 0.4 * height
    if not near.any():
        return []
    j = np.flatnonzero(near)[np.abs(gap[near]).argmin()]
    other = page.boxes[j]
    low, high = np.minimum(page.boxes[i], other), np.maximum(page.boxes[i], other)
    return [(low[0], low[1], high[2], high[3])]


def _shifted(page: Page, i: int, rng: np.random.Generator) -> list[Box]:
    """Return a box beside a digit, half on it and half on what is next to it."""
    left, top, right, bottom = page.boxes[i]
    x = rng.choice([-1, 1]) * rng.uniform(0.5, 0.8) * (right - left)
    y = rng.uniform(-0.3, 0.3) * (bottom - top)
    box = (left + x, top + y, right + x, bottom + y)
    return [box] if _overlap(box, page) < MAX_NEGATIVE_IOU else []


def _background(page: Page, rng: np.random.Generator) -> list[Box]:
    """Return a box somewhere on the page that covers no digit."""
    side = page.image.shape[0]
    height = np.exp(rng.uniform(np.log(10), np.log(0.8 * side)))
    width = height * rng.uniform(0.3, 1.1)
    left, top = rng.uniform(0, max(side - width, 1)), rng.uniform(0, side - height)
    box = (left, top, left + width, top + height)
    return [box] if _cover(box, page) < 0.5 else []


def _intersection(box: Box, page: Page) -> np.ndarray:
    digits = page.boxes[page.classes < DIGITS]
    low = np.maximum(digits[:, :2], box[:2])
    high = np.minimum(digits[:, 2:], box[2:])
    return np.prod(np.clip(high - low, 0, None), 1)


def _areas(page: Page) -> np.ndarray:
    digits = page.boxes[page.classes < DIGITS]
    return np.prod(digits[:, 2:] - digits[:, :2], 1)


def _overlap(box: Box, page: Page) -> float:
    """Return the greatest intersection over union of a box with a digit."""
    shared = _intersection(box, page)
    area = (box[2] - box[0]) * (box[3] - box[1])
    return float((shared / (area + _areas(page) - shared)).max(initial=0))


def _cover(box: Box, page: Page) -> float:
    """Return the greatest share of a digit's box that a box covers."""
    return float((_intersection(box, page) / _areas(page)).max(initial=0))


def vary_pixels(glyphs: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return glyphs, some inverted, some with noise, some with another gamma.

    Args:
        glyphs: uint8 (n, 40, 40, 2).
        rng: chooses which, and how much.
    """
    gray = glyphs[..., 0].astype(np.float32)
    inverted, noisy, curved = (
        rng.random(len(glyphs)) < prob for prob in (INVERT_PROB, NOISE_PROB, GAMMA_PROB)
    )
    gray[inverted] = 255 - gray[inverted]
    gamma = np.exp(rng.normal(0, GAMMA_JITTER, (int(curved.sum()), 1, 1)))
    gray[curved] = 255 * (gray[curved] / 255) ** gamma
    sigma = rng.uniform(0, MAX_NOISE, (int(noisy.sum()), 1, 1))
    gray[noisy] += sigma * rng.standard_normal(gray[noisy].shape, np.float32)
    varied = glyphs.copy()
    varied[..., 0] = np.clip(gray, 0, 255).round()
    return varied
