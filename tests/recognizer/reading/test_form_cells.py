"""What stands in the boxes of a form is what was written."""

import numpy as np
import pytest
from PIL import ImageDraw

from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.layout.form_cells import inside_boxes
from tests.support.drawing import gray, page_of, paper, write

LEFT, WIDTH, HIGH = 20, 150, 80  # pixels


def boxes(count, text="4", frame=None):
    """Draw boxes side by side with a digit in each, and a sign over every box."""
    page = paper(LEFT + (WIDTH + LEFT) * count, 200)
    draw = ImageDraw.Draw(page)
    for i in range(count):
        left = LEFT + (WIDTH + LEFT) * i
        draw.rectangle((left, 80, left + WIDTH, 80 + HIGH), outline=25, width=4)
        write(page, text, at=(left + 40, 100), size=46, pen=6)
        write(page, "3", at=(left + 50, 30), size=30, pen=4)
    if frame:
        draw.rectangle(frame, outline=25, width=4)
    return find_ink(gray(page))


@pytest.mark.parametrize("frame", [None, (3, 3, 526, 196)])
def test_only_what_stands_in_boxes_is_inside(frame):
    ink = boxes(3, frame=frame)
    inside = inside_boxes(ink)
    assert np.where(inside, ink, 0)[:78].sum() == 0
    columns = np.flatnonzero((inside & (ink > 0)).any(0))
    assert columns[0] > LEFT + 20
    for left in (LEFT, 2 * LEFT + WIDTH, 3 * LEFT + 2 * WIDTH):
        place = slice(98, 150), slice(left + 30, left + 90)
        assert (inside | (ink == 0))[place].all()


def test_a_stroke_that_reaches_the_wall_is_kept_up_to_it():
    ink = boxes(3)
    ink[120:158, 90:96] = 255
    inside = inside_boxes(ink)
    assert inside[120:152, 91:95].all()
    assert not inside[156:166].any()


@pytest.mark.parametrize(
    "page", [boxes(2), boxes(4, ""), find_ink(gray(page_of("8069")))]
)
def test_few_boxes_empty_boxes_and_digits_are_no_form(page):
    assert not inside_boxes(page).any()


def test_what_touches_a_box_from_outside_is_not_inside():
    ink = boxes(3)
    ink[50:84, 80:86] = 255
    inside = inside_boxes(ink)
    assert inside[100:140, 60:90].any()
    assert not inside[:80].any()
