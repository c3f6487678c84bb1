"""The page is found on its desk."""

import numpy as np
import pytest

from recognizer.reading.layout.page_mask import find_page
from tests.support.drawing import gray, on_desk, page_of, paper


@pytest.mark.parametrize(("ink", "shade", "desk"), [(25, 245, 60), (235, 120, 220)])
def test_a_page_on_another_ground_is_found(ink, shade, desk):
    picture = on_desk(page_of("47", "12", ink=ink, shade=shade), desk)
    page = find_page(gray(picture), light_ink=ink > shade)
    rows, columns = np.flatnonzero(page.any(1)), np.flatnonzero(page.any(0))
    inside = 60, picture.height - 60, 60, picture.width - 60
    found = rows[0], rows[-1], columns[0], columns[-1]
    assert found == pytest.approx(inside, abs=25)
    assert page[inside[0] + 40, inside[2] + 40]


@pytest.mark.parametrize(
    "picture",
    [paper(), page_of("47"), paper(800, 120), on_desk(page_of("47"), shade=230)],
)
def test_a_picture_that_is_all_page_has_no_page_in_it(picture):
    assert find_page(gray(picture), light_ink=False) is None


def test_a_page_in_the_light_of_one_lamp_has_no_page_in_it():
    light = np.tile(np.geomspace(240, 60, 600), (400, 1)).astype(np.uint8)
    assert find_page(light, light_ink=False) is None
