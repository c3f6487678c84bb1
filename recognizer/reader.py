"""From the gray picture to a reading: hypotheses, classification, verdict."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from recognizer import engine, explain
from recognizer.readings import Box, Digit, Reading, joint_confidence
from recognizer.strings import CLEAR, Classified, classify, may_touch, resegment
from recognizer.vision.ink import find_ink, has_light_ink
from recognizer.vision.lines import without_lines
from recognizer.vision.regions import Region, find_regions, usual_height

CONVINCING = 0.9  # share of the ink that is surely digits: no other try is needed
MARGIN = 0.15  # of that share, by which an unlikelier hypothesis has to win
MOST_BROKEN = 4  # pieces of one broken digit
WIDE = 0.95  # of the digits' height: a piece left out may be two narrow digits
MANY = 100  # regions; so many, and hardly a digit among them, are no number
SEVERAL = 3  # regions that a turned page has at least
TURNED_SCORE = 0.8
MOSTLY_DIGITS = 0.7  # below this share of the ink, a page is never `read`
HARDLY_DIGITS = 0.34  # below this share, the few that look like digits are chance


@dataclass(frozen=True)
class Candidate:
    """What one hypothesis about the picture leads to.

    Attributes:
        found: regions in pixels of the ink.
        ink: uint8 (h, w), as it was read.
        turn: quarter turns, against the clock, that the page was given.
    """

    found: Classified
    ink: np.ndarray
    turn: int = 0

    @cached_property
    def score(self) -> float:
        """Return the share of the ink that is surely digits."""
        return digit_share(self.found)

    @property
    def is_hopeless(self) -> bool:
        """Say whether this is a page of something else, not worth another look."""
        return len(self.found.regions) > MANY and self.score < 1 - CONVINCING


def digit_share(found: Classified) -> float:
    """Return the share of the ink, 0-1, that is surely digits."""
    return ink_share(found, found.probabilities[:, :LABELS].max(1))


def ink_share(found: Classified, chances: np.ndarray) -> float:
    """Return the part of the ink, 0-1, that has something, by each region's chance."""
    areas = np.array([region.area for region in found.regions], float)
    return float((areas * chances).sum() / areas.sum()) if len(areas) else 0.0


def read_gray(gray: np.ndarray, explained: bool = False) -> Reading:
    """Read the digits of an upright picture.

    Args:
        gray: uint8 (H, W); 255 is white.
        explained: add to each digit what was seen and what mattered.

    Returns:
        A reading with boxes in pixels of `gray`.

    Raises:
        ModelUnavailable: if there is no model to read with.
    """
    return say(find_best(gray), explained)


def find_best(gray: np.ndarray) -> Candidate:
    """Try what the picture may be, until most of its ink is surely digits."""
    best = Candidate(classify([]), np.zeros_like(gray))
    for ink in _hypotheses(gray):
        other = read_ink(ink)
        # The likelier hypotheses come first: a later one has to be clearly better.
        if other.score > best.score + (MARGIN if best.found.regions else 0):
            best = other
        if best.score >= CONVINCING or best.is_hopeless:
            return best
    return max([best, *_turned(best)], key=lambda candidate: candidate.score)


def _hypotheses(gray: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the ink, uint8 (H, W), as it may be, likeliest first."""
    light = has_light_ink(gray)
    for polarity in (light, not light):
        ink = find_ink(gray, polarity)
        yield ink
        plain = without_lines(ink)
        if plain is not ink:
            yield plain


def _turned(page: Candidate) -> list[Candidate]:
    """Return the page as it reads when turned, where that makes it a page of digits.

    A few digits may look like others when turned, so it takes several, and all sure.
    """
    if not page.found.regions:
        return []
    turns = [
        replace(read_ink(np.rot90(page.ink, turn)), turn=turn) for turn in (1, 3, 2)
    ]
    return [
        turned
        for turned in turns
        if len(turned.found.regions) >= SEVERAL and turned.score >= TURNED_SCORE
    ]


def read_ink(ink: np.ndarray) -> Candidate:
    """Find regions in the ink, uint8 (H, W), classify them, and mend weak lines.

    Few pieces that say nothing apart may be one broken digit.
    """
    found = classify(find_regions(ink))
    lines = [_mended(found.part(indices)) for indices in _lines(found.regions)]
    apart = Candidate(sum(lines, start=classify([])), ink)
    if apart.score >= CONVINCING or not 2 <= len(found.regions) <= MOST_BROKEN:
        return apart
    whole = reduce(Region.joined, found.regions)
    together = Candidate(classify([replace(whole, line=0)]), ink)
    return together if together.score >= CONVINCING else apart


def _lines(regions: list[Region]) -> list[list[int]]:
    lines: dict[int, list[int]] = {}
    for i, region in enumerate(regions):
        lines.setdefault(region.line, []).append(i)
    return list(lines.values())


def _mended(line: Classified) -> Classified:
    """Return the line cut anew where that makes more of it digits."""
    height = usual_height(line.regions)
    clear = line.probabilities.max(1).min() >= CLEAR
    if clear and not any(may_touch(region, height) for region in line.regions):
        return line
    again = resegment(line, height)
    return max(line, again, key=digit_share)


def say(candidate: Candidate, explained: bool) -> Reading:
    """Return the verdict on what was found, by the thresholds of the model's card."""
    thresholds = engine.card()["thresholds"]
    found = candidate.found
    kept = 1 - found.probabilities[:, NOT_A_DIGIT] >= thresholds["digit"]
    share = ink_share(found, kept)
    if share < HARDLY_DIGITS:
        return Reading.nothing()
    digits = _with_close_lines([_digit(candidate, i) for i in np.flatnonzero(kept)])
    sure = min(digit.confidence for digit in digits) >= thresholds["read"]
    whole = share >= MOSTLY_DIGITS and not _is_cut_off(candidate)
    whole = whole and not _may_hide_digits(found, kept)
    verdict = "read" if sure and whole else "unsure"
    confidence = joint_confidence(digits)
    if explained:
        digits = _explained(digits, found.fields[kept])
    return Reading.of(digits, verdict, confidence)


def _is_cut_off(page: Candidate) -> bool:
    """Say whether one of several pieces reaches from border to border.

    Stripes and patterns do; a digit that fills its picture is alone.
    """
    (height, width), regions = page.ink.shape, page.found.regions
    borders = [
        (box.left == 0) + (box.top == 0) + (box.right == width) + (box.bottom == height)
        for box in (region.box for region in regions)
    ]
    return len(regions) > 1 and max(borders) > 1


def _may_hide_digits(found: Classified, kept: np.ndarray) -> bool:
    """Say whether a piece that is left out may be several digits that touch."""
    height = np.median([found.regions[i].height for i in np.flatnonzero(kept)])
    return any(
        region.width >= WIDE * height and region.height >= height / 2
        for region, is_digit in zip(found.regions, kept, strict=True)
        if not is_digit
    )


def _explained(digits: list[Digit], fields: np.ndarray) -> list[Digit]:
    """Add to each digit its field as seen, and what mattered in it."""
    return [
        replace(
            digit,
            seen=explain.seen(field),
            heat=explain.heat(field, digit.label, len(digits)),
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
    """Number the lines anew where whole lines held no digit."""
    numbers = {line: i for i, line in enumerate(sorted({d.line for d in digits}))}
    return [replace(digit, line=numbers[digit.line]) for digit in digits]
