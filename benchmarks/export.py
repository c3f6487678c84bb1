"""Measure exports of a large gallery: `python -m benchmarks.export`.

A gallery in a temporary database and media folder is filled, half with drawings and
half with photos of three megapixels. Each export format is then requested in a separate
process. The rows share a few files, so that the speed of the disk matters less.
"""

import argparse
import io
import os
import tempfile
import time
import zipfile
from pathlib import Path
from uuid import uuid4

import numpy as np

from benchmarks.serving import draw_picture

BATCH_ROWS = 500
SHAPES = [(1000, 700, "PNG"), (2048, 1536, "JPEG", 9.0)]
FORMATS = ("csv", "zip", "npz")
# Box of the 4 that `draw_picture` draws: offsets from the middle, by the shorter side.
DIGIT_BOX = (-0.22, -0.32, 0.22, 0.32)


def set_up(folder: str) -> None:
    """Set up an empty site in a folder."""
    import django

    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "digitsite.settings",
        "DJANGO_DEBUG": "1",
        "LOG_LEVEL": "ERROR",
        "THROTTLE_WRITES": "off",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
    }
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False  # with it, Django keeps every query
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)


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


def fill_gallery(count: int):
    """Store photos in one gallery; return its key."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from gallery.models import Photo

    files = [
        (
            default_storage.save("photos/photo", ContentFile(draw_picture(*shape))),
            *shape[:2],
        )
        for shape in SHAPES
    ]
    key = uuid4()
    rows = (
        Photo(
            gallery_key=key,
            file=name,
            thumbnail=name,
            width=width,
            height=height,
            reading=build_reading(width, height),
            verdict="read",
            text="4",
        )
        for i in range(count)
        for name, width, height in [files[i % len(files)]]
    )
    Photo.objects.bulk_create(rows, batch_size=BATCH_ROWS)
    return key


def read_memory_mb(name: str) -> float:
    """Return VmRSS or VmHWM of this process in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def measure(form: str, key, count: int, path: Path) -> None:
    """Export once with the session of a gallery; print time and memory."""
    from django.test import Client

    client = Client()
    session = client.session
    session["gallery_key"] = str(key)
    session.save()
    before, start = read_memory_mb("VmRSS"), time.perf_counter()
    processor = time.process_time()
    response = client.get("/api/v1/photos/export/", {"format": form})
    first, size = None, 0
    with path.open("wb") as file:
        for chunk in response.streaming_content:
            first = first or time.perf_counter() - start
            size += file.write(chunk)
    processor = time.process_time() - processor
    seconds, growth = time.perf_counter() - start, read_memory_mb("VmHWM") - before
    assert count_entries(form, path) == count, "the export is incomplete"
    print(
        f"{form}  {size / 1e6:8.1f} MB  {seconds:6.1f} s"
        f"  processor {processor:6.1f} s  first byte {first:5.2f} s"
        f"  memory +{growth:.0f} MB",
        flush=True,
    )


def count_entries(form: str, path: Path) -> int:
    """Return the number of photos in an export."""
    if form == "csv":
        return path.read_text().count("\n") - 1
    if form == "zip":
        with zipfile.ZipFile(path) as archive:
            return len(archive.namelist()) - 1
    arrays = np.load(io.BytesIO(path.read_bytes()))
    assert len(arrays["x"]) == len(arrays["y"])
    return int((arrays["x"].max((1, 2)) > 0).sum())


def measure_in_child(form: str, *arguments) -> None:
    """Measure in a child process, so that each peak memory is counted alone."""
    child = os.fork()
    if not child:
        try:
            measure(form, *arguments)
            os._exit(0)
        except Exception as error:
            print(f"{form}  {error}", flush=True)
            os._exit(1)
    if os.waitpid(child, 0)[1]:
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10_000)
    count = parser.parse_args().photos
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        key = fill_gallery(count)
        from django.db import connections

        connections.close_all()
        for form in FORMATS:
            measure_in_child(form, key, count, Path(folder) / f"export.{form}")
            (Path(folder) / f"export.{form}").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
