"""An orientation that was left when the pixels were turned: browsers obey it, too."""

import pytest

from recognizer import pipeline
from tests.hostile.files import carriers
from tests.hostile.files.tiffs import number_entry
from tests.support.drawing import encoded, page_of

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("networks")]


def stale(page, orientation):
    """Return a JPEG of an upright page whose EXIF says that it lies."""
    data = encoded(page, "JPEG")
    exif = b"Exif\0\0" + carriers.exif(number_entry(0x0112, orientation))
    return data[:2] + carriers.segment(0xE1, exif) + data[2:]


@pytest.mark.parametrize("orientation", [6, 8])
@pytest.mark.parametrize("lines", [["4725"], ["2457", "3692"]])
def test_numbers_are_read_though_they_lie_on_their_side(lines, orientation):
    photo, reading = pipeline.recognize(stale(page_of(*lines), orientation))
    assert (reading.text, reading.verdict) == ("\n".join(lines), "read")
    upright = page_of(*lines)
    assert (photo.width, photo.height) == (upright.height, upright.width)


@pytest.mark.parametrize("orientation", [3, 6, 8])
@pytest.mark.parametrize("lines", [["7"], ["4725"]])
def test_nothing_wrong_is_read_with_confidence(lines, orientation):
    reading = pipeline.recognize(stale(page_of(*lines), orientation))[1]
    assert reading.verdict != "read" or reading.text == "\n".join(lines)
