"""From a box on a gray page to the input of the glyph network.

The crop keeps the gray pixels and a margin around the box, so that no binarization is
needed and neighbors, rules and shadows stay visible for what they are. A second channel
marks the box itself, which tells the digit in question from its neighbors.
"""

import numpy as np
from PIL import Image

GLYPH_SIDE_PX = 40
CONTEXT = 1.4  # side of the crop, as a multiple of the longer side of the box
BOX_PX = GLYPH_SIDE_PX / CONTEXT  # longer side of the box, inside the crop
MIN_BOX_PX = 2.0


def crop_glyphs(gray: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Crop every box, with the margin around it, at the scale of the network.

    Beyond the border of the page, its last pixels are repeated.

    Args:
        gray: uint8 (height, width) page, 255 is white.
        boxes: float (n, 4), left, top, right, bottom in pixels of the page.

    Returns:
        uint8 (n, 40, 40, 2): the gray values, and the mask of the box, 255 inside.
    """
    boxes = np.asarray(boxes, np.float64).reshape(-1, 4)
    crops = np.empty((len(boxes), GLYPH_SIDE_PX, GLYPH_SIDE_PX, 2), np.uint8)
    for crop, box in zip(crops, boxes, strict=True):
        crop[..., 0] = crop_square(gray, box, GLYPH_SIDE_PX, CONTEXT)
    crops[..., 1] = box_masks(boxes[:, 2:] - boxes[:, :2])
    return crops


def crop_square(
    gray: np.ndarray, box: np.ndarray, side: int, context: float
) -> np.ndarray:
    """Return the square around a box, uint8 (side, side).

    Args:
        gray: uint8 (height, width) page.
        box: float (4,), left, top, right, bottom in pixels of the page.
        side: of the result, in pixels.
        context: side of the square, as a multiple of the longer side of the box.
    """
    left, top, right, bottom = box
    half = max(right - left, bottom - top, MIN_BOX_PX) * context / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    first_x, first_y = int(np.floor(x - half)), int(np.floor(y - half))
    last_x, last_y = int(np.ceil(x + half)) + 1, int(np.ceil(y + half)) + 1
    height, width = gray.shape
    rows = np.clip(np.arange(first_y, last_y), 0, height - 1)
    columns = np.clip(np.arange(first_x, last_x), 0, width - 1)
    region = Image.fromarray(gray[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    if len(rows) != region.height or len(columns) != region.width:
        region = Image.fromarray(gray[np.ix_(rows, columns)])
    x0, y0 = x - half - first_x, y - half - first_y
    window = (x0, y0, x0 + 2 * half, y0 + 2 * half)
    bilinear = Image.Resampling.BILINEAR
    return np.asarray(region.resize((side, side), bilinear, window, reducing_gap=2.0))


def box_masks(sizes: np.ndarray) -> np.ndarray:
    """Return masks with soft edges of boxes that are centered in their crop.

    Args:
        sizes: float (n, 2), width and height of each box, in any unit.

    Returns:
        uint8 (n, 40, 40), 255 inside the box.
    """
    sizes = np.asarray(sizes, np.float64).reshape(-1, 2)
    longer = np.maximum(sizes.max(1, initial=0, keepdims=True), MIN_BOX_PX)
    halves = np.clip(sizes / longer, 0, 1) * BOX_PX / 2
    distance = np.abs(np.arange(GLYPH_SIDE_PX) - (GLYPH_SIDE_PX - 1) / 2)
    along = np.clip(halves[..., None] + 0.5 - distance, 0, 1)
    masks = along[:, 1, :, None] * along[:, 0, None, :]
    return (255 * masks).round().astype(np.uint8)
