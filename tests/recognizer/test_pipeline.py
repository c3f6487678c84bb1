"""Pictures through the whole pipeline, with the committed networks."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from recognizer import pipeline
from tests.support.drawing import encoded, page_of, paper, write

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("networks")]

DATA = Path(__file__).parent.parent.parent.parent / "shared/data"

BOX_TOLERANCE_PX = 45  # in a photo of 3,000 pixels


def read(image, form="PNG", **options):
    return pipeline.recognize(encoded(image, form, **options))[1]


@pytest.mark.parametrize("digit", "0123456789")
def test_each_digit_is_read_and_trusted(digit):
    reading = read(write(paper(), digit))
    assert reading.text == digit
    assert reading.confidence > 0.8
    # A bare bar may be a mark as well.
    assert reading.verdict == "read" or digit == "1"


@pytest.mark.parametrize("pen", [3, 8, 30])
def test_any_pen_will_do(pen):
    assert read(write(paper(), "5", pen=pen)).text == "5"


def test_a_number_of_two_lines_is_read_in_order():
    assert read(page_of("2026", "47")).text == "2026\n47"


@pytest.mark.parametrize("turns", [1, 3])
def test_the_boxes_of_a_page_that_lies_on_its_side_hold_its_ink(turns):
    lying = np.ascontiguousarray(np.rot90(page_of("2457", "3692"), turns))
    reading = read(Image.fromarray(lying))
    assert reading.text == "2457\n3692"
    assert [number.text for number in reading.numbers] == ["2457", "3692"]
    left = lying < 128
    for box in (digit.box for digit in reading.digits):
        assert lying[box.top : box.bottom, box.left : box.right].min() < 128
        left[box.top : box.bottom, box.left : box.right] = False
    assert left.sum() < 0.05 * (lying < 128).sum()


def test_a_small_digit_in_the_corner_of_a_large_page_is_read():
    assert (
        read(write(paper(1200, 900), "4", at=(1000, 700), size=60, pen=5)).text == "4"
    )


def test_light_on_dark_is_read():
    assert read(write(paper(shade=20), "3", ink=230)).text == "3"


def test_a_digit_in_the_alpha_channel_alone_is_read():
    ink = Image.new("L", (320, 320))
    clear = Image.new("RGBA", (320, 320), (0, 0, 0, 0))
    clear.putalpha(write(ink, "7", ink=255))
    assert read(clear).text == "7"


def test_a_shadow_across_the_page_is_no_ink():
    page = np.asarray(page_of("825")).astype(float)
    page[:, page.shape[1] // 2 :] *= 0.6
    shaded = Image.fromarray(page.astype(np.uint8)).filter(ImageFilter.GaussianBlur(2))
    assert read(shaded, "JPEG", quality=80).text == "825"


def test_a_digit_on_ruled_paper_is_read():
    page = paper(600, 800)
    for y in range(30, 800, 70):
        ImageDraw.Draw(page).line((0, y, 600, y + 8), fill=130, width=3)
    assert read(write(page, "4", at=(220, 260), size=220, pen=12)).text == "4"


def test_a_box_is_in_pixels_of_the_photo_at_full_scale():
    page = write(paper(3000, 2000), "6", at=(1500, 900), size=400, pen=30)
    photo, reading = pipeline.recognize(encoded(page, "JPEG"))
    assert (photo.width, photo.height) == (3000, 2000)
    box = pytest.approx((1515, 885, 1720, 1315), abs=BOX_TOLERANCE_PX)
    assert reading.digits[0].box == box
    assert reading.numbers[0].box == reading.digits[0].box


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_reading_hardly_depends_on_the_scale_that_is_stored(form):
    data = encoded(page_of("2026", "47", size=400, pen=24), form)
    readings = [pipeline.recognize(data, side=side)[1] for side in (None, 2048, 600)]
    assert {(one.text, one.verdict) for one in readings} == {("2026\n47", "read")}
    assert readings[0] == readings[2]
    for one, other in zip(readings[0].digits, readings[1].digits, strict=True):
        assert other.box == pytest.approx(one.box, abs=4)
        assert other.confidence == pytest.approx(one.confidence, abs=0.01)


@pytest.mark.parametrize(
    "picture",
    [
        paper(),
        paper(shade=0),
        write(paper(500, 320), "xA+", size=120),
        Image.fromarray(np.indices((320, 320)).sum(0).astype(np.uint8) // 40 % 2 * 255),
        Image.effect_noise((320, 320), 90),
    ],
    ids=["blank", "black", "signs", "stripes", "noise"],
)
def test_what_is_no_digit_is_not_read(picture):
    assert read(picture).verdict != "read"


@pytest.mark.skipif(
    not DATA.is_dir() and not os.environ.get("CI"), reason="needs ../shared/data"
)
def test_mnist_digits_are_read_from_files():
    with np.load(DATA / "mnist.npz") as arrays:
        x, y = arrays["x_test"][:200], arrays["y_test"][:200]
    texts = [read(Image.fromarray(field)).text for field in x]
    assert sum(text == str(label) for text, label in zip(texts, y, strict=True)) >= 196


@pytest.mark.skipif(
    not DATA.is_dir() and not os.environ.get("CI"), reason="needs ../shared/data"
)
def test_real_photos_of_one_digit_are_read():
    photos = sorted((DATA / "dev/photo_digits").glob("[0-9]_*"))
    texts = [pipeline.recognize(path.read_bytes())[1].text for path in photos]
    right = sum(text == path.name[0] for text, path in zip(texts, photos, strict=True))
    assert right / len(photos) >= 0.9


def test_reading_leaves_the_upload_as_it_was():
    data = encoded(page_of("12"))
    before = io.BytesIO(data).getvalue()
    pipeline.recognize(data)
    assert data == before
