"""From the drawn page to the picture: turns, crops, blur, noise, JPEG."""

import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from ml.data.pages.sheet import Sheet

BILINEAR, BICUBIC = Image.Resampling.BILINEAR, Image.Resampling.BICUBIC
NEAREST, BOX = Image.Resampling.NEAREST, Image.Resampling.BOX
MIN_HEIGHT_PX = 10.0  # digits are not scaled down below this
MIN_SHARE_IN_CROP = 0.8  # of a mark, or it loses its label
MAX_ENLARGED = 3.5


@dataclass
class Picture:
    """A gray picture and where its marks are.

    Attributes:
        image: 8-bit gray, 255 is white.
        boxes: float64 (n, 4), left, top, right, bottom in pixels.
        kept: int (n,), indices of the marks among those of the sheet.
    """

    image: Image.Image
    boxes: np.ndarray
    kept: np.ndarray


def draw_warp(
    sheet: Sheet, rng: np.random.Generator, angle: float, perspective: float
) -> np.ndarray:
    """Return a homography, float (3, 3), that turns the sheet within its frame.

    Args:
        sheet: holds what must stay in the frame.
        rng: of every choice.
        angle: degrees, clockwise.
        perspective: how much sides that were equal may differ.
    """
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    middle = np.array([[1, 0, sheet.width / 2], [0, 1, sheet.height / 2], [0, 0, 1]])
    slopes = rng.uniform(-1, 1, 2) * perspective / sheet.side
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [*slopes, 1]])
    warp = middle @ turn @ np.linalg.inv(middle)
    if not sheet.obstacles:
        return warp
    boxes = np.array(sheet.obstacles)
    corners = np.concatenate([boxes[:, [i, j]] for i in (0, 2) for j in (1, 3)])
    if sheet.panels:
        corners = np.concatenate([corners, *(p.corners for p in sheet.panels)])
    return _fitting(sheet, apply_warp(warp, corners)) @ warp


def _fitting(sheet: Sheet, points: np.ndarray) -> np.ndarray:
    """Return what brings points back into the frame, by moving and shrinking."""
    size = np.array([sheet.width, sheet.height], float)
    low, high = points.min(0), points.max(0)
    scale = min(1.0, float((size / np.maximum(high - low, 1)).min()))
    low, high = low * scale, high * scale
    shift = np.maximum(-low, 0) if scale == 1 else -low
    shift = np.where(high + shift > size, size - high, shift)
    return np.array([[scale, 0, shift[0]], [0, scale, shift[1]], [0, 0, 1]])


