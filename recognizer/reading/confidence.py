"""Turn the best candidate into a reading, with its verdict and confidence."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from recognizer.inference.network import Network
from recognizer.reading import saliency
from recognizer.reading.bar_check import are_mere_bars, is_cut_off
from recognizer.reading.candidates import (
    MIN_DIGIT_PROB,
    MIN_DIGIT_SHARE,
    Candidate,
    ink_share,
)
from recognizer.reading.lattice import Glyphs
from recognizer.reading.layout.glyphs import Region
from recognizer.reading.one_pass.numbers import find_numbers
from recognizer.readings import Box, Digit, Reading, Verdict, joint_confidence

MIN_HIDDEN_WIDTH = (
    0.95  # of the digits' height: a piece left out may be two narrow digits
)
MIN_HIDDEN_HEIGHT = 0.85  # also: a piece left out between digits may be one, too
MIN_READ_SHARE = 0.7  # below this share of the ink, a page is never `read`
MIN_JOINT_DIGIT_PROB = (
    0.8  # probability that the clearest of several digits has to be one
)
MIN_MEAN_CONFIDENCE = (
    0.3  # confidence of a usual digit, below which nothing is worth telling
)
MAX_SIGN_GAP = 0.1  # of a digit's height: nearer ink may be of the same sign
MAX_SIGN_INK = 0.25  # of the ink there: more than a digit's blots and noise
MAX_NOISE_HEIGHT = 0.08  # of the height of a sure digit: dirt, not another digit
MAX_CORNER_HEIGHT = (
    0.1  # of a photo's height: what is lower and cut by its border is dirt
)
MIN_SHARE = 0.34  # below this share, the few that look like digits are chance


def assess(
    candidate: Candidate,
    gray: np.ndarray,
    network: Network,
    thresholds: Mapping[str, float],
    explained: bool,
) -> Reading:
    """Return the reading of a candidate, by the thresholds of the model card.

    Args:
        candidate: what was found.
        gray: uint8 (H, W), the picture that it was found in.
        network: explains digits.
        thresholds: of the model card.
        explained: add to each digit glyph image and saliency.
    """
    found = candidate.found
    digit_probs = 1 - found.probabilities[:, NOT_A_DIGIT]
    kept = _without_noise(candidate, digit_probs >= MIN_DIGIT_PROB)
    share = ink_share(found, kept)
    # Several digits support each other; a single one has to be certain itself.
    alone = np.count_nonzero(kept) == 1
    min_prob = thresholds["digit"] if alone else MIN_JOINT_DIGIT_PROB
    is_chance = share < MIN_SHARE and not candidate.is_printed
    if not kept.any() or is_chance or digit_probs.max() < min_prob:
        return Reading.nothing()
    if alone and _is_part_of_a_sign(found, int(kept.argmax())):
        return Reading.nothing()
    if are_mere_bars(candidate, gray):
        return Reading.nothing()
    digits = _with_close_lines(
        [_digit(candidate, i) for i in np.flatnonzero(kept).tolist()]
    )
    confidence = joint_confidence(digits)
    if confidence ** (1 / len(digits)) < MIN_MEAN_CONFIDENCE:
        return Reading.nothing()
    sure = min(digit.confidence for digit in digits) >= thresholds["read"]
    whole = share >= MIN_READ_SHARE and not _is_cut_off(candidate)
    whole = whole and not _may_hide_digits(found, kept)
    verdict: Verdict = "read" if sure and whole else "unsure"
    if explained:
        digits = _explained(digits, found.fields[kept], network)
    return Reading.of(digits, verdict, confidence, find_numbers(digits))


def _is_part_of_a_sign(found: Glyphs, digit: int) -> bool:
    """Return whether the only digit has much ink close by that is none.

    A letter written in several strokes may hold a digit: the 3 of a Devanagari a. What
    stands beside a digit, with a gap, is another character.
    """
    own = found.regions[digit]
    close = [
        region.area
        for region in found.regions
        if region is not own
        and region.line == own.line
        and _gap_across(region, own) < MAX_SIGN_GAP * own.height
    ]
    return sum(close) > MAX_SIGN_INK * (sum(close) + own.area)


def _without_noise(page: Candidate, kept: np.ndarray) -> np.ndarray:
    """Return which digits, bool (n,), are no noise above or below a clear digit.

    What is left of a bent rule looks like 1s, and a corner of the desk, which the
    border of a photo cuts, like a 7. Low ones are never digits.
    """
    regions, probabilities = page.found.regions, page.found.probabilities
    heights = np.array([region.height for region in regions], int)
    lines = np.array([region.line for region in regions], int)
    sure = kept & (probabilities[:, :LABELS].max(1) >= MIN_DIGIT_SHARE)
    high = heights >= MAX_NOISE_HEIGHT * max(heights[sure], default=0)
    alone = np.bincount(lines[kept], minlength=lines.max(initial=0) + 1)[lines] == 1
    cut = np.array([is_cut_off(region, page.ink.shape) for region in regions], bool)
    corners = alone & cut
    if not (sure & high & ~corners).any():
        corners = corners & (heights < MAX_CORNER_HEIGHT * len(page.ink))
    kept = kept & ~corners
    return kept & (high | np.isin(lines, lines[sure & high]))


def _gap_across(one: Region, other: Region) -> int:
    """Return the columns between two regions; negative where they share some."""
    return max(one.box.left, other.box.left) - min(one.box.right, other.box.right)


def _is_cut_off(page: Candidate) -> bool:
    """Return whether one of several pieces reaches from border to border.

    Stripes and patterns do; a digit that fills its picture is alone.
    """
    (height, width), regions = page.ink.shape, page.found.regions
    borders = [
        (box.left == 0) + (box.top == 0) + (box.right == width) + (box.bottom == height)
        for box in (region.box for region in regions)
    ]
    return len(regions) > 1 and max(borders) > 1


def _may_hide_digits(found: Glyphs, kept: np.ndarray) -> bool:
    """Return whether a piece that is left out may be a digit, or several that touch.

    A sign as high as the digits that it stands between is hardly a comma or a dash.
    """
    digits = [found.regions[i] for i in np.flatnonzero(kept)]
    height = np.median([region.height for region in digits])
    left_out = [found.regions[i] for i in np.flatnonzero(~kept)]
    return any(
        (region.width >= MIN_HIDDEN_WIDTH * height and region.height >= height / 2)
        or (region.height >= MIN_HIDDEN_HEIGHT * height and _is_between(region, digits))
        for region in left_out
    )


def _is_between(region: Region, digits: list[Region]) -> bool:
    """Return whether a region has digits of its line to the left and to the right."""
    lefts = [digit.box.left for digit in digits if digit.line == region.line]
    return bool(lefts) and min(lefts) < region.box.left < max(lefts)


def _explained(
    digits: list[Digit], fields: np.ndarray, network: Network
) -> list[Digit]:
    """Add to each digit its glyph image and saliency."""
    return [
        replace(
            digit,
            seen=saliency.seen(field),
            heat=saliency.heat(field, digit.label, network, len(digits)),
        )
        for digit, field in zip(digits, fields, strict=True)
    ]


def _digit(candidate: Candidate, i: int) -> Digit:
    found = candidate.found
    ten = found.probabilities[i, :LABELS].astype(float)
    label = int(ten.argmax())
    region = found.regions[i]
    return Digit(
        label=label,
        confidence=float(ten[label]),
        probabilities=tuple(ten / ten.sum()),
        box=_turned_back(region.box, candidate),
        line=region.line,
    )


def _turned_back(box: Box, page: Candidate) -> Box:
    """Return a box of a turned page in pixels of the page as it came."""
    height, width = page.ink.shape
    for _ in range(page.turn):
        height, width = width, height
        box = Box(width - box.bottom, box.left, width - box.top, box.right)
    return box


def _with_close_lines(digits: list[Digit]) -> list[Digit]:
    """Renumber the lines where whole lines held no digit."""
    numbers = {line: i for i, line in enumerate(sorted({d.line for d in digits}))}
    return [replace(digit, line=numbers[digit.line]) for digit in digits]
