"""From ink to the boxes of what may be digits, in reading order."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from recognizer.readings import Box

MOST_REGIONS = 256  # the largest are kept; a page of text costs no more than this
SPECK_PIXELS = 5
SPECK_SIDE = 0.25  # of the usual height: dots, commas, dirt
FRAGMENT_SIDE = 0.6  # of the usual height: may be a part of its neighbour
FRAGMENT_OVERLAP = 0.45  # of its width
FRAGMENT_GAP = 0.3  # of the usual height
ROW_OVERLAP = 0.4  # of the lower of two neighbours


@dataclass(frozen=True)
class Region:
    """Connected ink, or several pieces taken for one character.

    Attributes:
        box: in pixels of the ink.
        labels: of its pieces.
        area: pixels of ink.
        line: 0-based line of the page.
    """

    box: Box
    labels: tuple[int, ...]
    area: int
    line: int = 0

    @property
    def width(self) -> int:
        return self.box.right - self.box.left

    @property
    def height(self) -> int:
        return self.box.bottom - self.box.top

    def joined(self, other: "Region") -> "Region":
        """Return both as one."""
        box = Box(
            min(self.box.left, other.box.left),
            min(self.box.top, other.box.top),
            max(self.box.right, other.box.right),
            max(self.box.bottom, other.box.bottom),
        )
        return Region(box, self.labels + other.labels, self.area + other.area)


def find_regions(ink: np.ndarray) -> tuple[np.ndarray, list[Region]]:
    """Find what may be digits.

    Args:
        ink: uint8 (H, W); 0 is paper.

    Returns:
        int32 (H, W), the label of each pixel's piece, and the regions in reading order.
    """
    pieces, _ = ndimage.label(ink, np.ones((3, 3)))
    found = _largest(_pieces(pieces))
    inner = [region for region in found if not _is_edge(region, ink.shape)]
    regions = inner or found
    usual = usual_height(regions)
    regions = _without_specks(_with_fragments(regions, usual), usual)
    return pieces, in_reading_order(regions)


def crop(ink: np.ndarray, pieces: np.ndarray, region: Region) -> np.ndarray:
    """Return the region's own ink, uint8 (h, w); its neighbours' is left out."""
    left, top, right, bottom = region.box
    own = np.isin(pieces[top:bottom, left:right], region.labels)
    return np.where(own, ink[top:bottom, left:right], 0).astype(np.uint8)


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
        Region(region.box, region.labels, region.area, line)
        for line, row in enumerate(rows)
        for region in row
    ]


def _pieces(pieces: np.ndarray) -> list[Region]:
    areas = np.bincount(pieces.ravel())
    return [
        Region(Box(x.start, y.start, x.stop, y.stop), (label,), int(areas[label]))
        for label, (y, x) in enumerate(ndimage.find_objects(pieces), 1)
        if areas[label] >= SPECK_PIXELS
    ]


def _largest(regions: list[Region]) -> list[Region]:
    return sorted(regions, key=lambda region: -region.area)[:MOST_REGIONS]


def _is_edge(region: Region, shape: tuple[int, int]) -> bool:
    """Say whether this is the desk, a shadow or a line along the picture's border."""
    (height, width), box = shape, region.box
    sideways = box.left == 0 or box.right == width
    upright = box.top == 0 or box.bottom == height
    long_upright = sideways and region.height > 0.5 * height
    long_flat = upright and region.width > 0.5 * width
    corner = sideways and upright
    thin = min(region.width / width, region.height / height) < 0.15
    return (thin and (long_upright or long_flat)) or (corner and (long_upright or thin))


def _with_fragments(regions: list[Region], usual: float) -> list[Region]:
    """Join small pieces to the neighbour whose part they are: the bar of a 5."""
    whole = sorted(regions, key=lambda region: region.area)
    done: list[Region] = []
    while whole:
        region = whole.pop(0)
        home = min(
            (other for other in whole if _belongs(region, other, usual)),
            key=lambda other: _distance(region, other),
            default=None,
        )
        if home is None:
            done.append(region)
        else:
            whole[whole.index(home)] = home.joined(region)
    return done


def _belongs(part: Region, whole: Region, usual: float) -> bool:
    if max(part.width, part.height) > FRAGMENT_SIDE * usual:
        return False
    shared = min(part.box.right, whole.box.right) - max(part.box.left, whole.box.left)
    above = shared > FRAGMENT_OVERLAP * part.width
    small = max(part.width, part.height) < SPECK_SIDE * usual
    reach = FRAGMENT_GAP * usual * (0.5 if small else 1.0)
    tall = part.joined(whole).height < 1.35 * usual
    return above and tall and _distance(part, whole) < reach


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
