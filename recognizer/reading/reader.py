"""From the gray picture to a reading: its likeliest page, with lines read whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from recognizer.inference.network import Network
from recognizer.reading.bar_check import are_stripes
from recognizer.reading.binarization.thresholding import has_light_ink
from recognizer.reading.candidates import CONVINCING, Candidate
from recognizer.reading.confidence import say
from recognizer.reading.ctc_lines import LEAST
from recognizer.reading.fusion import ReadLine, read_lines
from recognizer.reading.hypotheses import with_and_without_print
from recognizer.reading.isolated import as_field, is_cutout
from recognizer.reading.lattice import NOTHING, Classified, may_touch
from recognizer.reading.page_search import likeliest_page, read_ink, split_lines
from recognizer.reading.text_lines import ink_box, ink_place, line_place
from recognizer.readings import Reading

CERTAIN = 0.99  # share of the ink that is surely digits: another look tells no more
NARROW = 0.9  # times as wide as high: hardly two digits
STRIP = 1.3  # times as wide as high: a picture of one line
WIDE = 2.0  # likewise, whatever is on it
HIGHEST = 0.45  # of the ink's height: the highest piece of one line
LEAST_HIGH = 0.25  # of a strip's height: a digit that is all there is on it
CLEAR_LINE = -0.1  # logarithm of a text's probability that needs no other look
LIKELY_STRIP = -2.3  # likewise: enough where the parts of a strip say nothing
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
        explained: add to each digit what was seen and what mattered.

    Returns:
        A reading with boxes in pixels of `gray`.

    Raises:
        ModelUnavailable: if there is no model to read with.
    """
    best = find_best(gray, network)
    return say(best, gray, network, thresholds, explained)


def find_best(gray: np.ndarray, network: Network) -> Candidate:
    """Try what the picture may be; a small one may be a field already."""
    best = _best_page(gray, network)
    if best.score >= CERTAIN or not is_cutout(gray):
        return best
    return max(best, as_field(gray, network), key=lambda candidate: candidate.score)


def _best_page(gray: np.ndarray, network: Network) -> Candidate:
    """Try what a page may be, then read its lines as a whole."""
    return read_lines_of(likeliest_page(gray, network), gray, network)


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
    is_whole = best.score >= CONVINCING and not is_wide
    is_clear = all(line.chance >= CLEAR_LINE for line in read)
    # The only line of a page has been read as a strip already.
    is_done = is_whole and (is_clear or len(split_lines(best.found.regions)) == 1)
    if is_done or not (read or is_wide):
        return page
    pages = [best] if is_whole else _as_they_are(gray, network)
    if best.is_boxed and not is_whole:
        pages.append(best)
    tried = [as_strip(candidate, read, network) for candidate in pages]
    strips = [strip for strip in tried if strip]
    return max(strips, key=lambda strip: strip.chance).page if strips else page


def _as_they_are(gray: np.ndarray, network: Network) -> list[Candidate]:
    """Return the likeliest ink with the print below it, and without."""
    inks = with_and_without_print(gray, has_light_ink(gray))
    return [read_ink(each.ink, each.contrast, network) for each in inks]


def with_lines_read(
    page: Candidate, network: Network
) -> tuple[Candidate, list[ReadLine]]:
    """Let the line reader have its say where digits may touch.

    Returns:
        The page, and what was said of its doubtful lines; nothing if there are none.
    """
    lines = [page.found.part(indices) for indices in split_lines(page.found.regions)]
    least = len(page.ink) * (1 if _is_wide(page.ink) else LEAST_HIGH * _is_strip(page))
    # Of a line whose parts say nothing only the line reader can tell.
    is_mute = _is_strip(page) and not page.found.text
    doubtful = [
        i
        for i, line in enumerate(lines)
        if not _is_one_digit(line, least)
        and not (_is_one_sign(line) if is_mute else not line.digits)
    ]
    if not doubtful:
        return page, []
    places = [line_place(lines[i], page.ink) for i in doubtful]
    read = read_lines([lines[i] for i in doubtful], places, page, network)
    for i, line in zip(doubtful, read, strict=True):
        lines[i] = line.found
    return replace(page, found=sum(lines, start=NOTHING)), read


@dataclass(frozen=True)
class Strip:
    """A page read as one line.

    Attributes:
        page: with the regions of its digits.
        chance: logarithm of the probability of its text, by the line reader.
    """

    page: Candidate
    chance: float


def as_strip(page: Candidate, read: list[ReadLine], network: Network) -> Strip | None:
    """Return the page read as one line, where that is likelier than its lines.

    Args:
        page: as it was before its lines were read.
        read: what its lines say.
        network: reads it as one line.
    """
    if not page.is_readable or not _is_strip(page):
        return None
    line, place = _one_line(page.found), ink_place(page.ink)
    [whole] = read_lines([line], [place], page, network)
    if whole.chance <= LEAST:
        return None
    text, is_likely = whole.found.text, whole.chance > LIKELY_STRIP
    said = [line for line in read if line.found.text]
    longest = max((len(line.found.text) for line in said), default=1)
    behind = sum(line.chance for line in said) - STRIP_LEAD
    if len(text) < longest or not (whole.chance > behind if said else is_likely):
        return None
    is_printed = is_likely and _is_wide(page.ink) and len(text) > 1
    page = replace(page, found=whole.found, is_printed=is_printed)
    return Strip(page, whole.chance)


def _is_strip(page: Candidate) -> bool:
    """Say whether a picture may hold one line, whatever its regions look like."""
    height, width = page.ink.shape
    box = ink_box(page.ink)
    highest = max(region.height for region in page.found.regions)
    is_one_line = highest >= HIGHEST * (box.bottom - box.top)
    return _is_wide(page.ink) or (width >= STRIP * height and is_one_line)


def _is_wide(page: np.ndarray) -> bool:
    """Say whether a picture hardly holds more than one line."""
    height, width = page.shape
    return width >= WIDE * height


def _one_line(found: Classified) -> Classified:
    """Return all regions of a page as one line, left to right."""
    order = np.argsort([region.box.left for region in found.regions], kind="stable")
    line = found.part(order.tolist())
    return replace(line, regions=[replace(region, line=0) for region in line.regions])


def _is_one_digit(line: Classified, least: float) -> bool:
    """Say whether a line is one digit beyond doubt, at least so many pixels high."""
    [region, *more] = line.regions
    clear = line.probabilities[0, :LABELS].max() >= CONVINCING
    alone = not more and not may_touch(region, region.height)
    return bool(clear) and alone and region.height >= least


def _is_one_sign(line: Classified) -> bool:
    """Say whether a line is one sign that is surely no digit, nor several."""
    [region, *more] = line.regions
    alone = not more and region.width < NARROW * region.height
    return alone and bool(line.probabilities[0, NOT_A_DIGIT] >= CONVINCING)
