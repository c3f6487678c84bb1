"""Exports of a gallery as CSV, ZIP or NPZ, streamed one picture at a time."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED

import numpy as np
from zipstream import ZipStream

from gallery.image_files import open_picture, shrink
from gallery.models import Photo, PhotoQuerySet
from recognizer import (
    READING_SIDE,
    Box,
    crop_digits,
    decoding_limit,
    format_numbers,
)
from recognizer.bulk import escape_formula

BATCH_PHOTOS = 100
COLUMNS = (
    "file",
    "id",
    "created",
    "verdict",
    "confidence",
    "text",
    "corrected",
    "label",
    "numbers",
)
GLYPH_SHAPE = (28, 28)
# Six times the height of a digit in its glyph image: more resolution has no effect.
ENOUGH_PX = 120
# Long side of a picture: below it, paper and ink are hard to distinguish.
MIN_SIDE_PX = 320


def begin(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Take the first part of a stream now: its errors can still be answered.

    Raises:
        Exception: what prevents the first part.
    """
    first = next(chunks, b"")
    return resume(first, chunks)


def resume(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from chunks


def stream_csv(photos: PhotoQuerySet) -> Iterator[bytes]:
    """Yield a CSV file with one row for each photo."""
    table = CsvTable()
    for photo in iterate_photos(photos):
        table.add(photo)
        if table.is_long:
            yield table.take()
    yield table.take()


def stream_zip(photos: PhotoQuerySet) -> Iterator[bytes]:
    """Yield a ZIP file of all pictures, followed by labels.csv."""
    archive, table = ZipStream(), CsvTable()
    for photo in iterate_photos(photos):
        try:
            data = photo.file.open("rb").read()
        except FileNotFoundError:
            # The photo was deleted after its row was read.
            continue
        finally:
            photo.file.close()
        archive.add(data, get_archive_name(photo))
        yield from archive.file()
        table.add(photo)
    archive.add(table.take(), "labels.csv", compress_type=ZIP_DEFLATED)
    yield from archive.finalize()


def stream_npz(photos: PhotoQuerySet) -> Iterator[bytes]:
    """Yield an NPZ file of the digits whose labels are known, in the form of MNIST.

    Its arrays are `x`, uint8 (n, 28, 28), where 255 is ink, and `y`, uint8 (n).
    """
    labels = find_labels(photos)
    y = np.array([label for own in labels.values() for label in own], np.uint8)
    archive = ZipStream(compress_type=ZIP_DEFLATED, compress_level=1)
    archive.add(stream_glyph_images(list(labels), len(y)), "x.npy")
    archive.add([build_npy_header(y.shape), y.tobytes()], "y.npy")
    yield from archive.finalize()


def find_labels(photos: PhotoQuerySet) -> dict[UUID, list[int]]:
    """Return the digit labels by photo, in the order of the photos, where known."""
    found = ((photo.pk, photo.digit_labels) for photo in iterate_photos(photos))
    return {key: labels for key, labels in found if labels}


def stream_glyph_images(keys: list[UUID], count: int) -> Iterator[bytes]:
    """Yield the array x; its header has the length, before the first row is read.

    Args:
        keys: of the photos.
        count: number of their digits.

    Raises:
        LookupError: if a photo is deleted meanwhile. The download is cut off then:
            with fewer rows than labels, digits would get the labels of others.
    """
    yield build_npy_header((count, *GLYPH_SHAPE))
    for photo in iterate_named(keys):
        images = cut_digits(photo)
        count -= len(images)
        yield images.tobytes()
    if count:
        raise LookupError("A photo was deleted while it was exported.")


def build_npy_header(shape: tuple[int, ...]) -> bytes:
    """Build the header of a .npy file with a uint8 array."""
    file = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue()


def cut_digits(photo: Photo) -> np.ndarray:
    """Cut the digits that were read out of a stored photo.

    Returns:
        uint8 (n, 28, 28) in reading order; 0 is paper, 255 is ink.
    """
    digits, original = photo.reading["digits"], photo.reading["photo"]
    side = compute_side([digit["box"] for digit in digits], original)
    with decoding_limit.slot(photo.width * photo.height):
        image = shrink(open_picture(photo.file, side), side)
        scale = image.width / original["width"], image.height / original["height"]
        boxes = [
            Box(*(round(edge * scale[i % 2]) for i, edge in enumerate(digit["box"])))
            for digit in digits
        ]
        return crop_digits(image, boxes, [digit["line"] for digit in digits])


def compute_side(boxes: list[list[int]], original: dict[str, int]) -> int:
    """Return the long side at which the smallest digit of a photo is large enough.

    Args:
        boxes: [left, top, right, bottom] of each digit, in pixels of the upload.
        original: `width` and `height` of the upload.
    """
    long_sides = [max(box[2] - box[0], box[3] - box[1], 1) for box in boxes]
    upload_side = max(original["width"], original["height"])
    side = ENOUGH_PX * upload_side // min(long_sides)
    return min(max(side, MIN_SIDE_PX), READING_SIDE)


def iterate_photos(photos: PhotoQuerySet) -> Iterator[Photo]:
    """Yield photos, newest first, without a query that stays open.

    Photos that are added meanwhile are newer than the first, and are left out.
    """
    batch = list(photos[:BATCH_PHOTOS])
    while batch:
        yield from batch
        batch = list(photos.older_than(batch[-1])[:BATCH_PHOTOS])


def iterate_named(keys: list[UUID]) -> Iterator[Photo]:
    """Yield those of these photos that still exist."""
    for start in range(0, len(keys), BATCH_PHOTOS):
        batch = keys[start : start + BATCH_PHOTOS]
        found = Photo.objects.in_bulk(batch)
        yield from (found[key] for key in batch if key in found)


class CsvTable:
    """Rows of labels.csv in memory, until they are taken."""

    def __init__(self) -> None:
        self.file = io.StringIO(newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow(COLUMNS)

    @property
    def is_long(self) -> bool:
        return self.file.tell() > io.DEFAULT_BUFFER_SIZE

    def add(self, photo: Photo) -> None:
        self.writer.writerow(escape_formula(str(cell)) for cell in build_row(photo))

    def take(self) -> bytes:
        """Return the rows since the last call."""
        text = self.file.getvalue()
        self.file.seek(0)
        self.file.truncate()
        return text.encode()


def build_row(photo: Photo) -> tuple[object, ...]:
    return (
        get_archive_name(photo),
        photo.pk,
        photo.created.isoformat(),
        photo.verdict,
        photo.reading["confidence"],
        to_one_line(photo.text),
        "no" if photo.correction is None else "yes",
        to_one_line(photo.label),
        format_numbers(photo.reading["numbers"]),
    )


def get_archive_name(photo: Photo) -> str:
    """Return the name of a picture in the ZIP file."""
    return f"pictures/{photo.pk}{Path(str(photo.file)).suffix}"


def to_one_line(text: str) -> str:
    return " ".join(text.split("\n"))
