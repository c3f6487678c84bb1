"""What the glyph network saw of each digit, and which pixels mattered."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from recognizer.reading.explanation import (
    explain_digits,
    find_ink,
    find_saliency,
    to_data_url,
)
from recognizer.readings import Box, Digit, Reading


class UpperNetwork:
    """Takes dark ink in the upper half of a glyph for its label."""

    def find_gradients(self, glyphs, labels):
        gradients = np.zeros(glyphs.shape[:3], np.float32)
        gradients[:, :20] = -1.0 - labels[:, None, None]
        return gradients


def pixels(url):
    head, data = url.split(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))


def bar(ink=20, paper=220):
    """Return a page with an upright bar, and its reading."""
    gray = np.full((100, 100), paper, np.uint8)
    gray[20:80, 45:55] = ink
    digit = Digit(1, 0.9, (0.0, 1.0, *[0.0] * 8), Box(45, 20, 55, 80))
    return gray, Reading.of([digit], "read", 0.9)


@pytest.mark.parametrize("shades", [(20, 220), (230, 40), (120, 130)])
def test_ink_is_white_in_the_form_of_mnist_whatever_its_shade(shades):
    gray, reading = bar(*shades)
    [digit] = explain_digits(reading, gray, UpperNetwork()).digits
    seen = pixels(digit.seen)
    assert seen.shape == (28, 28)
    assert seen.max() > 200
    rows, columns = np.nonzero(seen > 60)
    assert np.ptp(rows) + 1 == pytest.approx(20, abs=1)
    assert np.ptp(columns) + 1 == pytest.approx(4, abs=1)


def test_neighbors_are_left_out_of_what_was_seen():
    gray, reading = bar()
    gray[20:80, 65:75] = 20
    [digit] = explain_digits(reading, gray, UpperNetwork()).digits
    assert pixels(digit.seen)[:, 18:].max() < 10


def test_the_saliency_is_where_ink_raises_the_logit():
    gray, reading = bar()
    [digit] = explain_digits(reading, gray, UpperNetwork()).digits
    heat = pixels(digit.heat)
    assert heat.shape == (28, 28)
    assert heat.max() > 200
    assert heat[:12].sum() > 5 * heat[16:].sum()
    assert heat[:, :10].max() == heat[:, 18:].max() == 0


@pytest.mark.parametrize("value", [0, 130, 255])
def test_a_box_without_contrast_has_neither_ink_nor_saliency(value):
    glyph = np.full((40, 40, 2), value, np.uint8)
    assert find_ink(glyph).max() == 0
    assert find_saliency(glyph, np.ones((40, 40), np.float32)).max() == 0


def test_ink_that_speaks_against_the_label_is_not_salient():
    glyph = np.full((40, 40, 2), 255, np.uint8)
    glyph[10:30, 18:22, 0] = 0
    assert find_saliency(glyph, np.ones((40, 40), np.float32)).max() == 0


def test_a_field_is_shrunk_to_the_size_of_mnist():
    assert (pixels(to_data_url(np.ones((40, 40), np.float32))) == 255).all()


def test_nothing_is_explained_by_nothing():
    nothing = Reading.nothing()
    assert (
        explain_digits(nothing, np.zeros((9, 9), np.uint8), UpperNetwork()) is nothing
    )
