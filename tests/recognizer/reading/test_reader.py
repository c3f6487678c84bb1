"""What a picture says, with the network replaced by one that knows a few fields."""

import pytest
from PIL import ImageDraw

from recognizer.reading import page_search, reader
from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.lattice import classify, decode_line
from recognizer.reading.layout.components import find_regions
from tests.support.drawing import gray, page_of, paper, write
from tests.support.engines import FakeNetwork, classed, narrow_is_one, read_with


def filled_is_none(field):
    """Take all for a 0, save what is filled."""
    return classed(10 if field[14, 14, 0] > 0.3 else 0, 0.97)


def test_digits_are_read_in_order_with_their_lines():
    reading = read_with(narrow_is_one, gray(page_of("101", "01")))
    assert reading.text == "101\n01"
    assert [digit.line for digit in reading.digits] == [0, 0, 0, 1, 1]
    assert reading.verdict == "read"


def test_confidence_is_that_of_the_whole_text():
    assert read_with(narrow_is_one, gray(page_of("10"))).confidence == pytest.approx(
        0.97**2, abs=1e-4
    )


def test_ten_probabilities_sum_to_one():
    [digit] = read_with(narrow_is_one, gray(page_of("0"))).digits
    assert len(digit.probabilities) == 10
    assert sum(digit.probabilities) == pytest.approx(1.0)


def test_a_doubtful_digit_is_a_best_guess():
    line = [(0.5, {3: 0.4, 8: 0.55})]
    reading = read_with(lambda glyph: classed(3, 0.6), gray(page_of("3")), line=line)
    assert (reading.text, reading.verdict) == ("3", "unsure")


def test_what_is_no_digit_is_nothing():
    reading = read_with(lambda field: classed(10, 0.9), gray(page_of("3")))
    assert (reading.text, reading.verdict, reading.confidence) == ("", "nothing", 0.0)
    assert reading.digits == ()


def test_a_blank_page_is_nothing_and_asks_no_network():
    assert (
        read_with(lambda field: pytest.fail("asked"), gray(paper())).verdict
        == "nothing"
    )


def test_a_sign_among_digits_is_left_out():
    assert (
        read_with(
            lambda field: narrow_is_one(field), gray(page_of("0x0"))
        ).text.replace("\n", "")
        == "00"
    )


@pytest.mark.parametrize(("gap", "verdict"), [(6, "nothing"), (40, "unsure")])
def test_a_digit_within_a_larger_sign_is_none(gap, verdict):
    page = paper(400, 300)
    write(page, "x", at=(60, 40), size=160, pen=7)
    ImageDraw.Draw(page).line((168 + gap, 80, 168 + gap, 206), fill=25, width=12)
    assert read_with(narrow_is_one, gray(page)).verdict == verdict


def test_one_digit_among_much_clutter_is_chance():
    assert read_with(narrow_is_one, gray(page_of("1xxxxxx"))).verdict == "nothing"


@pytest.mark.parametrize(
    ("text", "verdict"), [("0x0", "unsure"), ("00x", "read"), ("000", "read")]
)
def test_a_high_sign_between_digits_may_be_one(text, verdict):
    page = paper(500, 260)
    for left, sign in zip((60, 180, 300), text, strict=True):
        if sign == "x":
            page.paste(25, (left + 24, 60, left + 38, 160))
        else:
            write(page, sign, at=(left, 60), size=100, pen=8)
    assert read_with(filled_is_none, gray(page)).verdict == verdict


def test_bars_among_other_signs_are_no_number():
    assert read_with(narrow_is_one, gray(page_of("x1x1"))).verdict == "nothing"
    assert read_with(narrow_is_one, gray(page_of("x101x"))).text == "101"


def test_noise_above_a_digit_is_none():
    page = paper(600, 900)
    write(page, "0", at=(120, 260), size=560, pen=40)
    for left in (200, 300, 400):
        page.paste(25, (left, 120, left + 6, 145))
    reading = read_with(narrow_is_one, gray(page))
    assert (reading.text, reading.verdict) == ("0", "read")


def test_what_the_border_cuts_alone_on_its_line_is_no_digit():
    page = paper(500, 500)
    write(page, "00", at=(100, 280), size=90, pen=8)
    page.paste(25, (490, 100, 500, 190))
    assert read_with(narrow_is_one, gray(page)).text == "00"


def test_beside_digits_what_the_border_cuts_is_none():
    page = write(paper(500, 300), "00", at=(30, 90), size=100, pen=8)
    twigs = [(320 + 20 * i, 280 if i % 2 else 20) for i in range(12)]
    ImageDraw.Draw(page).line(twigs, fill=25, width=8)
    reading = read_with(narrow_is_one, gray(page))
    assert (reading.text, reading.verdict) == ("00", "read")


def test_a_digit_that_the_border_cuts_beside_others_stays():
    page = write(paper(500, 300), "00", at=(130, 90), size=100, pen=8)
    ImageDraw.Draw(page).ellipse((420, 90, 510, 190), outline=25, width=10)
    assert read_with(narrow_is_one, gray(page)).text == "000"


def test_an_explained_reading_shows_what_was_seen():
    [digit] = read_with(narrow_is_one, gray(page_of("0")), explained=True).digits
    assert digit.seen.startswith("data:image/png;base64,")
    assert digit.heat.startswith("data:image/png;base64,")
    assert (
        "seen" not in read_with(narrow_is_one, gray(page_of("0"))).digits[0].as_json()
    )


def test_touching_digits_are_cut_apart():
    page = gray(page_of("00", size=120, pen=10)).copy()
    page[120:128, 100:200] = 25
    [region] = find_regions(find_ink(page))
    network = FakeNetwork(narrow_is_one)
    found = decode_line(classify([region], network), region.height, network)
    assert found.probabilities[:, :10].argmax(1).tolist() == [0, 0]


def test_no_region_is_classified_as_none():
    assert classify([], FakeNetwork(narrow_is_one)).probabilities.shape == (0, 11)


@pytest.mark.parametrize(("signs", "sure"), [("A", 0.97), ("AL", 0.6)])
def test_signs_that_are_none_are_not_read_as_a_line(signs, sure):
    network = FakeNetwork(lambda glyph: classed(10, sure))
    drawn = paper(300, 300)
    write(drawn, signs, at=(60, 100), size=80, pen=8)
    ink = find_ink(gray(drawn))
    page = page_search.read_ink(ink, ink, network)
    assert reader.with_lines_read(page, network) == (page, [])


@pytest.mark.parametrize(
    ("box", "verdict"),
    [
        ((200, 0, 212, 24), "nothing"),
        ((200, 100, 212, 124), "read"),
        ((200, 0, 260, 120), "read"),
    ],
)
def test_dirt_that_the_border_of_a_photo_cuts_is_no_digit(box, verdict):
    photo = paper(400, 400)
    ImageDraw.Draw(photo).line((box[0], box[1], box[2], box[3]), 20, width=8)
    assert read_with(lambda field: classed(7, 0.99), gray(photo)).verdict == verdict
