"""From ink to the regions that may be digits, in reading order."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import ndimage

from recognizer.readings import Box

MOST_REGIONS = 256  # the largest are kept; a page of text costs no more than this
SPECK_PIXELS = 5
SPECK_SIDE = 0.25  # of the usual height: dots, commas, dirt
FRAGMENT_SIDE = 0.6  # of the usual height: may be a part of its neighbor
FRAGMENT_OVERLAP = 0.45  # of its width
FRAGMENT_GAP = 0.3  # of the usual height
FRAME_INK = 0.3  # of its box, at most
FRAME_CONTENT = 0.3  # of its height, at least: dirt inside a 0 is less
ROW_OVERLAP = 0.4  # of the lower of two neighbors


@dataclass(frozen=True)
class Region:
    """Ink taken for one character.

    Attributes:
        box: in pixels of the picture's ink.
        ink: uint8 (height, width) of the box; what belongs to neighbors is left out.
        line: 0-based line of the page.
    """

    box: Box
    ink: np.ndarray
    line: int = 0

    @property
    def width(self) -> int:
        return self.box.right - self.box.left

    @property
    def height(self) -> int:
        return self.box.bottom - self.box.top

    @cached_property
    def area(self) -> int:
        """Pixels of ink."""
        return int(np.count_nonzero(self.ink))

    def joined(self, other: "Region") -> "Region":
        """Return both as one."""
        box = Box(
            min(self.box.left, other.box.left),
            min(self.box.top, other.box.top),
            max(self.box.right, other.box.right),
            max(self.box.bottom, other.box.bottom),
        )
        ink = np.zeros((box.bottom - box.top, box.right - box.left), np.uint8)
        for part in (self, other):
            top, left = part.box.top - box.top, part.box.left - box.left
            place = ink[top : top + part.height, left : left + part.width]
            np.maximum(place, part.ink, out=place)
        return Region(box, ink, self.line)


def find_regions(ink: np.ndarray) -> list[Region]:
    """Find what may be digits, in reading order.

    Args:
        ink: uint8 (H, W); 0 is paper.
    """
    found = _pieces(ink)
    inner = [
        region
        for region in found
        if not _is_edge(region, ink.shape) and not _is_frame(region, found)
    ]
    regions = inner or found
    usual = usual_height(regions)
    regions = _without_specks(_with_fragments(regions, usual), usual)
    return in_reading_order(regions)


def usual_height(regions: list[Region]) -> float:
    """Return the height, in pixels, below which half of all ink stands."""
    if not regions:
        return 0.0
    heights = np.array([max(region.height, region.width / 3) for region in regions])
    order = np.argsort(heights)
    ink = np.cumsum(np.array([region.area for region in regions])[order])
    return float(heights[order][np.searchsorted(ink, ink[-1] / 2)])


def in_reading_order(regions: list[Region]) -> list[Region]:
    """Sort regions into lines, top to bottom, and each line left to right."""
    rows: list[list[Region]] = []
    for region in sorted(regions, key=lambda region: region.box.left):
        near = max(rows, key=lambda row: _overlap(row[-1], region), default=None)
        if near and _overlap(near[-1], region) > ROW_OVERLAP:
            near.append(region)
        else:
            rows.append([region])
    rows.sort(key=lambda row: np.mean([r.box.top + r.box.bottom for r in row]))
    return [
        replace(region, line=line) for line, row in enumerate(rows) for region in row
    ]


def _pieces(ink: np.ndarray) -> list[Region]:
    """Return the largest connected pieces of ink."""
    labels, count = ndimage.label(ink, np.ones((3, 3)))
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    largest = 1 + np.argsort(-areas[1:], kind="stable")[:MOST_REGIONS]
    slices = ndimage.find_objects(labels)
    return [
        _piece(ink, labels, label, *slices[label - 1])
        for label in largest
        if areas[label] >= SPECK_PIXELS
    ]


def _piece(
    ink: np.ndarray, labels: np.ndarray, label: int, y: slice, x: slice
) -> Region:
    own = np.where(labels[y, x] == label, ink[y, x], 0).astype(np.uint8)
    return Region(Box(x.start, y.start, x.stop, y.stop), own)


def _is_edge(region: Region, shape: tuple[int, int]) -> bool:
    """Say whether this is the desk, a shadow or a line along the picture's border."""
    (height, width), box = shape, region.box
    sideways = box.left == 0 or box.right == width
    upright = box.top == 0 or box.bottom == height
    # On a strip, a digit at the end is as high as the picture and no edge.
    long_upright = sideways and region.height > 0.5 * max(height, width / 2)
    long_flat = upright and region.width > 0.5 * max(width, height / 2)
    corner = sideways and upright
    thin = min(region.width / width, region.height / height) < 0.15
    solid = region.area > 0.5 * region.width * region.height
    dark_corner = corner and solid and (long_upright or thin)
    return dark_corner or (thin and (long_upright or long_flat))


def _is_frame(region: Region, others: list[Region]) -> bool:
    """Say whether this is the thin outline of a box with something written in it."""
    if region.area > FRAME_INK * region.width * region.height:
        return False
    left, top, right, bottom = region.box
    return any(
        left < other.box.left
        and other.box.right < right
        and top < other.box.top
        and other.box.bottom < bottom
        and other.height > FRAME_CONTENT * region.height
        for other in others
    )


def _with_fragments(regions: list[Region], usual: float) -> list[Region]:
    """Join small pieces to the neighbor whose part they are: the bar of a 5."""
    whole = sorted(regions, key=lambda region: region.area)
    done: list[Region] = []
    while whole:
        region = whole.pop(0)
        home = min(
            (i for i, other in enumerate(whole) if _belongs(region, other, usual)),
            key=lambda i: _distance(region, whole[i]),
            default=None,
        )
        if home is None:
            done.append(region)
        else:
            whole[home] = whole[home].joined(region)
    return done


def _belongs(part: Region, whole: Region, usual: float) -> bool:
    if max(part.width, part.height) > FRAGMENT_SIDE * usual:
        return False
    shared = min(part.box.right, whole.box.right) - max(part.box.left, whole.box.left)
    above = shared > FRAGMENT_OVERLAP * part.width
    small = max(part.width, part.height) < SPECK_SIDE * usual
    reach = FRAGMENT_GAP * usual * (0.5 if small else 1.0)
    top, bottom = (
        min(part.box.top, whole.box.top),
        max(part.box.bottom, whole.box.bottom),
    )
    return above and bottom - top < 1.35 * usual and _distance(part, whole) < reach


def _distance(one: Region, other: Region) -> float:
    """Return the gap between two boxes in pixels, 0 where they overlap."""
    across = max(one.box.left, other.box.left) - min(one.box.right, other.box.right)
    down = max(one.box.top, other.box.top) - min(one.box.bottom, other.box.bottom)
    return float(np.hypot(max(across, 0), max(down, 0)))


def _without_specks(regions: list[Region], usual: float) -> list[Region]:
    least = SPECK_SIDE * usual
    return [region for region in regions if max(region.width, region.height) >= least]


def _overlap(one: Region, other: Region) -> float:
    """Return the shared part of two heights, as a share of the smaller."""
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return shared / min(one.height, other.height)
