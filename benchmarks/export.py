"""Time and memory of exporting a large gallery: `python -m benchmarks.export`.

Fills a gallery in a database and media folder of its own, half of it drawings and half
photos of three megapixels, then asks for each form of export in a process of its own.
The rows share a few files, so that the disk is not what is measured.
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

from benchmarks.serving import picture

BATCH_ROWS = 500
SHAPES = [(1000, 700, "PNG"), (2048, 1536, "JPEG", 9.0)]
FORMS = ("csv", "zip", "npz")
# Where `picture` draws its 4, as shares of the shorter side around the middle.
REACH = (-0.22, -0.32, 0.22, 0.32)


def set_up(folder: str) -> None:
    """Begin an empty site in a folder."""
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


def reading_of(width: int, height: int) -> dict:
    """Return what would be read of a picture: a 4 in the middle."""
    middle, unit = (width / 2, height / 2), min(width, height)
    box = [round(middle[i % 2] + reach * unit) for i, reach in enumerate(REACH)]
    digit = {"label": 4, "confidence": 0.99, "box": box, "line": 0}
    digit["probabilities"] = [0.001] * 4 + [0.99] + [0.002] * 5
    return {
        "text": "4",
        "verdict": "read",
        "confidence": 0.99,
        "digits": [digit],
        "photo": {"width": width, "height": height, "format": "JPEG"},
        "metadata": {"removed": [], "location": False},
        "model": {"name": "digits", "version": "1"},
    }


def fill_gallery(count: int):
    """Keep so many photos of one visitor; return the visitor's key."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from gallery.models import Photo

    kept = [
        (default_storage.save("photos/kept", ContentFile(picture(*shape))), *shape[:2])
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
            reading=reading_of(width, height),
            verdict="read",
            text="4",
        )
        for i in range(count)
        for name, width, height in [kept[i % len(kept)]]
    )
    Photo.objects.bulk_create(rows, batch_size=BATCH_ROWS)
    return key


def memory(name: str) -> float:
    """Return VmRSS or VmHWM of this process in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def measure(form: str, key, count: int, path: Path) -> None:
    """Export once, as a browser of that gallery, and print what it took."""
    from django.test import Client

    client = Client()
    session = client.session
    session["gallery_key"] = str(key)
    session.save()
    before, start = memory("VmRSS"), time.perf_counter()
    processor = time.process_time()
    answer = client.get("/api/v1/photos/export/", {"format": form})
    first, size = None, 0
    with path.open("wb") as file:
        for chunk in answer.streaming_content:
            first = first or time.perf_counter() - start
            size += file.write(chunk)
    processor = time.process_time() - processor
    taken, grown = time.perf_counter() - start, memory("VmHWM") - before
    assert entries_of(form, path) == count, "the export is not whole"
    print(
        f"{form}  {size / 1e6:8.1f} MB  {taken:6.1f} s"
        f"  processor {processor:6.1f} s  first byte {first:5.2f} s"
        f"  memory +{grown:.0f} MB",
        flush=True,
    )


def entries_of(form: str, path: Path) -> int:
    """Count what an export holds."""
    if form == "csv":
        return path.read_text().count("\n") - 1
    if form == "zip":
        with zipfile.ZipFile(path) as archive:
            return len(archive.namelist()) - 1
    arrays = np.load(io.BytesIO(path.read_bytes()))
    assert len(arrays["x"]) == len(arrays["y"])
    return int((arrays["x"].max((1, 2)) > 0).sum())


def measure_apart(form: str, *arguments) -> None:
    """Measure in a child, whose highest memory is its own."""
    child = os.fork()
    if not child:
        try:
            measure(form, *arguments)
            os._exit(0)
        except Exception as problem:
            print(f"{form}  {problem}", flush=True)
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
        for form in FORMS:
            measure_apart(form, key, count, Path(folder) / f"export.{form}")
            (Path(folder) / f"export.{form}").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
