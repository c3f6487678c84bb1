"""Long strips, such as receipts and panoramas, are looked at in overlapping pieces."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ml.detection.detections import MAX_PEAKS, MIN_SCORE, Detections, join
from ml.detection.looks import LOOKS, Network, propose


@dataclass(frozen=True)
class PieceParams:
    """What a strip is, and how it is cut; lengths as multiples of its short side.

    They bound the cost: at most 12 pieces with two looks each at 448 x 192 pixels or
    less, together 1.5 times the pixels of the three looks at a square page.

    Attributes:
        min_length_px: of a strip; what is shorter is seen well as a whole.
        min_aspect: of a strip.
        aspect: of a piece, unless that makes too many.
        overlap: of two pieces; more than the width of a digit, which may be as high as
            the strip.
        max_pieces: of a strip, however long.
    """

    min_length_px: int = 1000
    min_aspect: float = 10.0
    aspect: float = 2.5
    overlap: float = 0.75
    max_pieces: int = 12


PIECES = PieceParams()
PIECE_LOOKS = replace(LOOKS, max_share_tiny=0.0)  # never a third


def is_strip(width: int, height: int, params: PieceParams = PIECES) -> bool:
    """Return whether a picture of this size is looked at in pieces."""
    long, short = max(width, height), min(width, height)
    return long > params.min_length_px and long > params.min_aspect * short


def propose_in_pieces(
    network: Network,
    gray: np.ndarray,
    min_score: float = MIN_SCORE,
    params: PieceParams = PIECES,
) -> Detections:
    """Return the detections of all looks; a strip is looked at piece by piece.

    Args:
        network: the detector.
        gray: uint8 (height, width), 255 is white.
        min_score: of the likeliest class, 0-1.
        params: of the pieces.

    Returns:
        Boxes in pixels of `gray`, which may cover each other.
    """
    height, width = gray.shape
    if not is_strip(width, height, params):
        return propose(network, gray, min_score)
    is_wide = width > height
    along = 0 if is_wide else 1  # the coordinate of a box that runs along the strip
    found = []
    for piece in cut(max(width, height), min(width, height), params):
        span = slice(piece.start, piece.stop)
        part = gray[:, span] if is_wide else gray[span]
        seen = propose(network, np.ascontiguousarray(part), min_score, PIECE_LOOKS)
        seen.boxes[:, [along, along + 2]] += piece.start
        middles = (seen.boxes[:, along] + seen.boxes[:, along + 2]) / 2
        found.append(seen.select((middles >= piece.first) & (middles < piece.last)))
    return _keep_highest(join(found))


@dataclass(frozen=True)
class Piece:
    """A part of a strip, in pixels along it.

    Attributes:
        start, stop: what is looked at.
        first, last: where the middle of a character has to be to count; pieces share
            none of it.
    """

    start: int
    stop: int
    first: float
    last: float


def cut(length: int, short: int, params: PieceParams = PIECES) -> Iterator[Piece]:
    """Yield the pieces of a strip; together they answer for all of it.

    Args:
        length: of the long side, in pixels.
        short: of the short side.
        params: of the pieces.
    """
    overlap = params.overlap * short
    wanted = (length - overlap) / (params.aspect * short - overlap)
    count = min(max(int(np.ceil(wanted)), 1), params.max_pieces)
    size = int(np.ceil((length - overlap) / count + overlap))
    starts = np.linspace(0, length - size, count).round().astype(int)
    middles = (starts[1:] + starts[:-1] + size) / 2
    limits = [-np.inf, *middles.tolist(), np.inf]
    for start, first, last in zip(starts.tolist(), limits, limits[1:], strict=False):
        yield Piece(start, start + size, first, last)


def _keep_highest(found: Detections) -> Detections:
    """Return as many detections as one picture may have."""
    return found.select(np.argsort(-found.confidences, kind="stable")[:MAX_PEAKS])
