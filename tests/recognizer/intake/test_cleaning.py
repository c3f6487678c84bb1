"""Pictures of every mode and depth become upright pixels, and nothing else."""

import numpy as np
import pytest
from PIL import Image

from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.conversion import iter_row_blocks, to_standard_mode
from recognizer.intake.decoding import FORMATS, decode, get_full_size
from tests.support import hostile
from tests.support.drawing import encoded, gray, page_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
    pytest.mark.filterwarnings("ignore:Corrupt EXIF"),
]


def cleaned(data, **options):
    return clean_pixels(decode(data, **options))


def value_at(image, x, y):
    return gray(image)[y, x]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_read(form):
    page = page_of("7").convert("RGB")
    image = decode(encoded(page, form))
    assert image.format == form
    difference = gray(clean_pixels(image)).astype(int) - gray(page)
    assert abs(difference).mean() < 4


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_a_photo_held_any_way_stands_upright(form, orientation):
    image = decode(hostile.with_exif(form, orientation))
    clean = clean_pixels(image)
    assert clean.size == get_full_size(image) == (96, 64)
    assert value_at(clean, 8, 8) < 60
    assert min(value_at(clean, 88, 8), value_at(clean, 8, 56)) > 200


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_leaves(form, orientation):
    kept = {"comment": b"12 Elm Street"} if form == "JPEG" else {}
    data = hostile.with_exif(form, orientation, icc_profile=b"p" * 128, **kept)
    clean = cleaned(data)
    assert not clean.info
    for out in ("JPEG", "PNG", "WEBP"):
        saved = encoded(clean, out)
        assert not {"comment", "icc_profile", "exif", "xmp"} & set(
            hostile.opened(saved).info
        )
        assert not any(word in saved for word in (b"Elm", b"Exif", b"pppp", b"2026"))


def test_a_sixteen_bit_scan_is_scaled_not_clipped():
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(20, 0)
    clean = cleaned(encoded(Image.fromarray(ramp), "PNG"))
    assert abs(gray(clean)[0].astype(int) - np.arange(256)).max() <= 1


@pytest.mark.parametrize(("white", "form"), [(4095, "PNG"), (65535, "TIFF")])
def test_white_of_a_deep_scan_becomes_white(white, form):
    scan = np.full((30, 30), white, np.uint16)
    scan[10:20, 10:20] = 0
    clean = cleaned(encoded(Image.fromarray(scan), form))
    assert value_at(clean, 2, 2) == 255
    assert value_at(clean, 15, 15) == 0


def test_a_picture_of_floats_is_scaled():
    scan = np.ones((20, 20), np.float32)
    scan[5:15, 5:15] = 0
    clean = cleaned(encoded(Image.fromarray(scan), "TIFF"))
    assert (value_at(clean, 1, 1), value_at(clean, 10, 10)) == (255, 0)


def test_a_cmyk_jpeg_keeps_its_light_and_dark():
    page = page_of("7").convert("RGB")
    clean = cleaned(encoded(page.convert("CMYK"), "JPEG", quality=95))
    assert abs(gray(clean).astype(int) - gray(page)).mean() < 6


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_flat_modes_keep_their_light_and_dark(mode):
    page = page_of("7")
    flat = page.convert(mode, dither=Image.Dither.NONE)
    difference = gray(cleaned(encoded(flat, "PNG"))).astype(int) - gray(page)
    assert abs(difference).mean() < 12


@pytest.mark.parametrize(("ink", "backing"), [(0, 255), (255, 0)])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_ink_alone_is_laid_on_what_contrasts(mode, ink, backing):
    alpha = Image.new("L", (60, 60), 0)
    alpha.paste(255, (20, 20, 40, 40))
    drawing = Image.merge("LA", (Image.new("L", (60, 60), ink), alpha))
    if mode == "P":
        drawing = drawing.convert("RGBA").quantize(8, Image.Quantize.FASTOCTREE)
    else:
        drawing = drawing.convert(mode)
    clean = cleaned(encoded(drawing, "PNG"))
    assert (value_at(clean, 30, 30), value_at(clean, 5, 5)) == (ink, backing)


@pytest.mark.parametrize("shade", [20, 230])
def test_holes_in_a_page_are_filled_with_its_shade(shade):
    page = Image.new("RGBA", (60, 60), (shade, shade, shade, 255))
    page.paste((0, 0, 0, 0), (0, 0, 10, 10))
    clean = cleaned(encoded(page, "PNG"))
    assert abs(int(value_at(clean, 3, 3)) - shade) < 60


def test_a_picture_of_one_pixel_is_read():
    assert cleaned(hostile.png(1, 1, rows=1)).size == (1, 1)


def test_only_the_first_of_many_frames_is_read():
    image = decode(hostile.gif())
    assert (image.size, image.format) == ((64, 64), "GIF")
    assert value_at(clean_pixels(image), 5, 5) == 0


@pytest.mark.parametrize("name", hostile.MALFORMED_EXIF)
def test_a_good_jpeg_with_malformed_exif_is_read(name):
    clean = cleaned(hostile.jpeg_with_exif(hostile.MALFORMED_EXIF[name]))
    assert clean.size == page_of("7").size


def test_the_stored_scale_does_not_change_a_clean_picture():
    page = page_of("7").convert("RGB")
    assert to_standard_mode(page, 2048) is page
    assert to_standard_mode(page, 100).size[1] == 100


@pytest.mark.parametrize("rows", [1, 255, 256, 257, 1000])
def test_blocks_of_rows_make_up_the_picture(rows):
    image = Image.new("L", (3, rows))
    blocks = list(iter_row_blocks(image, 256))
    assert [top for top, _ in blocks] == list(range(0, rows, 256))
    assert sum(block.height for _, block in blocks) == rows
