"""The parts of a file are counted without a decoder."""

import pytest

from recognizer.errors import UnreadablePhoto
from recognizer.intake.containers.parts import (
    MAX_PARTS,
    MAX_SCANS,
    check_parts,
    is_interleaved,
    iter_extension_blocks,
    iter_jpeg_segments,
    iter_png_chunks,
)
from tests.support import hostile

SEGMENT = b"\xff\xfe\0\x03a"
GIF = b"GIF89a\1\0\1\0\0\0\0"


def jpeg(*segments, start=b"\xff\xd8"):
    return start + b"".join(segments)


def test_the_segments_of_a_jpeg_end_with_its_first_scan():
    kinds = [part.kind for part in iter_jpeg_segments(hostile.jpeg())]
    assert kinds[0] == b"\xe0"
    assert kinds[-1] == b"\xda"
    assert kinds.count(b"\xda") == 1


def test_fill_bytes_before_a_marker_are_skipped():
    parts = list(iter_jpeg_segments(jpeg(b"\xff\xff", SEGMENT, b"\xff\xda\0\2")))
    assert [part.kind for part in parts] == [b"\xff", b"\xff", b"\xfe", b"\xda"]


def test_a_part_has_the_position_of_its_body():
    [comment] = iter_jpeg_segments(jpeg(SEGMENT))
    assert jpeg(SEGMENT)[comment.body :] == b"a"


def test_the_chunks_of_a_png_include_those_after_the_pixels():
    data = hostile.png(9, 9, rows=9) + hostile.png_chunk(b"tEXt", b"a\0b")
    kinds = [part.kind for part in iter_png_chunks(data)]
    assert kinds[0] == b"IHDR"
    assert kinds[-1] == b"tEXt"


def test_the_extensions_of_a_gif_end_with_its_first_frame():
    data = GIF + b"!\xfe\1a\1b\0" + b",\0"
    assert len(list(iter_extension_blocks(data))) == 3


def test_the_palette_of_a_gif_is_skipped():
    data = b"GIF89a\1\0\1\0\x80\0\0" + b"p" * 6 + b"!\xfe\1a\0"
    assert len(list(iter_extension_blocks(data))) == 2


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"GIF89a", b"\x89PNG\r\n\x1a\n\0"])
def test_a_file_that_ends_early_has_no_parts(data):
    walks = iter_jpeg_segments, iter_png_chunks, iter_extension_blocks
    assert not any(part for walk in walks for part in walk(data))


@pytest.mark.parametrize(("components", "is_first_scan_whole"), [(3, True), (1, False)])
def test_a_scan_of_all_components_is_interleaved(components, is_first_scan_whole):
    data = jpeg(b"\xff\xda\0\x0c\3")
    assert is_interleaved(data, components) == is_first_scan_whole


def test_a_jpeg_without_a_scan_is_not_interleaved():
    assert not is_interleaved(jpeg(SEGMENT), 3)


@pytest.mark.parametrize(
    "data",
    [hostile.jpeg(), hostile.png(9, 9, rows=9), hostile.gif(), b"RIFF", b""],
    ids=["jpeg", "png", "gif", "webp", "empty"],
)
def test_real_files_have_few_parts(data):
    check_parts(data)


@pytest.mark.parametrize(
    "build",
    [
        lambda n: jpeg(SEGMENT * n),
        lambda n: hostile.png(9, 9, extra=hostile.png_chunk(b"prVt") * n),
        lambda n: GIF + b"!\xfe" + b"\1a" * n,
    ],
    ids=["jpeg", "png", "gif"],
)
def test_too_many_parts_are_refused(build):
    check_parts(build(MAX_PARTS - 10))
    with pytest.raises(UnreadablePhoto):
        check_parts(build(MAX_PARTS + 1))


def test_too_many_scans_are_refused():
    check_parts(jpeg(b"\xff\xda\0\2" * MAX_SCANS))
    with pytest.raises(UnreadablePhoto):
        check_parts(jpeg(b"\xff\xda\0\2" * (MAX_SCANS + 1)))
