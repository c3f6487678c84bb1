"""Ink that is no digit: the desk along the border, fingers, outlines, cut lines."""

from dataclasses import replace

import numpy as np

from ml.inputs.glyph_images import stroke_width
from recognizer.reading.layout.glyphs import Region, usual_height
from recognizer.readings import Box

FRAME_INK = 0.3  # of its box, at most
FRAME_CONTENT = 0.3  # of its height, at least: dirt inside a 0 is less
FRAME_CONTENTS = 0.15  # also, where there are several
FRAME_SIDES = 3  # of four; an outline drawn by hand may be open on one
RULE_FLAT = 5  # times as long as high: flatter than any digit
RULE_LENGTH = 0.7  # of the usual height, at least: the loose bar of a 5 is shorter
RULE_HEIGHT = 0.3  # of the usual height, at most
THICKER = 2.2  # times the usual stroke: a finger, a pencil or the desk, no writing
MAX_SAMPLES = 12  # pieces that tell the usual stroke
CUT_HEIGHT = 0.8  # of whole lines, at most: a line that the picture's border cuts
FEW = 0.05  # of a piece's ink: less than this beside it tells nothing of it


def is_edge(region: Region, shape: tuple[int, int]) -> bool:
    """Return whether this is the desk, a shadow or a line along the border."""
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


def is_frame(region: Region, others: list[Region]) -> bool:
    """Return whether this is the thin outline of a box with something written in it."""
    if region.area > FRAME_INK * region.width * region.height:
        return False
    contents = sorted(
        other.height / region.height
        for other in others
        if _surrounds(region.box, other.box) and _encloses(region, other.box)
    )
    several = len(contents) > 1 and contents[-2] > FRAME_CONTENTS
    return several or (bool(contents) and contents[-1] > FRAME_CONTENT)


def is_rule(region: Region, usual: float) -> bool:
    """Return whether this is a line below or through digits of the usual height."""
    flat = region.width > max(RULE_FLAT * region.height, RULE_LENGTH * usual)
    return flat and region.height < RULE_HEIGHT * usual


def without_blobs(regions: list[Region], shape: tuple[int, int]) -> list[Region]:
    """Leave out what reaches in from outside and is much thicker than the strokes.

    Args:
        regions: of one picture.
        shape: the picture's height and width in pixels.
    """
    free = [region for region in regions if not _touches_border(region, shape)]
    if not free or len(free) == len(regions):
        return regions
    samples = sorted(free, key=lambda region: -region.area)[:MAX_SAMPLES]
    widths = [stroke_width(region.ink) for region in samples]
    usual = np.average(widths, weights=[region.area for region in samples])
    area = sum(region.area for region in free)
    return [
        region
        for region in regions
        if not _touches_border(region, shape)
        or area < FEW * region.area
        or stroke_width(region.ink) < THICKER * usual
    ]


def without_cut_lines(regions: list[Region], shape: tuple[int, int]) -> list[Region]:
    """Leave out lines that the picture's upper or lower border cuts through.

    Args:
        regions: of one picture, in reading order.
        shape: the picture's height and width in pixels.

    Returns:
        The regions of lines that are whole, or as high as those; numbered anew.
    """
    lines: dict[int, list[Region]] = {}
    for region in regions:
        lines.setdefault(region.line, []).append(region)
    cut = {number for number, line in lines.items() if _is_cut(line, shape[0])}
    whole = [region for region in regions if region.line not in cut]
    if not whole or not cut:
        return regions
    least = CUT_HEIGHT * usual_height(whole)
    kept = [
        line
        for number, line in lines.items()
        if number not in cut or usual_height(line) > least
    ]
    return [replace(region, line=i) for i, line in enumerate(kept) for region in line]


def _is_cut(line: list[Region], height: int) -> bool:
    """Return whether most ink of a line belongs to pieces at one border."""
    upper = sum(region.area for region in line if region.box.top == 0)
    lower = sum(region.area for region in line if region.box.bottom == height)
    return max(upper, lower) > sum(region.area for region in line) / 2


def _touches_border(region: Region, shape: tuple[int, int]) -> bool:
    (height, width), box = shape, region.box
    return box.left == 0 or box.top == 0 or box.right == width or box.bottom == height


def _surrounds(outer: Box, inner: Box) -> bool:
    across = outer.left < inner.left and inner.right < outer.right
    return across and outer.top < inner.top and inner.bottom < outer.bottom


def _encloses(frame: Region, box: Box) -> bool:
    """Return whether a frame's ink is seen on most sides from the middle of a box.

    A 7 has ink above and to the right of what stands in its corner, and is no frame.
    """
    x = (box.left + box.right) // 2 - frame.box.left
    y = (box.top + box.bottom) // 2 - frame.box.top
    row, column = frame.ink[y], frame.ink[:, x]
    sides = row[:x], row[x:], column[:y], column[y:]
    return sum(bool(side.any()) for side in sides) >= FRAME_SIDES
