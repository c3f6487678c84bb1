"""What is kept of a photo: new pixels, no more of them than needed."""

import numpy as np
import pytest
from PIL import Image

from gallery.image_files import THUMBNAIL_SIDE_PX, to_kept_file, to_thumbnail
from tests.support.drawing import page_of
from tests.support.hostile import opened

DRAWING = page_of("7").convert("RGB")
NOISE = Image.fromarray(
    np.random.default_rng(7).integers(0, 256, (300, 400, 3), np.uint8)
)


@pytest.mark.parametrize(
    ("image", "came_as", "kept_as"),
    [
        (DRAWING, "PNG", "PNG"),
        (DRAWING, "GIF", "PNG"),
        (DRAWING, "JPEG", "JPEG"),
        (NOISE, "PNG", "JPEG"),
        (NOISE, "HEIF", "JPEG"),
    ],
)
def test_drawings_are_kept_sharp_and_photos_small(image, came_as, kept_as):
    kept = to_kept_file(image, came_as)
    assert opened(kept.read()).format == kept_as
    assert kept.name == {"PNG": "photo.png", "JPEG": "photo.jpg"}[kept_as]


def test_a_drawing_without_color_is_kept_in_gray():
    kept = opened(to_kept_file(DRAWING, "PNG").read())
    assert kept.mode == "L"
    assert np.array_equal(kept.convert("RGB"), DRAWING)


def test_a_drawing_in_one_color_keeps_it():
    drawing = Image.new("RGB", (40, 30), (200, 30, 30))
    kept = opened(to_kept_file(drawing, "PNG").read())
    assert kept.getpixel((0, 0)) == (200, 30, 30)


def test_a_large_photo_is_kept_smaller(settings):
    settings.PHOTO_KEEP_SIDE = 100
    kept = to_kept_file(NOISE, "JPEG")
    assert (kept.width, kept.height) == opened(kept.read()).size == (100, 75)


def test_a_small_photo_is_kept_as_large_as_it_is():
    kept = to_kept_file(NOISE, "JPEG")
    assert (kept.width, kept.height) == (400, 300)


def test_a_thumbnail_is_a_small_webp():
    small = opened(to_thumbnail(NOISE.resize((1600, 1200))).read())
    assert (small.format, small.size) == ("WEBP", (THUMBNAIL_SIDE_PX, 360))


def test_the_picture_itself_stays_as_it_is(settings):
    settings.PHOTO_KEEP_SIDE = 100
    to_kept_file(NOISE, "JPEG")
    to_thumbnail(NOISE)
    assert NOISE.size == (400, 300)
