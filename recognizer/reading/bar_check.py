"""Where all digits are 1s: what else bars may be.

A bar is the least that a stroke can be. Stripes, the edge of a desk, a shadow or the
parentheses of a formula are bars too.
"""

import numpy as np

from recognizer.reading.binarization.thresholding import FAINTEST, SMALLEST_PHOTO, SOLID
from recognizer.reading.candidates import Candidate
from recognizer.reading.lattice import Glyphs
from recognizer.reading.layout.glyphs import Region

SIGNS = 2  # beside a 1: fewer may be a dash or a comma
STRIPES = 8  # so many bars and hardly anything else are a pattern
ALMOST_ALL = 0.9
BESIDE = 3  # pixels past the rim of a bar, and half its width more: there is paper
END, REACH = 0.04, 0.3  # of a bar's height: where a line meets its end, how far it goes
LINE = 0.5  # of a bar's contrast: a line as strong
LINED = 0.8  # share of a line that is seen
MIN_SIDE = 0.25  # of the contrast to the brighter side: a shadow's edge may run there
MIN_CONTRAST = 0.1  # of that between the picture's extremes: less is the desk's grain


def are_mere_bars(page: Candidate, gray: np.ndarray) -> bool:
    """Return whether all digits of a page are 1s, and hardly digits.

    Args:
        page: as it was read.
        gray: uint8 (H, W), the picture.
    """
    found = page.found
    if are_stripes(found):
        return True
    if set(found.text) != {1}:
        return False
    bars = [found.regions[i] for i in found.digits]
    signs = len(found.regions) - len(bars)
    return (
        signs >= max(len(bars) - 1, SIGNS)
        or (len(bars) > 1 and all(_is_wall(bar, page.contrast) for bar in bars))
        or all(is_cut_off(bar, page.ink.shape) for bar in bars)
        or all(_is_faint(bar, page.contrast) for bar in bars)
        or all(not _lies_on_paper(bar, np.rot90(gray, page.turn)) for bar in bars)
    )


def are_stripes(found: Glyphs) -> bool:
    """Return whether so many digits are 1s that they are a pattern, or cut up print."""
    text = found.text
    return len(text) >= STRIPES and text.count(1) >= ALMOST_ALL * len(text)


def is_cut_off(region: Region, shape: tuple[int, int]) -> bool:
    """Return whether a region of a photo touches its border, as desks and shadows do.

    Args:
        region: of the photo.
        shape: the photo's height and width in pixels.
    """
    (height, width), box = shape, region.box
    touches = min(box.left, box.top, width - box.right, height - box.bottom) <= 0
    return min(shape) >= SMALLEST_PHOTO and touches


def _is_faint(bar: Region, contrast: np.ndarray) -> bool:
    """Return whether the most of a bar is fainter than ink."""
    box = bar.box
    own = contrast[box.top : box.bottom, box.left : box.right][_solid(bar)]
    return bool(np.median(own) < FAINTEST * 255)


def _is_wall(bar: Region, contrast: np.ndarray) -> bool:
    """Return whether a horizontal line starts at each end of a bar, as in boxes."""
    box = bar.box
    end, reach = max(round(END * bar.height), 2), round(REACH * bar.height)
    own = contrast[box.top : box.bottom, box.left : box.right][_solid(bar)]
    dark = contrast >= LINE * np.median(own)
    left = dark[:, max(box.left - reach, 0) : box.left]
    right = dark[:, box.right : box.right + reach]
    return all(
        any(_holds_line(side[max(y - end, 0) : y + end + 1]) for side in (left, right))
        for y in (box.top, box.bottom - 1)
    )


def _holds_line(side: np.ndarray) -> bool:
    """Return whether some row of a mask is nearly all true."""
    return bool(side.size and side.mean(1).max() >= LINED)


def _lies_on_paper(bar: Region, gray: np.ndarray) -> bool:
    """Return whether there is paper on both sides of a bar: at edges there is on one.

    Args:
        bar: a region.
        gray: uint8 (H, W), the picture, turned like the page that the bar is of.
    """
    own = _solid(bar)
    rows = np.flatnonzero(own.any(1))
    left = bar.box.left + own[rows].argmax(1)
    right = bar.box.left + bar.width - 1 - own[rows, ::-1].argmax(1)
    beside = BESIDE + round(float(np.median(right - left)) / 2)
    y, last = rows + bar.box.top, gray.shape[1] - 1
    values = gray.astype(float)
    ink = np.median(values[y, (left + right) // 2])
    sides = (
        float(np.median(values[y, np.maximum(left - beside, 0)]) - ink),
        float(np.median(values[y, np.minimum(right + beside, last)]) - ink),
    )
    less, more = sorted(sides, key=abs)
    darkest, brightest = np.percentile(gray[::8, ::8], (2, 98))
    is_plain = abs(more) >= MIN_CONTRAST * (brightest - darkest)
    return less * more > 0 and abs(less) >= MIN_SIDE * abs(more) and bool(is_plain)


def _solid(bar: Region) -> np.ndarray:
    """Return the mask of the stroke itself; of weak ink, its strongest."""
    return bar.ink >= min(SOLID, bar.ink.max())
