"""A gallery to take along, written while it is sent: one picture at a time."""

import csv
import io
from collections.abc import Iterable, Iterator
from uuid import UUID
from zipfile import ZIP_DEFLATED

import numpy as np
from zipstream import ZipStream

from gallery.image_files import open_picture, shrink
from gallery.models import Photo, PhotoQuerySet
from recognizer.digit_crops import find_fields
from recognizer.inference import limits
from recognizer.pipeline import READ_SIDE
from recognizer.readings import Box

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
)
# What a spreadsheet would run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FIELD = (28, 28)
# Pixels of a digit, six times those of its place in the field: more is lost there.
ENOUGH = 120
# Pixels of a picture's long side: with less, paper and ink are hard to tell apart.
LEAST_SIDE = 320


def stream_csv(photos: PhotoQuerySet) -> Iterator[bytes]:
    """Write one row for each photo."""
    table = Table()
    for photo in walk(keys_of(photos)):
        table.add(photo)
        if table.is_long:
            yield table.take()
    yield table.take()


def stream_zip(photos: PhotoQuerySet) -> Iterator[bytes]:
    """Write every picture, then labels.csv of those that are there."""
    archive, table = ZipStream(), Table()
    for photo in walk(keys_of(photos)):
        try:
            data = photo.file.open("rb").read()
        except FileNotFoundError:
            # Deleted between the look at its row and the look at its file.
            continue
        finally:
            photo.file.close()
        archive.add(data, file_name(photo))
        yield from archive.file()
        table.add(photo)
    archive.add(table.take(), "labels.csv", compress_type=ZIP_DEFLATED)
    yield from archive.finalize()


def stream_npz(photos: PhotoQuerySet) -> Iterator[bytes]:
    """Write the digits whose labels are known as MNIST has them: x, then y."""
    known = find_labels(photos)
    labels = np.array([label for own in known.values() for label in own], np.uint8)
    archive = ZipStream(compress_type=ZIP_DEFLATED, compress_level=1)
    archive.add(stream_fields(known, len(labels)), "x.npy")
    archive.add([npy_header(labels.shape), labels.tobytes()], "y.npy")
    yield from archive.finalize()


def find_labels(photos: PhotoQuerySet) -> dict[UUID, list[int]]:
    """Return the labels of each photo that has any, in the order of the photos."""
    found = ((photo.pk, photo.digit_labels) for photo in walk(keys_of(photos)))
    return {key: labels for key, labels in found if labels}


def stream_fields(known: dict[UUID, list[int]], count: int) -> Iterator[bytes]:
    """Write the array x, whose length has to be told before its first row.

    Raises:
        LookupError: if a photo is deleted meanwhile. The download breaks off then, as
            fewer rows than labels would give digits the labels of others.
    """
    yield npy_header((count, *FIELD))
    for photo in walk(list(known)):
        fields = fields_of(photo)
        count -= len(fields)
        yield fields.tobytes()
    if count:
        raise LookupError("A photo was deleted while it was exported.")


def npy_header(shape: tuple[int, ...]) -> bytes:
    """Return what stands before the values of a uint8 array in a .npy file."""
    file = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue()


def fields_of(photo: Photo) -> np.ndarray:
    """Return the digits of a photo, uint8 (n, 28, 28); 255 is ink."""
    digits, came = photo.reading["digits"], photo.reading["photo"]
    side = side_needed([digit["box"] for digit in digits], came)
    with limits.decoding.slot():
        image = shrink(open_picture(photo.file, side), side)
        scale = image.width / came["width"], image.height / came["height"]
        boxes = [
            Box(*(round(edge * scale[i % 2]) for i, edge in enumerate(digit["box"])))
            for digit in digits
        ]
        return find_fields(image, boxes, [digit["line"] for digit in digits])


def side_needed(boxes: list[list[int]], came: dict) -> int:
    """Return the long side of a photo at which its smallest digit is large enough."""
    longest = [max(box[2] - box[0], box[3] - box[1], 1) for box in boxes]
    whole = max(came["width"], came["height"])
    return min(max(ENOUGH * whole // min(longest), LEAST_SIDE), READ_SIDE)


def keys_of(photos: PhotoQuerySet) -> list[UUID]:
    return list(photos.values_list("pk", flat=True))


def walk(keys: list[UUID]) -> Iterator[Photo]:
    """Give the photos that are still there, without a query that stays open."""
    for start in range(0, len(keys), BATCH_PHOTOS):
        batch = keys[start : start + BATCH_PHOTOS]
        found = Photo.objects.in_bulk(batch)
        yield from (found[key] for key in batch if key in found)


class Table:
    """Rows of labels.csv; what was taken is forgotten."""

    def __init__(self):
        self.file = io.StringIO(newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow(COLUMNS)

    @property
    def is_long(self) -> bool:
        return self.file.tell() > io.DEFAULT_BUFFER_SIZE

    def add(self, photo: Photo) -> None:
        self.writer.writerow(harmless(row_of(photo)))

    def take(self) -> bytes:
        text = self.file.getvalue()
        self.file.seek(0)
        self.file.truncate()
        return text.encode()


def row_of(photo: Photo) -> tuple:
    return (
        file_name(photo),
        photo.pk,
        photo.created.isoformat(),
        photo.verdict,
        photo.reading["confidence"],
        in_one_line(photo.text),
        "no" if photo.correction is None else "yes",
        in_one_line(photo.label),
    )


def file_name(photo: Photo) -> str:
    """Return the name of a picture in the ZIP."""
    return f"pictures/{photo.pk}.{photo.file.name.rpartition('.')[2]}"


def in_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def harmless(row: Iterable) -> list[str]:
    """Return cells that no spreadsheet takes for a formula."""
    cells = map(str, row)
    return [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells]
