"""Galleries of any size, filled by one statement, and the visitors who see them."""

import json
from collections.abc import Sequence
from uuid import UUID, uuid4

from benchmarks.drawn_pictures import draw_picture

SHAPES = [(1000, 700, "PNG"), (2048, 1536, "JPEG", 9.0)]
# Box of the 4 that `draw_picture` draws: offsets from the middle, by the shorter side.
DIGIT_BOX = (-0.22, -0.32, 0.22, 0.32)
# Times have microseconds, as Django writes and compares them.
FILL = """
INSERT INTO gallery_photo (
  id, gallery_key, created, file, thumbnail, small_thumbnail, width, height, reading,
  verdict, text, request_digest)
WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 2 FROM n WHERE i + 2 < %s)
SELECT lower(hex(randomblob(16))), %s,
  strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', printf('-%%d seconds', i)) || '456',
  %s, %s, %s, %s, %s, %s, 'read', '4', '' FROM n"""


def fill_gallery(count: int) -> UUID:
    """Store photos in a gallery, half of them drawings; return its key.

    They share a few files, so that the speed of the disk matters less.
    """
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.db import connection

    key = uuid4()
    for first, (width, height, *form) in enumerate(SHAPES):
        data = ContentFile(draw_picture(width, height, *form))
        file = default_storage.save(f"photos/photo.{form[0].lower()}", data)
        reading = json.dumps(build_reading(width, height))
        values = [first, count, key.hex, *[file] * 3, width, height, reading]
        with connection.cursor() as cursor:
            cursor.execute(FILL, values)
    return key


def build_reading(width: int, height: int) -> dict:
    """Return the reading of a picture with a 4 in the middle."""
    middle, unit = (width / 2, height / 2), min(width, height)
    box = [round(middle[i % 2] + offset * unit) for i, offset in enumerate(DIGIT_BOX)]
    digit = {"label": 4, "confidence": 0.99, "box": box, "line": 0}
    digit["probabilities"] = [0.001] * 4 + [0.99] + [0.002] * 5
    number = {"text": "4", "digits": [0], "box": box, "confidence": 0.99, "line": 0}
    return {
        "text": "4",
        "verdict": "read",
        "confidence": 0.99,
        "digits": [digit],
        "numbers": [number | {"row": None, "column": None}],
        "photo": {"width": width, "height": height, "format": "JPEG"},
        "metadata": {"removed": [], "location": False},
        "model": {"name": "digits", "version": "1"},
    }


def open_browser(key: UUID):
    """Return a client that sees a gallery."""
    from django.test import Client

    client = Client()
    session = client.session
    session["gallery_key"] = str(key)
    session.save()
    return client


def count_queries(client, path: str) -> Sequence[str]:
    """Return the queries of a page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return [query["sql"] for query in queries]
