"""From the gray picture to a reading: its likeliest page, with lines read whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from recognizer.inference.network import Network
from recognizer.reading.bar_check import are_stripes
from recognizer.reading.binarization.thresholding import has_light_ink
from recognizer.reading.candidates import MIN_DIGIT_SHARE, Candidate
from recognizer.reading.confidence import assess
from recognizer.reading.ctc_lines import MIN_LOG_PROB
from recognizer.reading.fusion import FusedLine, fuse_lines
from recognizer.reading.hypotheses import with_and_without_print
from recognizer.reading.isolated import as_glyph, is_glyph_image
from recognizer.reading.lattice import NO_GLYPHS, Glyphs, may_touch
from recognizer.reading.page_search import find_best_candidate, read_ink, split_lines
from recognizer.reading.text_lines import find_ink_line_box, find_line_box, ink_box
from recognizer.readings import Reading

CERTAIN = 0.99  # share of the ink that is certainly digits: another look tells no more
NARROW = 0.9  # times as wide as high: hardly two digits
STRIP = 1.3  # times as wide as high: a picture of one line
WIDE = 2.0  # also, whatever is on it
HIGHEST = 0.45  # of the ink's height: the highest piece of one line
MIN_HIGH = 0.25  # of a strip's height: a digit that is all there is on it
CLEAR_LINE = -0.1  # logarithm of a text's probability that needs no other look
LIKELY_STRIP = -2.3  # also: enough where the parts of a strip assess nothing
STRIP_LEAD = 1.0  # logarithm of the odds for one line


def read_gray(
    gray: np.ndarray,
    network: Network,
    thresholds: Mapping[str, float],
    explained: bool = False,
) -> Reading:
    """Read the digits of an upright picture.

    Args:
        gray: uint8 (H, W); 255 is white.
        network: classifies glyphs and reads lines.
        thresholds: of the model card.
        explained: add to each digit glyph image and saliency.

    Returns:
        A reading with boxes in pixels of `gray`.

    Raises:
        ModelUnavailable: if there is no model to read with.
    """
    best = find_best(gray, network)
    return assess(best, gray, network, thresholds, explained)


def find_best(gray: np.ndarray, network: Network) -> Candidate:
    """Try what the picture may be; a small one may be a field already."""
    best = _best_page(gray, network)
    if best.score >= CERTAIN or not is_glyph_image(gray):
        return best
    return max(best, as_glyph(gray, network), key=lambda candidate: candidate.score)


def _best_page(gray: np.ndarray, network: Network) -> Candidate:
    """Try what a page may be, then read its lines as a whole."""
    return read_lines_of(find_best_candidate(gray, network), gray, network)


def read_lines_of(best: Candidate, gray: np.ndarray, network: Network) -> Candidate:
    """Read the lines of a page as a whole, or all of it as one line.

    Args:
        best: the page, as its single digits are read.
        gray: uint8 (H, W), the picture that it was found in.
        network: reads the lines.
    """
    if not best.is_readable or are_stripes(best.found):
        return best
    page, read = with_lines_read(best, network)
    is_wide = _is_wide(gray)
    if best.turn and not is_wide:
        return page
    is_whole = best.score >= MIN_DIGIT_SHARE and not is_wide
    is_clear = all(line.log_prob >= CLEAR_LINE for line in read)
    # The only line of a page has been read as a strip already.
    is_done = is_whole and (is_clear or len(split_lines(best.found.regions)) == 1)
    if is_done or not (read or is_wide):
        return page
    pages = [best] if is_whole else _as_they_are(gray, network)
    if best.is_boxed and not is_whole:
        pages.append(best)
    tried = [as_strip(candidate, read, network) for candidate in pages]
    strips = [strip for strip in tried if strip]
    return max(strips, key=lambda strip: strip.log_prob).page if strips else page


def _as_they_are(gray: np.ndarray, network: Network) -> list[Candidate]:
    """Return the likeliest ink with the print below it, and without."""
    inks = with_and_without_print(gray, has_light_ink(gray))
    return [read_ink(each.ink, each.contrast, network) for each in inks]


def with_lines_read(
    page: Candidate, network: Network
) -> tuple[Candidate, list[FusedLine]]:
    """Let the line reader have its assess where digits may touch.

    Returns:
        The page, and its doubtful lines as they were read.
    """
    lines = [page.found.select(indices) for indices in split_lines(page.found.regions)]
    least = len(page.ink) * (1 if _is_wide(page.ink) else MIN_HIGH * _is_strip(page))
    # Of a line whose parts assess nothing only the line reader can tell.
    is_mute = _is_strip(page) and not page.found.text
    doubtful = [
        i
        for i, line in enumerate(lines)
        if not _is_one_digit(line, least)
        and not (_is_one_sign(line) if is_mute else not line.digits)
    ]
    if not doubtful:
        return page, []
    line_boxes = [find_line_box(lines[i], page.ink) for i in doubtful]
    read = fuse_lines([lines[i] for i in doubtful], line_boxes, page, network)
    for i, line in zip(doubtful, read, strict=True):
        lines[i] = line.found
    return replace(page, found=sum(lines, start=NO_GLYPHS)), read


@dataclass(frozen=True)
class Strip:
    """A page read as one line.

    Attributes:
        page: with the regions of its digits.
        log_prob: logarithm of the probability of its text, by the line reader.
    """

    page: Candidate
    log_prob: float


def as_strip(page: Candidate, read: list[FusedLine], network: Network) -> Strip | None:
    """Return the page read as one line, where that is likelier than its lines.

    Args:
        page: as it was before its lines were read.
        read: what its lines assess.
        network: reads it as one line.
    """
    if not page.is_readable or not _is_strip(page):
        return None
    line, line_box = _one_line(page.found), find_ink_line_box(page.ink)
    [whole] = fuse_lines([line], [line_box], page, network)
    if whole.log_prob <= MIN_LOG_PROB:
        return None
    text, is_likely = whole.found.text, whole.log_prob > LIKELY_STRIP
    with_text = [line for line in read if line.found.text]
    longest = max((len(line.found.text) for line in with_text), default=1)
    behind = sum(line.log_prob for line in with_text) - STRIP_LEAD
    if len(text) < longest or not (whole.log_prob > behind if with_text else is_likely):
        return None
    is_printed = is_likely and _is_wide(page.ink) and len(text) > 1
    page = replace(page, found=whole.found, is_printed=is_printed)
    return Strip(page, whole.log_prob)


def _is_strip(page: Candidate) -> bool:
    """Return whether a picture may hold one line, whatever its regions look like."""
    height, width = page.ink.shape
    box = ink_box(page.ink)
    highest = max(region.height for region in page.found.regions)
    is_one_line = highest >= HIGHEST * (box.bottom - box.top)
    return _is_wide(page.ink) or (width >= STRIP * height and is_one_line)


def _is_wide(page: np.ndarray) -> bool:
    """Return whether a picture hardly holds more than one line."""
    height, width = page.shape
    return width >= WIDE * height


def _one_line(found: Glyphs) -> Glyphs:
    """Return all regions of a page as one line, left to right."""
    order = np.argsort([region.box.left for region in found.regions], kind="stable")
    line = found.select(order.tolist())
    return replace(line, regions=[replace(region, line=0) for region in line.regions])


def _is_one_digit(line: Glyphs, least: float) -> bool:
    """Return whether a line is one digit beyond doubt, at least so many pixels high."""
    [region, *more] = line.regions
    clear = line.probabilities[0, :LABELS].max() >= MIN_DIGIT_SHARE
    alone = not more and not may_touch(region, region.height)
    return bool(clear) and alone and region.height >= least


def _is_one_sign(line: Glyphs) -> bool:
    """Return whether a line is one sign that is certainly no digit, nor several."""
    [region, *more] = line.regions
    alone = not more and region.width < NARROW * region.height
    return alone and bool(line.probabilities[0, NOT_A_DIGIT] >= MIN_DIGIT_SHARE)
