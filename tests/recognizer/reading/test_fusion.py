"""Two readers of one line: what each is trusted with."""

from dataclasses import replace

import numpy as np
import pytest

from ml.line_images import to_line_image
from recognizer.inference import engine
from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.candidates import Candidate
from recognizer.reading.fusion import read_lines
from recognizer.reading.lattice import classify
from recognizer.reading.layout.components import find_regions
from recognizer.reading.page_search import read_ink
from recognizer.reading.reader import as_strip, find_best, with_lines_read
from recognizer.reading.text_lines import ink_box, line_place
from tests.support.drawing import gray, page_of, paper, write

BLANK = 10


def saying(width: int, *said: tuple[float, dict[int, float]]) -> np.ndarray:
    """Return frames of a strip that say labels, each at a share of its width."""
    frames = np.full((-(-width // 2), 11), 1e-4)
    frames[:, BLANK] = 1
    for place, chances in said:
        frame = frames[round(place * len(frames))]
        frame[BLANK] = max(1 - sum(chances.values()), 1e-4)
        for label, chance in chances.items():
            frame[label] = chance
    return (frames / frames.sum(1, keepdims=True)).astype(np.float32)


@pytest.fixture
def readers(monkeypatch):
    """Return a function that sets what both readers say."""

    def answer(label, confidence, *said):
        def probabilities(fields):
            row = np.full(11, (1 - confidence) / 10, np.float32)
            row[label] = confidence
            return np.tile(row, (len(fields), 1))

        monkeypatch.setattr(engine, "probabilities", probabilities)
        monkeypatch.setattr(
            engine, "frames", lambda strips: [saying(s.shape[1], *said) for s in strips]
        )

    return answer


def read(page):
    """Return the only line of a drawn page, as both readers see it."""
    contrast = 255 - gray(page)
    ink = find_ink(gray(page))
    line = classify(find_regions(ink))
    candidate = Candidate(line, ink, contrast)
    [found] = read_lines([line], [line_place(line, ink)], candidate)
    return found.found


def test_two_who_agree_are_surer_than_one(readers):
    readers(3, 0.9, (0.3, {3: 0.9}), (0.7, {3: 0.9}))
    found = read(page_of("33"))
    assert found.text == (3, 3)
    assert found.probabilities.max(1).min() > 0.93


def test_one_who_doubts_lowers_the_confidence(readers):
    readers(3, 0.99, (0.3, {3: 0.5, 5: 0.4}), (0.7, {3: 0.99}))
    found = read(page_of("33"))
    assert found.text == (3, 3)
    assert found.probabilities[0, 3] < found.probabilities[1, 3]


def test_a_text_that_has_a_rival_is_no_surer_than_its_odds(readers):
    readers(3, 0.99, (0.3, {3: 0.97}), (0.7, {3: 0.97}))
    alone = read(page_of("33"))
    readers(3, 0.99, (0.3, {3: 0.97}), (0.5, {1: 0.5}), (0.7, {3: 0.97}))
    rivalled = read(page_of("33"))
    assert alone.text == rivalled.text == (3, 3)
    assert alone.probabilities.max(1).prod() > 0.95
    assert rivalled.probabilities[rivalled.digits].max(1).prod() < 0.95
    assert rivalled.probabilities.sum(1) == pytest.approx(1)


def test_digits_that_touch_are_parted_where_the_line_reader_sees_them(readers):
    readers(BLANK, 0.9, (0.3, {0: 0.95}), (0.7, {0: 0.95}))
    page = page_of("00")
    write(page, "-", at=(110, 100), size=90, pen=8)
    found = read(page)
    assert found.text == (0, 0)
    left, right = (found.regions[i].box for i in found.digits)
    assert left.right <= right.left + 12


def test_the_path_decides_where_the_line_reader_wavers(readers):
    readers(8, 0.99, (0.3, {3: 0.5, 8: 0.45}), (0.7, {8: 0.9}))
    assert read(page_of("88")).text == (8, 8)


def test_what_only_single_digits_see_is_left_out(readers):
    readers(1, 0.55, (0.2, {1: 0.99}))
    assert read(page_of("1x")).text == (1,)


@pytest.mark.parametrize(("sure", "text"), [(0.99, (3, 3)), (0.75, (3,))])
def test_a_digit_that_the_line_reader_drops_stays_where_all_are_sure(
    readers, sure, text
):
    readers(3, sure, (0.3, {3: 0.06}), (0.7, {3: 0.95}))
    assert read(page_of("33")).text == text


def test_a_sure_line_does_not_outweigh_what_is_unthinkable(readers):
    readers(3, 0.99, (0.7, {3: 0.95}))
    assert read(page_of("33")).text == (3,)


def test_more_digits_than_parts_are_cut_straight(readers):
    places = [(0.2 + 0.12 * i, {1: 0.99}) for i in range(6)]
    readers(BLANK, 0.9, *places)
    page = paper(400, 200)
    write(page, "--", at=(40, 20), size=150, pen=20)
    found = read(page)
    assert found.text == (1,) * 6
    lefts = [region.box.left for region in found.regions]
    assert lefts == sorted(lefts)


def test_the_box_of_a_line_heeds_no_dots_and_no_commas():
    page = page_of("47")
    plain = line_place(classify_none(page), find_ink(gray(page))).box
    write(page, "-", at=(122, 150), size=16, pen=6)
    dotted = line_place(classify_none(page), find_ink(gray(page))).box
    assert plain == dotted


def test_the_box_of_a_strip_leaves_stray_ink_out():
    page = paper(400, 160)
    write(page, "888", at=(40, 40), size=80)
    tight = ink_box(find_ink(gray(page)))
    write(page, "-", at=(300, 0), size=12, pen=3)
    assert ink_box(find_ink(gray(page))).top == pytest.approx(tight.top, abs=3)


def test_a_strip_is_read_whole_where_its_parts_say_little(readers, monkeypatch):
    readers(BLANK, 0.9)
    whole = [(0.2 + 0.2 * i, {label: 0.99}) for i, label in enumerate((4, 7, 1))]

    def frames(strips):
        return [saying(strip.shape[1], *whole) for strip in strips]

    page = page_of("471")
    ink = find_ink(gray(page))
    parts = classify(find_regions(ink))
    monkeypatch.setattr(engine, "frames", frames)
    candidate = Candidate(parts, ink, 255 - gray(page))
    _, read = with_lines_read(candidate)
    assert as_strip(candidate, read).page.found.text == (4, 7, 1)


def wide_page():
    return write(paper(420, 110), "471", at=(60, 20), size=70, pen=6)


def hidden(monkeypatch, said, parts):
    """Return a wide page as one line, which only the line reader makes sense of."""
    page = wide_page()
    ink = find_ink(gray(page))
    regions = find_regions(ink)
    frames = [(0.2 + 0.2 * i, {n: said}) for i, n in enumerate((4, 7, 1))]
    monkeypatch.setattr(
        engine, "frames", lambda strips: [saying(s.shape[1], *frames) for s in strips]
    )
    return as_strip(Candidate(classify(regions), ink, 255 - gray(page)), parts)


def test_a_likely_strip_is_told_where_its_parts_say_nothing(readers, monkeypatch):
    readers(BLANK, 0.99)
    strip = hidden(monkeypatch, 0.9, [])
    assert strip.page.found.text == (4, 7, 1)
    assert strip.page.is_printed
    assert hidden(monkeypatch, 0.2, []) is None


def test_a_wide_picture_is_read_as_a_strip_where_it_looked_like_a_turned_page(
    readers, monkeypatch
):
    readers(BLANK, 0.9, *[(0.2 + 0.2 * i, {n: 0.99}) for i, n in enumerate((4, 7, 1))])
    page = wide_page()
    turned = replace(read_ink(find_ink(gray(page)), 255 - gray(page)), turn=3)
    monkeypatch.setattr("recognizer.reading.reader.likeliest_page", lambda gray: turned)
    monkeypatch.setattr(
        "recognizer.reading.reader.with_lines_read", lambda page: (page, [])
    )
    assert find_best(gray(page)).found.text == (4, 7, 1)


def test_the_text_that_is_likeliest_is_told_whatever_its_parts_say(readers):
    readers(7, 0.99, (0.3, {3: 0.9}), (0.7, {3: 0.9}))
    found = read(page_of("77"))
    assert found.text == (3, 3)
    readers(BLANK, 0.999, (0.3, {3: 0.8}), (0.7, {3: 0.8}))
    assert read(page_of("77")).text == (3, 3)


def test_doubt_leaves_a_number_a_number_and_the_text_as_it_is(readers):
    readers(3, 0.99, (0.3, {3: 0.4, 5: 0.35}), (0.7, {3: 0.4, 5: 0.35}))
    found = read(page_of("33"))
    assert found.text == (3, 3)
    assert found.probabilities[:, BLANK].max() < 0.5
    assert found.probabilities[:, 3].prod() < 0.5


def test_digits_are_placed_where_the_paper_is_dark_if_the_ink_was_missed(readers):
    readers(BLANK, 0.99, (0.25, {4: 0.99}), (0.5, {7: 0.99}), (0.75, {1: 0.99}))
    page = page_of("471")
    contrast = 255 - gray(page)
    ink = find_ink(gray(page))
    place = line_place(classify(find_regions(ink)), ink)
    ink[:, : ink.shape[1] // 2] = 0
    found = classify(find_regions(ink))
    [line] = read_lines([found], [place], Candidate(found, ink, contrast))
    assert line.found.text == (4, 7, 1)
    lefts = [line.found.regions[i].box.left for i in line.found.digits]
    assert lefts == sorted(lefts)


def test_a_strip_is_read_dark_on_light_where_its_negative_looked_likelier(
    readers, monkeypatch
):
    readers(BLANK, 0.9, *[(0.2 + 0.2 * i, {n: 0.99}) for i, n in enumerate((4, 7, 1))])
    page = page_of("471")
    negative = read_ink(255 - find_ink(gray(page)), gray(page))
    monkeypatch.setattr(
        "recognizer.reading.reader.likeliest_page", lambda gray: negative
    )
    assert find_best(gray(page)).found.text == (4, 7, 1)


@pytest.mark.parametrize(("width", "asked"), [(420, True), (180, False)])
def test_one_clear_digit_on_a_wide_picture_is_looked_at_twice(
    readers, monkeypatch, width, asked
):
    readers(1, 0.99)
    seen = []

    def frames(strips):
        seen.extend(strips)
        return [saying(strip.shape[1], (0.5, {1: 0.99})) for strip in strips]

    monkeypatch.setattr(engine, "frames", frames)
    page = paper(width, 140)
    write(page, "1", at=(width // 2 - 30, 10), size=120)
    assert find_best(gray(page)).found.text == (1,)
    assert bool(seen) == asked


def test_a_text_that_both_find_likely_is_as_sure_as_they_are_together(readers):
    readers(3, 0.8, (0.3, {3: 0.99}), (0.7, {3: 0.99}))
    doubted = read(page_of("33"))
    readers(3, 0.99, (0.3, {3: 0.99}), (0.7, {3: 0.99}))
    shared = read(page_of("33"))
    assert doubted.text == shared.text == (3, 3)
    assert (
        0.64 < doubted.probabilities[:, 3].prod() <= shared.probabilities[:, 3].prod()
    )
    assert shared.probabilities.max() < 1


def classify_none(page):
    """Return the regions of a page, without a network."""
    regions = find_regions(find_ink(gray(page)))
    line = regions[0].line
    regions = [region for region in regions if region.line == line]
    fields = np.zeros((len(regions), 28, 28, 1), np.float32)
    empty = classify([])
    return type(empty)(regions, fields, np.full((len(regions), 11), 1 / 11))


def test_strips_are_made_of_contrast_not_of_ink_alone():
    contrast = np.zeros((64, 128), np.uint8)
    contrast[20:44, 40:48] = 200
    contrast[:, 100:] = 60  # print that was not taken for strokes
    ink = np.where(contrast > 100, 255, 0).astype(np.uint8)
    strip = to_line_image(contrast, ink)
    assert strip[:, -12].mean() == pytest.approx(0.3, abs=0.05)