def apply_warp(warp: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return where points float (n, 2) come to stand."""
    moved = points @ warp[:, :2].T + warp[:, 2]
    return moved[:, :2] / moved[:, 2:]


def warp_layer(layer: Image.Image, warp: np.ndarray) -> Image.Image:
    """Return a layer of ink as the warp leaves it; outside there is no ink."""
    inverse = np.linalg.inv(warp)
    matrix = (inverse / inverse[2, 2]).ravel()[:8]
    return layer.transform(
        layer.size, Image.Transform.PERSPECTIVE, tuple(matrix), BILINEAR
    )


def crop_closely(
    picture: Picture, rng: np.random.Generator, content: np.ndarray, side: int
) -> Picture:
    """Cut around the content and enlarge to the full side, as people do.

    Args:
        picture: is left as it is.
        rng: of every choice.
        content: float (n, 4), boxes that must stay whole.
        side: longest side of the result.
    """
    image = picture.image
    low, high = content[:, :2].min(0), content[:, 2:].max(0)
    room = max(float((high - low).min()), 12.0)
    margins = np.maximum(rng.uniform(-0.02, 0.35, 4), 0) * room
    left, top = np.maximum(low - margins[:2], 0).astype(int)
    limits = np.array(image.size)
    right, bottom = np.minimum(np.ceil(high + margins[2:]), limits).astype(int)
    scale = min(side / max(right - left, bottom - top), MAX_ENLARGED)
    width = int(np.clip(round((right - left) * scale), 8, side))
    height = int(np.clip(round((bottom - top) * scale), 8, side))
    box = (int(left), int(top), int(right), int(bottom))
    grown = image.resize((width, height), BICUBIC, box=box)
    factors = np.array([width / (right - left), height / (bottom - top)] * 2)
    moved = (picture.boxes - (left, top, left, top)) * factors
    return _within(grown, moved, picture.kept)


def _within(image: Image.Image, boxes: np.ndarray, kept: np.ndarray) -> Picture:
    """Clip boxes to the picture; those mostly outside are dropped."""
    limits = np.array([*image.size, *image.size])
    clipped = np.clip(boxes, 0, limits)
    before = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    after = (clipped[:, 2:] - clipped[:, :2]).prod(1)
    inside = after >= MIN_SHARE_IN_CROP * before
    return Picture(image, clipped[inside], kept[inside])


def quarter_turns(picture: Picture, count: int) -> Picture:
    """Turn a picture by 90 degrees, counterclockwise, so many times."""
    boxes, image = picture.boxes, picture.image
    for _ in range(count % 4):
        left, top, right, bottom = boxes.T
        boxes = np.stack([top, image.width - right, bottom, image.width - left], 1)
        image = image.transpose(Image.Transpose.ROTATE_90)
    return Picture(image, boxes, picture.kept)


def to_field(
    image: Image.Image, rng: np.random.Generator, is_binary: bool = False
) -> Image.Image:
    """Bring a picture to a few pixels, 28 mostly, and enlarge it again.

    Args:
        image: 8-bit gray.
        rng: of every choice.
        is_binary: only the tones of paper and ink remain.
    """
    side = 28.0 if rng.random() < 0.6 else rng.uniform(16, 64)
    how = BOX if rng.random() < 0.5 else BICUBIC
    small = _scaled(image, side / max(image.size), how)
    if is_binary:  # thin strokes stay, one pixel wide
        gray = np.asarray(small)
        low, high = int(gray.min()), int(gray.max())
        is_dark = float(gray.mean()) < (low + high) / 2
        level = low + (0.25 if is_dark else 0.75) * (high - low)
        small = small.point([low if v < level else high for v in range(256)])
    return small.resize(image.size, NEAREST if rng.random() < 0.4 else BICUBIC)


def lower_resolution(
    image: Image.Image, rng: np.random.Generator, height: float
) -> Image.Image:
    """Take detail away, as a picture of fewer pixels that was enlarged.

    Args:
        image: 8-bit gray.
        rng: of every choice.
        height: of the smallest digits, in pixels; they stay legible.
    """
    scale = min(max(rng.uniform(0.25, 0.9), MIN_HEIGHT_PX / height), 1.0)
    small = _scaled(image, scale, BILINEAR if rng.random() < 0.7 else NEAREST)
    return small.resize(image.size, BICUBIC)


def _scaled(image: Image.Image, scale: float, how: Image.Resampling) -> Image.Image:
    return image.resize([max(round(size * scale), 4) for size in image.size], how)


def blur(image: Image.Image, rng: np.random.Generator, height: float) -> Image.Image:
    """Put a picture out of focus, little enough to read digits of a height."""
    radius = rng.uniform(0.3, min(2.5, max(height / 14, 0.5)))
    if rng.random() < 0.15 and height > 20:  # the hand shook
        length = int(np.clip(height / 12, 1, 4))
        kernel = np.zeros((5, 5))
        kernel[2, : length + 1] = 1
        kernel = kernel if rng.random() < 0.5 else kernel.T
        return image.filter(ImageFilter.Kernel((5, 5), kernel.ravel().tolist()))
    return image.filter(ImageFilter.GaussianBlur(radius))


def compress(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Store a picture as JPEG, well or badly, and read it again."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=int(rng.integers(12, 92)))
    return Image.open(buffer)


def add_noise(
    image: Image.Image, rng: np.random.Generator, contrast: float
) -> Image.Image:
    """Add the noise of a sensor, weaker than the contrast of the ink."""
    sigma = rng.uniform(0.5, max(min(14.0, 0.12 * contrast), 1.0))
    gray = np.asarray(image, np.float32)
    noise = rng.standard_normal(gray.shape, np.float32)
    return Image.fromarray(np.clip(gray + sigma * noise, 0, 255).astype(np.uint8))


def pad(
    picture: Picture, side: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Put a picture into a square of its mean, uint8 (side, side); and its boxes."""
    gray = np.asarray(picture.image)
    height, width = gray.shape
    top = left = 0
    if rng.random() < 0.5:
        top = int(rng.integers(0, side - height + 1))
        left = int(rng.integers(0, side - width + 1))
    square = np.full((side, side), round(float(gray.mean())), np.uint8)
    square[top : top + height, left : left + width] = gray
    return square, picture.boxes + np.array([left, top, left, top])
