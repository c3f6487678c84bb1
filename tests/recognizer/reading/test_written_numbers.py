"""Numbers as people write them, drawn by code and read by the real networks."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ml.data import backgrounds as prints
from recognizer.inference import engine
from recognizer.reading.reader import read_gray
from tests.support.drawing import form, gray, page_of, paper, write

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("networks")]


def read(page: np.ndarray):
    """Return the reading of uint8 (H, W) by the committed networks."""
    return read_gray(page, engine.shared_network)


def on_print(page: Image.Image, draw, strength: float) -> np.ndarray:
    """Return a page whose paper bears a print, so much darker than itself."""
    rng = np.random.default_rng(2)
    coarse = draw(page.height // 3, page.width // 3, rng) * 255
    wide = Image.fromarray(coarse.astype(np.uint8)).resize(page.size)
    return np.minimum(gray(page), 245 - strength * (np.asarray(wide) / 255)).astype(
        np.uint8
    )


@pytest.mark.parametrize("draw", [prints.waves, prints.crossed_waves, prints.weave])
def test_an_amount_on_security_print_is_read(draw):
    page = paper(460, 130)
    write(page, "47250", at=(30, 30), size=66, pen=6)
    assert read(on_print(page, draw, 70)).text == "47250"


def test_an_amount_on_coarse_print_is_read():
    page, stripes = paper(460, 130), paper(460, 130)
    draw = ImageDraw.Draw(stripes)
    for start in range(-260, 460, 14):
        draw.line((start, 130, start + 260, 0), fill=140, width=3)
    write(page, "8401", at=(60, 30), size=66, pen=7)
    assert read(np.minimum(gray(page), gray(stripes))).text == "8401"


@pytest.mark.parametrize("text", ["4726", "57608", "386925"])
def test_a_page_that_is_upside_down_is_not_trusted(text):
    reading = read(np.rot90(gray(page_of(text)), 2))
    assert reading.text == text or reading.verdict != "read"


@pytest.mark.parametrize("text", ["8069", "11886", "9161"])
def test_digits_that_stand_on_their_heads_too_are_read_upright(text):
    assert read(gray(page_of(text))).text == text


@pytest.mark.parametrize(("text", "turn"), [("5081", 18), ("74168", -18)])
def test_a_tilted_line_is_read(text, turn):
    page = page_of(text).rotate(turn, expand=True, fillcolor=245)
    assert read(gray(page)).text == text


@pytest.mark.parametrize(("text", "tilt"), [("", 2), ("", -3), ("6", 2), ("1", -3)])
def test_a_tilted_page_on_a_dark_desk_says_what_is_on_it(text, tilt):
    page = write(paper(420, 320, 225), text, at=(170, 70), size=170, pen=12)
    turned = page.convert("LA").rotate(tilt, expand=True, fillcolor=(0, 0))
    desk = paper(turned.width + 120, turned.height + 120, 40)
    desk.paste(turned, (60, 60), turned.getchannel("A"))
    assert read(gray(desk)).text == text


def test_zeros_written_without_lifting_the_pen_are_counted():
    page = paper(460, 150)
    write(page, "5000", at=(40, 35), size=80, pen=8)
    for left in (180, 255):
        page.paste(25, (left, 42, left + 40, 48))
    assert read(gray(page)).text == "5000"


def test_digits_that_overlap_are_counted():
    page = paper(320, 150)
    for i, digit in enumerate("386"):
        write(page, digit, at=(60 + 44 * i, 35), size=80, pen=8)
    assert read(gray(page)).text == "386"


def test_lines_of_a_wide_page_are_not_taken_for_one():
    assert read(gray(page_of("30582", "6947"))).text == "30582\n6947"


@pytest.mark.parametrize("text", ["4726", "11083"])
def test_a_number_in_the_boxes_of_a_form_is_read(text):
    assert read(gray(form(text))).text == text


def test_a_number_in_one_wide_box_is_read():
    page = paper(420, 90)
    write(page, "2457", at=(30, 26), size=52, pen=5)
    for box in (4, 8, 416, 11), (4, 80, 416, 83), (4, 8, 7, 83), (413, 8, 416, 83):
        page.paste(20, box)
    assert read(gray(page)).text == "2457"


@pytest.mark.parametrize("letter", "LE")
def test_a_letter_is_not_read_by_what_surrounds_it(letter):
    assert read(gray(page_of(letter, size=200, pen=10))).verdict == "nothing"


def test_a_number_on_a_rule_is_read():
    page = page_of("6083")
    page.paste(90, (0, 146, page.width, 150))
    assert read(gray(page)).text == "6083"


def test_the_dash_after_an_amount_is_left_out():
    assert read(gray(page_of("250-"))).text == "250"


def test_letters_between_digits_are_left_out():
    assert read(gray(page_of("3A7x2"))).text == "372"


@pytest.mark.parametrize("text", ["A", "xA+", "AxAxA"])
def test_a_line_of_letters_is_never_trusted(text):
    assert read(gray(page_of(text))).verdict != "read"


def test_the_digits_of_a_cut_line_have_boxes_side_by_side():
    page = paper(320, 150)
    for i, digit in enumerate("386"):
        write(page, digit, at=(60 + 44 * i, 35), size=80, pen=8)
    boxes = [digit.box for digit in read(gray(page)).digits]
    middles = [(box.left + box.right) / 2 for box in boxes]
    assert np.diff(middles) == pytest.approx([44, 44], abs=22)


@pytest.mark.parametrize("text", ["2", "5", "8", "67", "309"])
def test_digits_of_a_pen_with_gaps_are_read(text):
    page = page_of(text)
    draw = ImageDraw.Draw(page)
    for x in range(0, page.width + page.height, 26):
        draw.line((x, 0, x - page.height, page.height), fill=245, width=4)
    assert read(gray(page)).text == text


def test_each_box_of_a_form_holds_a_number_of_its_own():
    page, rows = paper(760, 560), (("47", "605", "83"), ("9", "836", "40"))
    draw = ImageDraw.Draw(page)
    for top, row in zip((90, 340), rows, strict=True):
        for i, (text, label) in enumerate(zip(row, "169", strict=True)):
            left, right = 30 + 240 * i, 240 + 240 * i
            write(page, label, at=(left + 60, top - 60), size=34, pen=5)
            draw.rectangle((left, top, right, top + 100), outline=25, width=4)
            write(page, text, at=(left + 20, top + 30), size=70, pen=7)
    found = [number.text for number in read(gray(page)).numbers]
    assert {text for row in rows for text in row} <= set(found)
