"""What tells a place is found in any bytes, soon, and nowhere else."""

import random
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizer.intake.locations.area import Area
from recognizer.intake.locations.iptc_datasets import tells_place
from recognizer.intake.locations.search import LocationSearch
from recognizer.intake.metadata.report import find_metadata
from tests.hostile.files import carriers, locations
from tests.hostile.files.tiffs import Tiff, bytes_entry, number_entry
from tests.support.hostile import crowded_exif, png_chunk

MAX_SECONDS = 2  # a fourth of it, and more while coverage is measured
BYTES = 3_000_000
EXIF_NAMESPACE = b"http://ns.adobe.com/exif/1.0/"
STARTS = (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0", b"8BIM\4\4\0\0")
TEXT = b"GPSLatitude: 52"


def has_place(content, spans=None):
    search = LocationSearch()
    search.search(Area(content, spans) if spans else Area.of(content))
    return search.has_found


@given(
    seed=st.integers(0, 2**32),
    starts=st.lists(st.sampled_from(STARTS), max_size=9),
    size=st.integers(0, 60_000),
)
def test_random_bytes_tell_no_place(seed, starts, size):
    source = random.Random(seed)
    content = bytearray(source.randbytes(size))
    for start in starts:
        at = source.randrange(len(content) + 1)
        content[at : at + len(start)] = start
    assert not has_place(bytes(content))


@pytest.mark.parametrize("start", [*STARTS, b"\xa9xyz", b"\x1c\2\0\0\2", b"atitude"])
def test_long_random_bytes_tell_no_place(start):
    source = random.Random(7)
    assert not has_place(start.join(source.randbytes(200_000) for _ in range(30)))


@pytest.mark.parametrize("head", [b"", b"x" * 13])
def test_exif_is_found_anywhere_with_all_its_positions(head):
    assert has_place(head + locations.odd_exif())
    assert not has_place(head + carriers.exif())


def test_a_directory_of_a_place_needs_coordinates():
    made = Tiff()
    date = made.add_directory(bytes_entry(29, b"2026:11:30\0"))
    made.add_page(number_entry(carriers.GPS_IFD, date))
    assert not has_place(bytes(made.data))


@pytest.mark.parametrize("tag", [2, 4])
def test_one_entry_alone_is_no_place(tag):
    entry = bytes([tag]) + b"\0\x05\0\x03\0\0\0" + bytes(4)
    assert not has_place(bytes(40) + entry + bytes(40))


def test_pixels_are_left_out():
    content = bytes(100) + TEXT + bytes(100)
    assert has_place(content)
    assert not has_place(content, ((0, 100), (115, 215)))


@pytest.mark.parametrize(
    ("body", "is_place"),
    [
        (b'p:City="Elm">', True),
        (b"><p:State>Elm</p:State>", True),
        (b"><p:Country>Elm</p:Country>", True),
        (b'p:Headline="City">', False),
        (b'q:City="Elm">', False),
        (b'City="Elm">', False),
    ],
)
def test_properties_count_by_their_namespace(body, is_place):
    assert has_place(locations.xmp(locations.PHOTOSHOP, body)) == is_place


@pytest.mark.parametrize(
    "name", ["GPSLatitude", "GPSDestLongitude", "GpsLatitude", "GPSLongitude"]
)
def test_coordinates_count_under_any_prefix(name):
    assert has_place(locations.xmp(EXIF_NAMESPACE, b'p:%s="52">' % name.encode()))


def test_a_usual_prefix_needs_no_declaration():
    search = LocationSearch()
    search.search_xmp(b'... photoshop:City="Elm" ...')
    assert search.has_found


@pytest.mark.parametrize(
    ("datasets", "is_place"),
    [
        ([(90, b"Elm")], True),
        ([(120, b"a title"), (101, b"Elm")], True),
        ([(90, b"")], False),
        ([(120, b"\x1c\x02\x5a\0\x03Elm")], False),
    ],
)
def test_datasets_are_read_one_after_the_other(datasets, is_place):
    block = carriers.iptc(*datasets)
    assert has_place(b"..." + block) == is_place
    assert tells_place(block[12:]) == is_place


def test_datasets_without_a_block_are_found_by_the_first_of_them():
    datasets = b"\x1c\x02\0\0\x02\0\4\x1c\x02\x5a\0\3Elm"
    assert has_place(b"..." + datasets)
    assert not tells_place(datasets[:7] + b"\x1c\x02\x78\x80\4" + datasets)


@pytest.mark.parametrize("text", [b"\xa9xyz, as it is", b"loci", b"Latitude", b"GPS"])
def test_a_word_alone_tells_no_place(text):
    assert not has_place(text)


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        (b"'Latitude' = '-5'", True),
        (b'"latitude": "unknown"', False),
        (b"https://maps.example.com/?q=52.52,13.4", True),
        (b"https://maps.example.com/?zoom=5", False),
        (b"$GNGGA,081836,5231.65,N,01324.30,E,1", True),
        (b"geo:52.52", False),
    ],
)
def test_texts_tell_a_place_by_numbers(text, is_place):
    assert has_place(b"..." + text + b"...") == is_place


