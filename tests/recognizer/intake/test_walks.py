"""Walks through containers end soon and raise nothing, whatever the bytes are."""

import struct
import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizer.errors import RecognizerError
from recognizer.intake.containers import bmp, gif, jpeg, riff, tiff
from recognizer.intake.containers.heif_items import read_items
from recognizer.intake.containers.iso_media import Box, find_boxes_end, iter_boxes
from recognizer.intake.decoding import decode
from recognizer.intake.metadata.report import find_metadata
from tests.hostile.files import boxes, carriers
from tests.hostile.files.tiffs import Tiff, number_entry
from tests.support import hostile
from tests.support.drawing import encoded
from tests.support.hostile import png_chunk

# Half a second at most, and more while coverage is measured.
MAX_SECONDS = 2
WALKS = {
    "boxes": lambda data: iter_boxes(data, 0, len(data)),
    "chunks": riff.iter_chunks,
    "segments": jpeg.iter_all_segments,
    "elements": gif.iter_elements,
    "directories": lambda data: tiff.iter_directories(data, 50, with_children=True),
}
HEADS = [
    *(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF89a", b"\xff\xd8\xff", b"BM"),
    *(b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP", b"\0\0\0\x10ftypheic\0\0\0\0"),
    b"\0\0\0\x10ftypavif\0\0\0\0\0\0\0\x40meta\0\0\0\0",
]
SEEDS = [
    carriers.jpeg(tail=boxes.video()),
    carriers.png(),
    encoded(carriers.PAGE, "HEIF"),
    encoded(carriers.PAGE, "AVIF"),
    carriers.gif(carriers.extension(0xFE, b"Elm")),
    carriers.tiff(pages=2),
    carriers.webp((b"EXIF", carriers.exif())),
]


@pytest.mark.parametrize("name", WALKS)
@given(head=st.sampled_from(HEADS), body=st.binary(max_size=300))
def test_a_walk_ends_inside_the_file(name, head, body):
    assert len(list(WALKS[name](head + body))) <= len(head + body)


@given(head=st.sampled_from(HEADS), body=st.binary(max_size=300))
def test_metadata_of_any_bytes_is_a_report(head, body):
    assert len(find_metadata(head + body).tags) <= 200


@settings(max_examples=200)
@given(data=st.data())
def test_metadata_of_a_damaged_picture_is_a_report(data):
    seed = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, min(len(seed), 800) - 1))
        seed[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(seed)))
    find_metadata(bytes(seed[:end]) if data.draw(st.booleans()) else bytes(seed))


@pytest.mark.parametrize("kind", [b"iloc", b"iinf", b"iref", b"iprp", b"pitm"])
@given(body=st.binary(max_size=120))
def test_items_of_any_box_are_read(kind, body):
    data = boxes.full_box(b"meta", boxes.box(kind, body))
    items = read_items(data, Box(b"meta", 8, len(data)))
    assert all(number >= 0 for number in items.extents)


def endless_tiff():
    """Return directories that lead to each other, each with children."""
    made = Tiff()
    children = number_entry(0x014A, *range(8, 8 + 4000))
    return (
        bytes(made.data[:4]) + b"\x08\0\0\0" + bytes([1, 0]) * 20_000 + children.values
    )


def crowded_tiff(*tags):
    """Return many directories with the same table, of their own positions."""
    made, count, length = Tiff(), 3_000, 2 + 12 * len(tags) + 4
    first = len(made.data) + 4 * 10_000
    starts = [first + length * (number % count) for number in range(10_000)]
    table = made.add_bytes(number_entry(0, *starts).values)
    entry = b"".join(struct.pack("<HHII", tag, 4, 10_000, table) for tag in tags)
    for number in range(count):
        follows = struct.pack("<I", first + length * (number + 1))
        made.data += struct.pack("<H", len(tags)) + entry + follows
    made.link_to(first)
    return bytes(made.data)


def crowded_heif(body):
    """Return a HEIC with the same description over and over, and large items."""
    metas = boxes.full_box(b"meta", body) * 200
    return b"\0\0\0\x10ftypheic\0\0\0\0" + metas + boxes.box(b"mdat", bytes(2_000_000))


def item_infos(count):
    infos = b"".join(
        boxes.full_box(b"infe", struct.pack(">HH4s", n, 0, b"Exif") + b"\0", version=2)
        for n in range(count)
    )
    return boxes.full_box(b"iinf", struct.pack(">H", count) + infos)


def large_extents(count, extents):
    """Return that each item is the whole file so many times."""
    extent = struct.pack(">II", 0, 2_000_000)
    items = b"".join(
        struct.pack(">HHH", n, 0, extents) + extent * extents for n in range(count)
    )
    return boxes.full_box(b"iloc", struct.pack(">HH", 0x4400, count) + items)


