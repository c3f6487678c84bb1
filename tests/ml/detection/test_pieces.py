"""Strips are looked at in pieces: each character is found once, at a bounded cost."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from ml.detection.detections import MAX_PEAKS, suppress
from ml.detection.looks import LOOKS, propose
from ml.detection.pieces import PIECES, cut, is_strip, propose_in_pieces

STRIPS = [(14_000, 420), (13_000, 760), (20_000, 1), (1001, 100), (6000, 180)]


class BlobNetwork:
    """Finds every dark blob of its input, a 5, and keeps the shapes of the inputs."""

    def __init__(self):
        self.shapes = []

    def __call__(self, x):
        _, height, width, _ = x.shape
        self.shapes.append((height, width))
        fine = np.full((height // 4, width // 4, 21), -9.0, np.float32)
        coarse = np.full((height // 16, width // 16, 21), -9.0, np.float32)
        blobs, _ = ndimage.label(x[0, ..., 0] < 50)
        for rows, columns in ndimage.find_objects(blobs):
            middle = np.array([columns.start + columns.stop, rows.start + rows.stop])
            cell = middle // 8
            values = fine[cell[1], cell[0]]
            values[5] = 3
            size = [columns.stop - columns.start, rows.stop - rows.start]
            values[17:19] = np.log(np.array(size) / 4)
            values[19:] = middle / 8 - cell - 0.5
        return [fine, coarse]


def draw_strip(width, height, count, side):
    """Return a strip with black bars in the shape of digits, and their boxes.

    Args:
        width: of the strip.
        height: of the strip.
        count: of the bars.
        side: of a bar across the strip; along it, a bar is three quarters of that.
    """
    gray = np.full((height, width), 230, np.uint8)
    along, across = max(width, height), min(width, height)
    boxes = []
    for i in range(count):
        start, top = round((i + 0.1) * along / count), (across - side) // 2
        box = np.array([start, top, start + side * 3 // 4, top + side])
        left, top, right, bottom = box if width > height else box[[1, 0, 3, 2]]
        gray[top:bottom, left:right] = 0
        boxes.append((left, top, right, bottom))
    return gray, np.array(boxes)


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (1001, 100, True),
        (100, 1001, True),
        (1000, 1, False),
        (1200, 120, False),
        (4000, 3000, False),
        (1, 1, False),
    ],
)
def test_a_strip_is_long_and_ten_times_its_width(width, height, expected):
    assert is_strip(width, height) == expected


@pytest.mark.parametrize(("length", "short"), STRIPS)
def test_pieces_cover_a_strip_overlap_and_are_few(length, short):
    pieces = list(cut(length, short))
    assert len(pieces) <= PIECES.max_pieces
    assert (pieces[0].start, pieces[-1].stop) == (0, length)
    for one, other in pairwise(pieces):
        assert one.stop - other.start >= PIECES.overlap * short - 1
        assert one.last == other.first
        assert other.start < one.last < one.stop
    assert len({piece.stop - piece.start for piece in pieces}) == 1


@pytest.mark.parametrize("side", [30, 100, 150])
@pytest.mark.parametrize("shape", [(6000, 180), (180, 6000), (4000, 200)])
def test_each_character_of_a_strip_is_found_once(shape, side):
    gray, wanted = draw_strip(*shape, 23, side)
    found = suppress(propose_in_pieces(BlobNetwork(), gray))
    order = np.argsort(found.boxes.max(1))
    assert found.boxes[order] == pytest.approx(wanted, abs=6)
    assert set(found.classes) == {5}


@pytest.mark.parametrize(("length", "short"), STRIPS)
def test_the_looks_at_a_strip_are_few_and_small(length, short):
    network = BlobNetwork()
    propose_in_pieces(network, np.full((short, length), 230, np.uint8))
    assert len(network.shapes) <= 2 * PIECES.max_pieces
    assert max(width for _, width in network.shapes) <= LOOKS.second_side_px
    square = sum(s**2 for s in (LOOKS.first_side_px, LOOKS.second_side_px)) * 2
    assert sum(h * w for h, w in network.shapes) < 3 * square


def test_a_strip_has_no_more_detections_than_a_picture():
    rng = np.random.default_rng(1)
    gray = np.full((180, 6000), 230, np.uint8)
    for x, y in rng.integers(0, (5990, 170), (6000, 2)):
        gray[y : y + 4, x : x + 4] = 0
    assert len(propose_in_pieces(BlobNetwork(), gray)) == MAX_PEAKS


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (300, 400), (100, 1000)])
def test_other_pictures_are_looked_at_as_a_whole(shape):
    gray = np.full(shape, 230, np.uint8)
    gray[: shape[0] // 2, : shape[1] // 2] = 0
    whole, pieces = propose(BlobNetwork(), gray), propose_in_pieces(BlobNetwork(), gray)
    assert pieces.boxes.tolist() == whole.boxes.tolist()
