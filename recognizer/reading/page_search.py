"""From the gray picture to its likeliest page: hypotheses, and the best of them."""

from dataclasses import replace
from functools import reduce

import numpy as np

from recognizer.inference.network import Network
from recognizer.reading.bar_check import are_mere_bars, are_stripes, is_cut_off
from recognizer.reading.binarization.thresholding import polarity_score
from recognizer.reading.candidates import MANY, MIN_DIGIT_SHARE, Candidate, digit_share
from recognizer.reading.hypotheses import hypotheses
from recognizer.reading.lattice import (
    MIN_CLASS_PROB,
    NO_GLYPHS,
    Glyphs,
    classify,
    decode_line,
    may_touch,
)
from recognizer.reading.layout.components import find_regions
from recognizer.reading.layout.glyphs import Region, usual_height
from recognizer.reading.layout.outlines import without_frames

MARGIN = 0.15  # of the convincing share, by which an unlikelier hypothesis has to win
MAX_DOUBTFUL_POLARITY = 0.5  # by which ink may as well be the other way round
MIN_CLEAR_POLARITY = (
    1.5  # by which ink is dark or light beyond doubt: the rest is paper
)
MAX_BROKEN = 4  # pieces of one broken digit
SEVERAL = 3  # regions that a turned page has at least
TURNED_SCORE = 0.8
UPSIDE_DOWN = 0.95  # upside down: many digits stand on their heads too
UPSIDE_DOWN_LEAD = 0.1  # by which it has to be better than upright
ALIKE = 0.6  # least ratio of the heights of digits of one number
LEFT_OUT = 1.3  # times the ink of all regions: more than dirt was left out


def find_best_candidate(gray: np.ndarray, network: Network) -> Candidate:
    """Try what the picture may be, until most of its ink is certainly digits.

    The page is turned before its negative is looked at: paper seen between the digits
    of a turned page is bars, and bars are ones.
    """
    best = Candidate(NO_GLYPHS, np.zeros_like(gray), gray)
    score = polarity_score(gray)
    light, is_doubtful = score > 0, abs(score) < MAX_DOUBTFUL_POLARITY
    for polarity in (light,) if abs(score) > MIN_CLEAR_POLARITY else (light, not light):
        before = best
        best, is_done = _best_of(gray, polarity, best, is_doubtful, network)
        if is_done:
            return best
        if best is not before and best.score < MIN_DIGIT_SHARE:
            best = max(
                [best, *_turned(best, network)], key=lambda candidate: candidate.score
            )
        if best.turn:
            return best
    return best


def _best_of(
    gray: np.ndarray,
    light_ink: bool,
    best: Candidate,
    is_doubtful: bool,
    network: Network,
) -> tuple[Candidate, bool]:
    """Try what the picture may be in one polarity.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark.
        best: of what was tried before.
        is_doubtful: whether either polarity is about as likely: then only what is
            plain at the first look is believed at once.
        network: classifies regions.

    Returns:
        The best so far, and whether no other look is needed.
    """
    is_crowd, is_first = False, True
    for hypothesis in hypotheses(gray, light_ink):
        if is_crowd and not hypothesis.is_unruled:
            return best, True
        other = read_ink(hypothesis.ink, hypothesis.contrast, network)
        # The likelier hypotheses come first: a later one has to be clearly better.
        is_equal = not best.found.regions or (is_doubtful and is_first)
        ahead = best.score + (0 if is_equal else MARGIN)
        is_better = other.score > max(ahead, hypothesis.min_score)
        is_convincing = other.score >= MIN_DIGIT_SHARE and not are_mere_bars(
            other, gray
        )
        if is_better and (is_convincing or other.score < MIN_DIGIT_SHARE):
            best = replace(other, is_boxed=hypothesis.is_boxed)
            if is_convincing:
                return _with_frame_read(best, network), is_first or not is_doubtful
        is_crowd, is_first = other.is_hopeless or _are_many_stripes(other), False
    return best, False


def _are_many_stripes(page: Candidate) -> bool:
    return len(page.found.regions) > MANY and are_stripes(page.found)