NO_EXTENTS = b"\0\0\xff\xff" + b"\0\0\0\0\xff\xff" * 60_000
REFERENCES = boxes.box(b"thmb", struct.pack(">HH", 1, 60_000) + b"\0\1" * 60_000)
CROWDED_EXIF = carriers.segment(0xE1, b"Exif\0\0" + hostile.crowded_exif(5_400))
INFLATED = png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000)))
COSTLY = {
    "texts that grow": carriers.png(before=INFLATED * 5_000),
    "blocks of EXIF": carriers.jpeg(CROWDED_EXIF * 300),
    "blocks of directories": crowded_tiff(0x02BC, 0x83BB, 0x8649, 0x8773),
    "items that overlap": crowded_heif(item_infos(900) + large_extents(900, 60)),
    "items of nothing": crowded_heif(boxes.full_box(b"iloc", NO_EXTENTS)),
    "references": crowded_heif(boxes.full_box(b"iref", REFERENCES)),
    "properties": crowded_heif(
        boxes.box(b"iprp", boxes.box(b"ipco", boxes.box(b"free") * 9_000) * 5)
    ),
    "strips of directories": crowded_tiff(0x0111, 0x0117, 0x0144, 0x0145),
    "children of directories": crowded_tiff(0x014A, 0x8769, 0x8825),
    "segments": b"\xff\xd8" + b"\xff\xfe\0\2" * 500_000,
    "chunks of a WebP": b"RIFF\xff\xff\xff\x7fWEBP" + b"ELMS\0\0\0\0" * 500_000,
    "boxes": b"\0\0\0\x10ftypheic\0\0\0\0" + boxes.box(b"elms") * 500_000,
    "blocks": b"GIF89a" + bytes(7) + b"!\xfe" + b"\1a" * 1_000_000,
    "directories": endless_tiff(),
    "pictures behind": carriers.jpeg(tail=b"\xff\xd8\xff\xd9" * 500_000),
    "videos behind": carriers.jpeg(tail=boxes.box(b"ftyp", b"mp42") * 100_000),
    "padding": carriers.jpeg(tail=b"\0\n" * 5_000_000),
    "items": b"\0\0\0\x10ftypheic\0\0\0\0"
    + boxes.full_box(
        b"meta",
        boxes.full_box(
            b"iinf", b"\xff\xff" + boxes.full_box(b"infe", bytes(12), 2) * 90_000
        ),
    ),
}


@pytest.mark.parametrize("name", COSTLY)
def test_parts_without_end_cost_little(name):
    start = time.thread_time()
    find_metadata(COSTLY[name])
    assert time.thread_time() - start < MAX_SECONDS


@pytest.mark.parametrize("name", COSTLY)
def test_decoders_refuse_parts_without_end_soon(name):
    start = time.thread_time()
    with suppress(RecognizerError):
        decode(COSTLY[name], max_side=1000)
    assert time.thread_time() - start < MAX_SECONDS


def test_boxes_of_all_lengths_are_walked():
    large = b"\0\0\0\1mdat" + (20).to_bytes(8, "big") + b"abcd"
    last = b"\0\0\0\0free" + b"rest"
    data = boxes.box(b"ftyp", b"heic") + large + last
    found = [
        (box.kind, data[box.body : box.end]) for box in iter_boxes(data, 0, len(data))
    ]
    assert found == [(b"ftyp", b"heic"), (b"mdat", b"abcd"), (b"free", b"rest")]


@pytest.mark.parametrize(
    "tail", [b"", b"text", b"\0\0\0\4wide", b"\0\0\0\x08\0\0\0\0", b"\0\0\0\x09"]
)
def test_boxes_end_where_no_box_follows(tail):
    data = boxes.box(b"ftyp", b"heic") + boxes.box(b"mdat", b"abcd")
    assert find_boxes_end(data + tail, 0) == len(data)


def test_a_box_that_is_cut_reaches_to_the_end():
    data = boxes.box(b"ftyp", b"mp42") + boxes.box(b"mdat", bytes(99))
    assert find_boxes_end(data[:-1], 0) == len(data) - 1


@pytest.mark.parametrize("tail", [b"", b"Elm", carriers.jpeg()])
def test_a_jpeg_ends_at_its_own_end(tail):
    picture = carriers.jpeg(carriers.segment(0xE1, b"Exif\0\0" + carriers.jpeg()[:900]))
    assert jpeg.find_jpeg_end(picture + tail) == len(picture)


def test_any_number_of_fill_bytes_stands_before_a_marker():
    picture = carriers.jpeg(b"\xff" * 9 + carriers.segment(0xFE, b"Elm"))
    assert b"\xfe" in [segment.kind for segment in jpeg.iter_all_segments(picture)]
    assert jpeg.find_jpeg_end(picture) == len(picture)


def test_numbers_of_all_types_and_orders_are_read():
    little = Tiff()
    little.add_page(number_entry(0x0100, 640), number_entry(0x0111, 7, 8, 9))
    [page] = tiff.iter_directories(bytes(little.data), 5)
    assert page.get_number(0x0100) == 640
    assert page.get_numbers(0x0111, 9) == (7, 8, 9)
    assert page.get_number(0x0999) is None
    big = b"MM\0+\0\x08\0\0" + (16).to_bytes(8, "big") + (1).to_bytes(8, "big")
    big += b"\1\0\0\3" + (1).to_bytes(8, "big") + b"\2\x80" + bytes(6) + bytes(8)
    [page] = tiff.iter_directories(big, 5)
    assert page.get_number(0x0100) == 640


def test_a_bmp_with_a_short_header_has_no_layout():
    assert bmp.read_layout(b"BM" + bytes(30)) is None
    assert bmp.read_layout(carriers.bmp(b"p" * 9)).profile[1] == len(
        carriers.bmp(b"p" * 9)
    )
