"""Decoding: what is read rightly, what is refused by its header, what remains."""

import io
import threading
import time

import pytest
from PIL import Image

from recognizer.errors import PhotoTooLarge, UnreadablePhoto, UnsupportedFormat
from recognizer.inference import limits
from recognizer.inference.limits import PixelLimit
from recognizer.intake import decoding
from tests.support import hostile
from tests.support.drawing import encoded, page_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
    pytest.mark.filterwarnings("ignore:Corrupt EXIF"),
]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_detail_is_given_up_down_to_the_side_asked_for(form):
    page = page_of("7").convert("RGB").resize((1200, 900))
    image = decoding.decode(encoded(page, form), max_side=300)
    assert image.size == (300, 225)
    assert decoding.get_full_size(image) == (1200, 900)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("size", "decoded"),
    [((6000, 210), (3000, 105)), ((210, 6000), (105, 3000)), ((2000, 210), (300, 32))],
)
def test_a_strip_keeps_more_detail(form, size, decoded):
    data = encoded(Image.new("RGB", size), form)
    image = decoding.decode(data, max_side=300, strip_side=3000)
    assert image.size == pytest.approx(decoded, abs=1)
    assert max(decoding.decode(data, max_side=300).size) == 300


@pytest.mark.parametrize(
    ("form", "min_side", "decoded"),
    [("JPEG", 290, (296, 222)), ("JPEG", 299, (300, 225)), ("PNG", 290, (300, 225))],
)
def test_a_jpeg_that_decodes_at_enough_is_not_decoded_at_more(form, min_side, decoded):
    data = encoded(Image.new("RGB", (592, 444)), form)
    image = decoding.decode(data, max_side=300, min_side=min_side)
    assert image.size == decoded


def test_a_small_picture_is_not_enlarged():
    assert decoding.decode(hostile.png(40, 30, rows=30), max_side=300).size == (40, 30)


REFUSED = {
    "text": (lambda: b"this is no picture" * 9, UnsupportedFormat),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnsupportedFormat),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj", UnsupportedFormat),
    "jpeg 2000": (lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(99), UnsupportedFormat),
    "nothing": (lambda: b"", UnsupportedFormat),
    "truncated jpeg": (lambda: hostile.jpeg()[:2000], UnreadablePhoto),
    "head of a jpeg": (lambda: hostile.jpeg()[:20], UnreadablePhoto),
    "head of a png": (lambda: hostile.png(9, 9)[:12], UnreadablePhoto),
    "png without rows": (lambda: hostile.png(30, 30), UnreadablePhoto),
    "30000 x 30000": (lambda: hostile.png(30_000, 30_000), PhotoTooLarge),
    "20001 x 1": (lambda: hostile.png(20_001, 1, rows=1), PhotoTooLarge),
    "one-bit bomb": (
        lambda: hostile.png(13_000, 13_000, bits=1, color=0, rows=13_000),
        PhotoTooLarge,
    ),
    "webp bomb": (lambda: hostile.webp(16_000, 11_125), PhotoTooLarge),
    "webp of 26 MP": (lambda: hostile.webp(5200, 5000), PhotoTooLarge),
    "2000 scans": (hostile.progressive_jpeg, UnreadablePhoto),
    "endless chunks": (
        lambda: hostile.png(9, 9, rows=9, extra=hostile.png_chunk(b"prVt") * 90_000),
        UnreadablePhoto,
    ),
    "endless segments": (
        lambda: hostile.jpeg()[:2] + b"\xff\xfe\0\x03a" * 90_000 + hostile.jpeg()[2:],
        UnreadablePhoto,
    ),
    "endless blocks": (
        lambda: b"GIF89a\1\0\1\0\0\0\0!\xfe" + b"\1a" * 90_000 + b"\0;",
        UnreadablePhoto,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_is_refused_fast(name):
    build, refusal = REFUSED[name]
    data = build()
    start = time.process_time()
    with pytest.raises(refusal) as caught:
        decoding.decode(data, max_side=1000)
    assert time.process_time() - start < 0.5
    assert caught.value.message.endswith(".")


def jpeg_head(width, height, *, marker=0xC0, scan=3):
    """Return a color JPEG whose header claims another size and another way."""
    data = bytearray(hostile.jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 1] = marker
    data[at + 5 : at + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    data[data.index(b"\xff\xda") + 4] = scan
    return bytes(data)


def test_a_large_jpeg_that_decodes_row_by_row_is_read():
    image = decoding.decode(jpeg_head(12_000, 9000), max_side=1000)
    assert decoding.get_full_size(image) == (12_000, 9000)


@pytest.mark.parametrize("options", [{"marker": 0xC2}, {"scan": 1}])
def test_a_large_jpeg_that_fills_the_memory_is_refused(options):
    with pytest.raises(PhotoTooLarge):
        decoding.decode(jpeg_head(12_000, 9000, **options), max_side=1000)


def test_a_large_jpeg_is_refused_where_no_detail_may_be_given_up():
    with pytest.raises(PhotoTooLarge):
        decoding.decode(jpeg_head(12_000, 9000))


def test_the_caller_may_lower_the_limit():
    with pytest.raises(PhotoTooLarge):
        decoding.decode(hostile.png(30, 30, rows=30), max_pixels=899)
    assert decoding.decode(hostile.png(30, 30, rows=30), max_pixels=900)


def test_limits_come_from_the_settings(settings):
    settings.PHOTO_MAX_PIXELS = 100
    with pytest.raises(PhotoTooLarge, match="megapixels"):
        decoding.decode(hostile.png(30, 30, rows=30))


@pytest.mark.parametrize(
    "kind", [MemoryError, KeyError, NotImplementedError, AssertionError, RuntimeError]
)
def test_whatever_a_decoder_raises_is_a_refusal(kind, monkeypatch):
    def fail(*args, **options):
        raise kind("secret of a file")

    monkeypatch.setattr(Image, "open", fail)
    with pytest.raises(UnreadablePhoto) as caught:
        decoding.decode(hostile.jpeg())
    assert "secret" not in caught.value.message


def test_the_log_tells_the_class_of_an_error_alone(monkeypatch, caplog):
    def fail(*args, **options):
        raise ValueError("12 Elm Street")

    monkeypatch.setattr(Image, "open", fail)
    caplog.set_level("INFO")
    with pytest.raises(UnreadablePhoto):
        decoding.decode(hostile.jpeg())
    assert "ValueError" in caplog.text
    assert "Elm" not in caplog.text


def test_no_more_pixels_are_decoded_at_once_than_the_limit(monkeypatch):
    monkeypatch.setattr(limits, "decoding", PixelLimit(2 * 9 * 9))
    running, seen = [], []
    load = Image.Image.load

    def watched(image, *args):
        running.append(1)
        seen.append(len(running))
        time.sleep(0.02)
        running.pop()
        return load(image, *args)

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", watched)
    data = hostile.png(9, 9, rows=9)
    threads = [threading.Thread(target=decoding.decode, args=[data]) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert 1 <= max(seen) <= 2


@pytest.mark.parametrize(
    ("form", "options", "pixels"),
    [
        ("JPEG", {}, 400 * 300),
        ("JPEG", {"progressive": True}, 1600 * 1200),
        ("PNG", {}, 1600 * 1200),
    ],
)
def test_only_a_baseline_jpeg_is_decoded_without_all_pixels(form, options, pixels):
    data = encoded(Image.new("RGB", (1600, 1200)), form, **options)
    with Image.open(io.BytesIO(data)) as image:
        full_size = image.size
        decoding.use_draft_mode(image, 300)
        assert decoding.count_pixels_in_memory(image, data, full_size) == pixels
