"""Backups: time, size and memory, beside a plain tar of the same pictures."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from benchmarks.drawn_pictures import draw_picture
from benchmarks.rows.galleries import build_reading
from benchmarks.rows.in_process import read_memory_mb, set_up_site
from benchmarks.table.rows import Effort, Reach, Row

SIZES, QUICK_SIZES = (1_000, 10_000), (50, 200)
# Photos whose number alone would cost memory; they share a small picture.
MANY, QUICK_MANY = 300_000, 2_000
NEW_SHARE = 0.01
BATCH_ROWS = 500
PHOTO, SMALL = (1024, 768, "JPEG", 9.0), (28, 28, "PNG")
SMALL_GROWTH = Reach(value=100)


def measure(effort: Effort) -> Iterator[Row]:
    """Yield rows of backups of galleries of several sizes, and of many photos."""
    sizes, many = (QUICK_SIZES, QUICK_MANY) if effort.is_quick else (SIZES, MANY)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        set_up_site(name)
        picture = draw_picture(*PHOTO)
        for size in sizes:
            yield from measure_size(folder, size, picture)
        yield from measure_memory(folder, many, draw_picture(*SMALL))


def measure_size(folder: Path, size: int, picture: bytes) -> Iterator[Row]:
    """Yield rows of a backup of this many photos, up to its restore."""
    from gallery.services.bundles.backup import write_backup
    from gallery.services.bundles.chain import open_chain
    from gallery.services.bundles.restoring import restore
    from gallery.services.bundles.verification import verify

    fill_gallery(folder, size, picture)
    packed, unpacked, megabytes = measure_tar(folder)
    whole, later = folder / "whole.tar", folder / "later.tar"
    seconds = clock(lambda: write_backup(whole))
    yield to_row("write", size, "s", seconds, packed)
    yield to_row("size", size, "MB", whole.stat().st_size / 1e6, megabytes)
    fill_gallery(folder, round(NEW_SHARE * size) or 1, picture)
    seconds = clock(lambda: write_backup(later, since=whole))
    yield to_row("write, 1 % new pictures", size, "s", seconds, packed)
    chain = open_chain([whole, later])
    yield to_row("verify", size, "s", clock(lambda: verify(chain)), packed)
    empty_site(folder)
    seconds = clock(lambda: restore(chain))
    yield to_row("restore and compare", size, "s", seconds, unpacked)
    empty_site(folder)


def measure_memory(folder: Path, count: int, picture: bytes) -> Iterator[Row]:
    """Yield rows of peak memory while many photos are written and verified."""
    from gallery.services.bundles.backup import write_backup
    from gallery.services.bundles.chain import open_chain
    from gallery.services.bundles.verification import verify

    path = folder / "many.tar"
    fill_with_one_picture(folder, count, picture)
    before = read_memory_mb("VmHWM")
    write_backup(path)
    written = read_memory_mb("VmHWM")
    verify(open_chain([path]))
    for name, grown in (
        ("write", written - before),
        ("verify", read_memory_mb("VmHWM") - written),
    ):
        title = f"{name} {count:,} photos, peak memory grows by"
        yield Row("backup", title, "MB", [grown], reach=SMALL_GROWTH)


def to_row(name: str, size: int, unit: str, value: float, plain: float) -> Row:
    return Row("backup", f"{name}, {size:,} photos", unit, [value], "tar", [plain])


def clock(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure_tar(folder: Path) -> tuple[float, float, float]:
    """Return the seconds of packing and unpacking the pictures, and the MB."""
    tar, plain = folder / "plain.tar", folder / "plain"
    plain.mkdir()
    pack = ["tar", "-cf", str(tar), "-C", str(folder / "media"), "photos"]
    packed = clock(lambda: subprocess.run(pack, check=True))
    unpack = ["tar", "-xf", str(tar), "-C", str(plain)]
    unpacked = clock(lambda: subprocess.run(unpack, check=True))
    megabytes = tar.stat().st_size / 1e6
    shutil.rmtree(plain)
    tar.unlink()
    return packed, unpacked, megabytes


def fill_gallery(folder: Path, count: int, picture: bytes) -> None:
    """Store photos, each with a file of its own, without reading any."""
    keys = [uuid4() for _ in range(count)]
    add_rows((key, write_picture(folder, key.hex, picture)) for key in keys)


def fill_with_one_picture(folder: Path, count: int, picture: bytes) -> None:
    """Store photos that share a file, as files are not what is counted."""
    name = write_picture(folder, uuid4().hex, picture)
    add_rows((uuid4(), name) for _ in range(count))


def add_rows(names: Iterator[tuple[UUID, str]]) -> None:
    """Store the rows of photos with these ids and files."""
    from gallery.models import Photo

    values = {"gallery_key": uuid4(), "width": 1024, "height": 768, "text": "4"}
    values |= {"reading": build_reading(1024, 768), "verdict": "read"}
    while batch := list(islice(names, BATCH_ROWS)):
        Photo.objects.bulk_create(Photo(id=k, file=name, **values) for k, name in batch)


def write_picture(folder: Path, key: str, picture: bytes) -> str:
    name = f"photos/{key[:2]}/{key}.jpg"
    path = folder / "media" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    return name


def empty_site(folder: Path) -> None:
    """Delete all photos and files, but not the folder itself."""
    from gallery.models import Photo

    Photo.objects.all().delete()
    shutil.rmtree(folder / "media" / "photos")
