"""From the gray picture to a reading: hypotheses, classification, verdict."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from recognizer import engine, explain
from recognizer.readings import Digit, Reading, joint_confidence
from recognizer.strings import CLEAR, Classified, classify, may_touch, resegment
from recognizer.vision.ink import find_ink, has_light_ink
from recognizer.vision.lines import FORM_SPAN, PAGE_SPAN, without_lines
from recognizer.vision.regions import Region, find_regions, usual_height

CONVINCING = 0.9  # share of the ink that is surely digits: no other try is needed
MOSTLY_DIGITS = 0.7  # below this share of the ink, a page is never `read`
HARDLY_DIGITS = 0.34  # below this share, the few that look like digits are chance


@dataclass(frozen=True)
class Candidate:
    """What one hypothesis about the picture leads to."""

    found: Classified

    @property
    def areas(self) -> np.ndarray:
        return np.array([region.area for region in self.found.regions], float)

    def share(self, chances: np.ndarray) -> float:
        """Return the part of the ink, 0-1, that has something, by its chance."""
        if not self.found.regions:
            return 0.0
        return float((self.areas * chances).sum() / self.areas.sum())

    @property
    def score(self) -> float:
        """Return the share of the ink that is surely digits."""
        return self.share(self.found.probabilities[:, :LABELS].max(1))


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
    best = None
    for ink in _hypotheses(gray):
        found = read_ink(ink)
        if best is None or found.score > best.score:
            best = found
        if best.score >= CONVINCING:
            break
    return say(best, explained)


def _hypotheses(gray: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the ink, uint8 (H, W), as it may be, likeliest first."""
    light = has_light_ink(gray)
    for polarity in (light, not light):
        ink = find_ink(gray, polarity)
        yield ink
        for span in (PAGE_SPAN, FORM_SPAN):
            plain = without_lines(ink, span)
            if plain is not ink:
                yield plain


def read_ink(ink: np.ndarray) -> Candidate:
    """Find regions in the ink, uint8 (H, W), classify them, and mend weak lines."""
    found = classify(find_regions(ink))
    lines = [_mended(found.part(indices)) for indices in _lines(found.regions)]
    return Candidate(sum(lines, start=classify([])))


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
    return max(line, again, key=lambda found: Candidate(found).score)


def say(candidate: Candidate, explained: bool) -> Reading:
    """Return the verdict on what was found, by the thresholds of the model's card."""
    thresholds = engine.card()["thresholds"]
    found = candidate.found
    kept = 1 - found.probabilities[:, NOT_A_DIGIT] >= thresholds["digit"]
    share = candidate.share(kept)
    if share < HARDLY_DIGITS:
        return Reading.nothing()
    digits = [_digit(found, i, explained) for i in np.flatnonzero(kept)]
    digits = _with_close_lines(digits)
    sure = min(digit.confidence for digit in digits) >= thresholds["read"]
    verdict = "read" if sure and share >= MOSTLY_DIGITS else "unsure"
    return Reading.of(digits, verdict, joint_confidence(digits))


def _digit(found: Classified, i: int, explained: bool) -> Digit:
    ten = found.probabilities[i, :LABELS].astype(float)
    label = int(ten.argmax())
    region, field = found.regions[i], found.fields[i]
    return Digit(
        label=label,
        confidence=float(ten[label]),
        probabilities=tuple(ten / ten.sum()),
        box=region.box,
        line=region.line,
        seen=explain.seen(field) if explained else "",
        heat=explain.heat(field, label) if explained else "",
    )


def _with_close_lines(digits: list[Digit]) -> list[Digit]:
    """Number the lines anew where whole lines held no digit."""
    numbers = {line: i for i, line in enumerate(sorted({d.line for d in digits}))}
    return [replace(digit, line=numbers[digit.line]) for digit in digits]
