"""The dearest pictures: of real photos, odd files, and pages made to cost most."""

import os
import tarfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks.drawn_pictures import COSTLY_PAGES, get_picture
from benchmarks.rows.engines import load_shared_network, set_up_settings
from benchmarks.rows.in_process import count_processor_ms
from benchmarks.table.rows import Effort, Reach, Row

MOST = Reach(value=600)  # ms of processor time
# A first reading prepares the networks for a shape of pictures, so those that took so
# much are read again.
SUSPICIOUS_MS = 100.0

Pictures = Iterator[tuple[str, bytes]]


def measure(effort: Effort) -> Iterator[Row]:
    """Yield the median and the dearest picture of each set that is at hand."""
    set_up_settings()
    load_shared_network()
    sets = {"costly pages": costly_pages()}
    if (data := Path(os.environ["BENCHMARK_DATA"])).exists():
        sets |= {
            "dev/wild": wild_photos(data / "dev" / "wild"),
            "Pillow corpus": pillow_corpus(data / "pillow-corpus.tar.xz"),
        }
    for name, pictures in sets.items():
        yield from measure_set(name, pictures, effort.part(1 / len(sets)))


def measure_set(name: str, pictures: Pictures, effort: Effort) -> Iterator[Row]:
    end = time.monotonic() + effort.seconds
    costs: dict[str, float] = {}
    is_whole = True
    for title, data in pictures:
        if time.monotonic() > end:
            is_whole = False
            break
        costs[title] = read_ms(data)
    note = f"{len(costs)} pictures" + ("" if is_whole else ", the time was up")
    yield Row("dearest", f"{name}, each", "ms CPU", list(costs.values()), note=note)
    dearest = max(costs, key=costs.__getitem__)
    values = [costs[dearest]]
    yield Row("dearest", name, "ms CPU", values, reach=MOST, note=dearest)


def read_ms(data: bytes) -> float:
    """Return the processor time of a picture, read or refused."""
    from recognizer import RecognizerError, recognize

    def read() -> None:
        try:
            recognize(data)
        except RecognizerError:
            return

    ms = count_processor_ms(read)
    return min(ms, count_processor_ms(read)) if ms > SUSPICIOUS_MS else ms


def costly_pages() -> Pictures:
    return ((name, get_picture(name)) for name in COSTLY_PAGES)


def wild_photos(folder: Path) -> Pictures:
    files = (path for path in sorted(folder.rglob("*")) if is_picture(path))
    return ((path.name, path.read_bytes()) for path in files)


def is_picture(path: Path) -> bool:
    return path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}


def pillow_corpus(file: Path) -> Pictures:
    with tarfile.open(file) as corpus:
        for member in filter(tarfile.TarInfo.isfile, chain(corpus)):
            content = corpus.extractfile(member)
            if content is not None:
                yield member.name, content.read()
