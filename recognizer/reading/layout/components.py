"""From ink to the regions that may be digits, in reading order."""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from recognizer.reading.layout.clutter import (
    is_edge,
    is_frame,
    is_rule,
    without_blobs,
    without_cut_lines,
)
from recognizer.reading.layout.glyphs import Region, gap_between, usual_height
from recognizer.readings import Box

MAX_REGIONS = 256  # the largest are kept; a page of text costs no more than this
MIN_AREA_PX = 5
MAX_NOISE_SIDE = 0.25  # of the usual height: dots, commas, dirt
FRAGMENT_SIDE = 0.6  # of the usual height: may be a part of its neighbor
FRAGMENT_OVERLAP = 0.45  # of its width
FRAGMENT_GAP = 0.3  # of the usual height
ROW_OVERLAP = 0.4  # of the lower of two neighbors
LOW = 0.5  # of the usual height: commas and dashes, which tell no line
LOW_REACH = 0.5  # of the usual height: how far they are from a digit of their line


def find_regions(ink: np.ndarray) -> list[Region]:
    """Find what may be digits, in reading order.

    Args:
        ink: uint8 (H, W); 0 is paper.
    """
    found = _pieces(ink)
    inner = [
        region
        for region in found
        if not is_edge(region, ink.shape) and not is_frame(region, found)
    ]
    regions = without_blobs(inner, ink.shape) or found
    usual = usual_height(regions)
    regions = [region for region in regions if not is_rule(region, usual)] or regions
    usual = usual_height(regions)
    regions = _without_noise(_with_fragments(regions, usual), usual)
    return without_cut_lines(in_reading_order(regions), ink.shape)


def in_reading_order(regions: list[Region]) -> list[Region]:
    """Sort regions into lines, top to bottom, and each line left to right.

    Commas and dashes overlap no digit by much: they go to the line that they are near.
    """
    usual = usual_height(regions)
    high = [region for region in regions if region.height >= LOW * usual]
    rows = _rows(high)
    for region in regions:
        if region.height < LOW * usual:
            _add_low(region, rows, LOW_REACH * usual)
    rows.sort(key=lambda row: np.mean([r.box.top + r.box.bottom for r in row]))
    return [
        replace(region, line=line)
        for line, row in enumerate(rows)
        for region in sorted(row, key=lambda region: region.box.left)
    ]


def _rows(regions: list[Region]) -> list[list[Region]]:
    """Chain regions, left to right, each to the row whose last it stands beside."""
    rows: list[list[Region]] = []
    for region in sorted(regions, key=lambda region: region.box.left):
        near = max(rows, key=lambda row: _overlap(row[-1], region), default=None)
        if near and _overlap(near[-1], region) > ROW_OVERLAP:
            near.append(region)
        else:
            rows.append([region])
    return rows


def _add_low(region: Region, rows: list[list[Region]], reach: float) -> None:
    """Add a low region to the nearest row within reach, or as a row of its own."""
    gaps = [min(gap_between(region, other) for other in row) for row in rows]
    if gaps and min(gaps) < reach:
        rows[int(np.argmin(gaps))].append(region)
    else:
        rows.append([region])


def _pieces(ink: np.ndarray) -> list[Region]:
    """Return the largest connected pieces of ink."""
    labels, count = ndimage.label(ink, np.ones((3, 3)))
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    largest = 1 + np.argsort(-areas[1:], kind="stable")[:MAX_REGIONS]
    slices = ndimage.find_objects(labels)
    return [
        _piece(ink, labels, label, *slices[label - 1])
        for label in largest
        if areas[label] >= MIN_AREA_PX
    ]


def _piece(
    ink: np.ndarray, labels: np.ndarray, label: int, y: slice, x: slice
) -> Region:
    own = np.where(labels[y, x] == label, ink[y, x], 0).astype(np.uint8)
    return Region(Box(x.start, y.start, x.stop, y.stop), own)


def _with_fragments(regions: list[Region], usual: float) -> list[Region]:
    """Join small pieces to the neighbor whose part they are: the bar of a 5."""
    whole = sorted(regions, key=lambda region: region.area)
    done: list[Region] = []
    while whole:
        region = whole.pop(0)
        home = _home(region, whole, usual)
        if home is None:
            done.append(region)
        else:
            whole[home] = whole[home].joined(region)
    return done


def _home(part: Region, others: list[Region], usual: float) -> int | None:
    """Return the nearest of the regions that a small piece may be a part of."""
    side = max(part.width, part.height)
    if side > FRAGMENT_SIDE * usual or not others:
        return None
    left, top, right, bottom = np.array([other.box for other in others]).T
    box = part.box
    shared = np.minimum(box.right, right) - np.maximum(box.left, left)
    above = shared > FRAGMENT_OVERLAP * part.width
    high = np.maximum(box.bottom, bottom) - np.minimum(box.top, top)
    down = np.maximum(box.top, top) - np.minimum(box.bottom, bottom)
    gap = np.hypot(np.maximum(-shared, 0), np.maximum(down, 0))
    reach = FRAGMENT_GAP * usual * (0.5 if side < MAX_NOISE_SIDE * usual else 1.0)
    near = above & (high < 1.35 * usual) & (gap < reach)
    return int(np.argmin(np.where(near, gap, np.inf))) if near.any() else None


def _without_noise(regions: list[Region], usual: float) -> list[Region]:
    least = MAX_NOISE_SIDE * usual
    return [region for region in regions if max(region.width, region.height) >= least]


def _overlap(one: Region, other: Region) -> float:
    """Return the shared part of two heights, as a share of the smaller."""
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return shared / min(one.height, other.height)