def _with_frame_read(page: Candidate, network: Network) -> Candidate:
    """Return the page with the digits that touch a frame, and were left out with it."""
    written = sum(region.area for region in page.found.regions)
    if np.count_nonzero(page.ink) < LEFT_OUT * written:
        return page
    bare = without_frames(page.ink)
    if bare is page.ink:
        return page
    other = replace(read_ink(bare, page.contrast, network), is_boxed=page.is_boxed)
    is_more = _beside_ones(other) > _beside_ones(page)
    return other if is_more and other.score >= MIN_DIGIT_SHARE else page


def _beside_ones(page: Candidate) -> int:
    """Return how many digits are no 1s: those may be the teeth of a comb."""
    return sum(label != 1 for label in page.found.text)


def _turned(page: Candidate, network: Network) -> list[Candidate]:
    """Return the page as it reads when turned, where that makes it a page of digits.

    A few digits may look like others when turned, so it takes several, and all sure.
    """
    if not SEVERAL <= len(page.found.regions) <= MANY:
        return []
    turns = [
        replace(
            read_ink(np.rot90(page.ink, turn), np.rot90(page.contrast, turn), network),
            turn=turn,
        )
        for turn in (1, 3, 2)
    ]
    return [
        turned
        for turned in turns
        if len(turned.found.regions) >= SEVERAL
        and turned.score >= TURNED_SCORE
        and (turned.turn != 2 or _is_upside_down(turned, page))
    ]


def _is_upside_down(turned: Candidate, page: Candidate) -> bool:
    ahead = turned.score - page.score
    return turned.score >= UPSIDE_DOWN and ahead >= UPSIDE_DOWN_LEAD


def read_ink(ink: np.ndarray, contrast: np.ndarray, network: Network) -> Candidate:
    """Find regions in the ink, classify them, and decode weak lines again.

    Few pieces that say nothing apart may be one broken digit. A page of something else
    would only cost the most.
    """
    found = _without_surroundings(classify(find_regions(ink), network), ink.shape)
    as_found = Candidate(found, ink, contrast)
    if as_found.is_hopeless:
        return as_found
    lines = [
        _decode_weak_line(found.select(indices), network)
        for indices in split_lines(found.regions)
    ]
    apart = Candidate(sum(lines, start=NO_GLYPHS), ink, contrast)
    if apart.score >= MIN_DIGIT_SHARE or not 2 <= len(found.regions) <= MAX_BROKEN:
        return apart
    whole = reduce(Region.joined, found.regions)
    together = Candidate(classify([replace(whole, line=0)], network), ink, contrast)
    return together if together.score >= MIN_DIGIT_SHARE else apart


def _without_surroundings(found: Glyphs, shape: tuple[int, int]) -> Glyphs:
    """Leave out what the border of a photo cuts, where the rest is certainly digits.

    The desk and a pencil may look like digits, but seldom as high as those. Of a number
    that the border cuts nothing is left out. Bars and noise may be of the desk, too.
    """
    cut = [is_cut_off(region, shape) for region in found.regions]
    inside = found.select([i for i, is_cut in enumerate(cut) if not is_cut])
    if not any(cut) or digit_share(inside) < MIN_DIGIT_SHARE or set(inside.text) == {1}:
        return found
    usual = usual_height(inside.regions)
    alike = [ALIKE <= region.height / usual <= 1 / ALIKE for region in found.regions]
    is_whole = all(alike[i] != cut[i] for i in found.digits)
    return inside if is_whole else found


def split_lines(regions: list[Region]) -> list[list[int]]:
    """Return which regions are of each line, in the order in which they come."""
    lines: dict[int, list[int]] = {}
    for i, region in enumerate(regions):
        lines.setdefault(region.line, []).append(i)
    return list(lines.values())


def _decode_weak_line(line: Glyphs, network: Network) -> Glyphs:
    """Return the line cut anew where that makes more of it digits."""
    height = usual_height(line.regions)
    clear = line.probabilities.max(1).min() >= MIN_CLASS_PROB
    if clear and not any(may_touch(region, height) for region in line.regions):
        return line
    again = decode_line(line, height, network)
    return max(line, again, key=digit_share)