def test_blocks_that_are_compressed_are_searched():
    content = bytes(999) + locations.EXIF
    for packed in zlib.compress(content), zlib.compress(content, wbits=31):
        report = find_metadata(carriers.webp((b"ELMS", packed)))
        assert report.has_location
    damaged = zlib.compress(content)[:9] + bytes(99)
    assert not find_metadata(carriers.webp((b"ELMS", damaged))).has_location


def test_a_block_without_tags_is_named_as_a_whole():
    data = carriers.jpeg(carriers.segment(0xE1, b"Exif\0\0Elm Street"))
    assert find_metadata(data).tags == ("EXIF",)


def test_a_place_that_no_block_has_is_named_as_data():
    report = find_metadata(carriers.jpeg()[:-2] + TEXT + b"\xff\xd9")
    assert (report.tags, report.has_location) == (("Application data",), True)


def fill(pattern, head=b""):
    """Return a picture with a pattern behind it, over and over."""
    return carriers.png(tail=b"Elm" + head + pattern * (BYTES // len(pattern)))


RDF = locations.RDF
EXIF_SEGMENT = carriers.segment(0xE1, b"Exif\0\0" + crowded_exif(5_400))
SMALL_XMP = carriers.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>")
PNG = carriers.png(
    before=png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2_000_000)))
)
COSTLY = {
    "zeros": fill(b"\0"),
    "headers": fill(b"II*\0"),
    "large directories": fill(b"II*\0\x08\0\0\0\xff\xff"),
    "headers, big-endian": fill(b"MM\0*\0\0\0\x08\xff\xff"),
    "entries": fill(b"\x02\0\x05\0\x03\0\0\0"),
    "words": fill(b"Latitude", RDF),
    "declarations": fill(b'xmlns:p="%s" ' % locations.PHOTOSHOP, RDF),
    "properties": fill(b":City", RDF),
    "properties in UTF-16": fill(b":\0C\0i\0t\0y\0", RDF.decode().encode("utf-16-le")),
    "blocks of Photoshop": fill(b"8BIM\4\4\0\0\0\0\0\0"),
    "datasets": fill(b"\x1c\x02\0\0\x02ab"),
    "JSON": fill(b'"lat":1'),
    "names of numbers": fill(b'atitude="'),
    "links": fill(b"maps1.1,"),
    "receivers": fill(b"$GPGGA,1111"),
    "coordinates of a video": fill(b"\xa9xyz"),
    "pictures as text": fill(b"/9j/SUkqATU0AKAAAA&#xA;", RDF),
    "signatures of a PNG": fill(b"\x89PNG\r\n\x1a\n"),
    "compressed pictures": fill(PNG),
    "compressed pictures in chunks": carriers.webp(*[(b"ELMS", PNG)] * 2_000),
    "compressed chunks": carriers.png(
        before=png_chunk(b"elMs", zlib.compress(bytes(4_000_000))) * 1_500
    ),
    "segments of XMP": carriers.jpeg(SMALL_XMP * 9_900),
    "crowded EXIF": carriers.jpeg(EXIF_SEGMENT * 90),
    "blocks of a GIF": carriers.gif(carriers.extension(0xFE, *[b"a" * 255] * 20_000)),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_search_ends_soon(name):
    start = time.thread_time()
    assert not find_metadata(COSTLY[name]).has_location
    assert time.thread_time() - start < MAX_SECONDS
