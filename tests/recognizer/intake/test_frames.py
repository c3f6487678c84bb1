"""Of several pages or frames, one is read, and which one is known."""

import time

import pytest
from PIL import Image

from recognizer.errors import UnreadablePhoto
from recognizer.intake.containers import gif
from recognizer.intake.decoding import decode
from recognizer.intake.frames import count_ink_pixels
from tests.hostile.files import animations
from tests.hostile.files.animations import (
    ANIMATED,
    BLANK,
    FULL,
    faded,
    frames_of,
    revealed,
)
from tests.hostile.files.tiffs import Tiff, number_entry
from tests.support import hostile
from tests.support.drawing import encoded, gray, page_of, paper, write


def choice(data):
    """Return how many frames there are, and which one is read."""
    info = decode(data, max_side=1000).info
    return info["frames"], info["frame"]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF", "BMP"])
def test_a_still_picture_has_one_frame(form):
    assert choice(encoded(FULL, form)) == (1, 0)


@pytest.mark.parametrize("form", ANIMATED)
def test_a_number_that_writes_itself_is_read_when_it_is_complete(form):
    data = frames_of(form, BLANK, revealed(0.4), revealed(0.7), FULL)
    assert choice(data) == (4, 3)
    difference = abs(gray(decode(data)).astype(int) - gray(FULL))
    assert difference.mean() < 6


@pytest.mark.parametrize("form", ANIMATED)
def test_a_number_that_fades_in_and_out_is_read_at_its_darkest(form):
    data = frames_of(form, BLANK, faded(0.05), FULL, faded(0.05))
    assert choice(data) == (4, 2)


@pytest.mark.parametrize("form", ANIMATED)
def test_the_first_of_frames_that_show_alike_is_read(form):
    data = frames_of(form, FULL, FULL.rotate(1, fillcolor="white"), BLANK)
    assert choice(data) == (3, 0)


def test_the_hidden_picture_of_an_apng_is_not_read():
    data = animations.hidden_first_png(page_of("4045"), FULL, BLANK)
    assert choice(data) == (2, 0)
    assert (gray(decode(data)) == gray(FULL)).all()


def test_an_apng_that_hides_its_picture_behind_one_frame():
    data = animations.hidden_first_png(paper(*FULL.size), FULL)
    assert choice(data) == (1, 0)
    assert (gray(decode(data)) == gray(FULL)).all()


@pytest.mark.filterwarnings("ignore:Invalid APNG")
@pytest.mark.parametrize("count", [0, 1, 2, 2**31 - 1, 2**32 - 1])
def test_frames_that_a_png_only_promises_do_not_count(count):
    assert choice(animations.png_that_claims_frames(count)) == (1, 0)


@pytest.mark.parametrize("options", [{}, {"compression": "group4"}])
def test_the_first_page_of_a_document_is_read(options):
    pages = [page_of(text).convert("1") for text in ("47", "1", "22")]
    assert choice(frames_of("TIFF", *pages, **options)) == (3, 0)


def test_a_blank_page_in_front_is_passed_over():
    data = frames_of("TIFF", BLANK, BLANK, FULL, BLANK)
    assert choice(data) == (4, 2)


@pytest.mark.parametrize("form", [*ANIMATED, "TIFF"])
def test_blank_frames_alone_leave_the_first(form):
    shades = [Image.new("RGB", (90, 60), (shade,) * 3) for shade in (250, 100, 0)]
    assert choice(frames_of(form, *shades)) == (3, 0)


def test_a_smaller_copy_in_front_of_a_page_is_no_page():
    tiff = Tiff()
    tiff.add_gray_page(30, 20, number_entry(0x00FE, 1))
    tiff.add_gray_page(300, 200)
    image = decode(bytes(tiff.data))
    assert (image.size, image.info["frames"]) == ((300, 200), 1)


def test_pages_that_lead_to_each_other_end():
    tiff = Tiff()
    first = tiff.add_gray_page(30, 20)
    tiff.add_gray_page(30, 20)
    tiff.link_to(first)
    assert choice(bytes(tiff.data)) == (2, 0)


def test_a_page_that_is_damaged_ends_the_search():
    tiff = Tiff()
    tiff.add_gray_page(30, 20)
    tiff.add_page(number_entry(0x0100, 30))
    assert choice(bytes(tiff.data)) == (2, 0)


def test_a_page_of_tags_without_end_is_refused():
    tiff = Tiff()
    tiff.add_page(*[number_entry(0x8000 + n, n) for n in range(10_001)])
    with pytest.raises(UnreadablePhoto):
        decode(bytes(tiff.data))


def test_pages_of_many_tags_are_not_looked_at():
    tiff = Tiff()
    tiff.add_gray_page(30, 20)
    for _ in range(4):
        tiff.add_gray_page(30, 20, *[number_entry(0x8000 + n, n) for n in range(4_000)])
    start = time.thread_time()
    assert choice(bytes(tiff.data)) == (5, 0)
    assert time.thread_time() - start < 1


def test_the_pictures_of_a_heic_have_a_primary_one():
    data = frames_of("HEIF", BLANK, FULL, primary_index=1)
    assert choice(data) == (2, 1)


@pytest.mark.parametrize("size", [(65, 64), (64, 65), (65_535, 65_535)])
def test_a_frame_larger_than_the_screen_is_not_looked_at(size):
    assert choice(animations.gif_with_large_frame(*size)) == (2, 0)


def test_a_frame_that_is_cut_off_ends_the_search():
    data = frames_of("GIF", BLANK, FULL)
    assert choice(data[:-400]) == (2, 0)


def test_a_long_animation_costs_no_more_than_a_photo():
    data = hostile.gif(frames=1000)
    start = time.thread_time()
    assert choice(data) == (1000, 0)
    assert time.thread_time() - start < 1


def test_blocks_without_end_are_not_counted_to_the_end():
    data = hostile.gif(frames=1)
    frame = data[data.index(b",") : -1]
    many = data[:-1] + (frame[:11] + b"\1a" * 90_000 + b"\0") * 4 + b";"
    count = sum(isinstance(e, gif.Frame) for e in gif.iter_elements(many))
    assert count == 3


@pytest.mark.parametrize("ink", [0, 255])
def test_strokes_count_on_paper_of_any_shade_and_in_opacity(ink):
    page = write(paper(300, 200, 255 - ink), "4", size=100, pen=8, ink=ink)
    clear = Image.new("RGBA", page.size, (ink, ink, ink, 0))
    clear.putalpha(write(paper(300, 200, 0), "4", size=100, pen=8, ink=255))
    for image in (page, page.convert("RGB"), clear):
        assert count_ink_pixels(image) > 500


def test_areas_and_their_edges_do_not_count():
    page = paper(300, 200)
    page.paste(40, (0, 0, 150, 200))
    assert count_ink_pixels(page) == 0
