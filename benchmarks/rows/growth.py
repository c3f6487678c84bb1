"""Galleries of a hundred photos to a million: lists, pages, exports and deletion."""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from uuid import UUID

from benchmarks.rows.galleries import count_queries, fill_gallery, open_browser
from benchmarks.rows.in_process import count_processor_ms, read_memory_mb, set_up_site
from benchmarks.table.rows import Effort, Reach, Row, interleave

SIZES = (100, 10_000, 1_000_000)
QUICK_SIZES = (100, 500, 10_000)
# Each export, and the largest gallery that is exported whole. Of others, the begin.
FORMATS = {"csv": 10_000, "zip": 10_000, "npz": 100}
MEASURED_PHOTOS = 2_000  # of a deletion, at most
STEADY = Reach(ratio=1.3)  # of the largest gallery to the smallest
FEW_QUERIES = Reach(value=8)


def measure(effort: Effort) -> Iterator[Row]:
    """Yield rows of pages, exports and deletion, by size of the gallery."""
    sizes = QUICK_SIZES if effort.is_quick else SIZES
    with tempfile.TemporaryDirectory() as folder:
        set_up_site(folder)
        keys = {size: fill_gallery(size) for size in sizes}
        yield from measure_pages(keys, effort.part(0.6))
        for form in FORMATS:
            yield from measure_export(form, keys, effort.part(0.1))
        yield from measure_deletion(keys)


def measure_pages(keys: dict[int, UUID], effort: Effort) -> Iterator[Row]:
    for name, find_path in PAGES.items():
        measurements, queries = {}, {}
        for size, key in keys.items():
            client, path = open_browser(key), find_path(key)
            queries[size] = len(count_queries(client, path))
            get = partial(client.get, path)
            measurements[size] = partial(count_processor_ms, get)
        values = interleave(measurements, effort.part(1 / len(PAGES)))
        yield from compare(name, "ms CPU", values)
        counts = {size: [float(count)] for size, count in queries.items()}
        yield from compare(f"{name}, queries", "queries", counts, FEW_QUERIES)


def compare(
    name: str, unit: str, values: dict[int, list[float]], most: Reach = STEADY
) -> Iterator[Row]:
    """Yield a row for each size, beside the smallest."""
    smallest, largest = min(values), max(values)
    for size, seen in values.items():
        title, reference = f"{name}, {size:,} photos", f"{smallest:,} photos"
        reach = most if size == largest else Reach()
        yield Row("growth", title, unit, seen, reference, values[smallest], reach)


def find_list(key: UUID) -> str:
    return "/api/v1/photos/"


def find_middle_of_list(key: UUID) -> str:
    """Return the list from its middle on."""
    from gallery.models import Photo
    from gallery.pagination import Cursor, get_position

    photos = Photo.objects.in_gallery(key)
    middle = photos[photos.count() // 2]
    return f"/api/v1/photos/?cursor={Cursor(get_position(middle)).encode()}"


PAGES: dict[str, Callable[[UUID], str]] = {
    "GET photos/": find_list,
    "GET photos/ from the middle": find_middle_of_list,
    "GET photos/?verdict=nothing": lambda key: "/api/v1/photos/?verdict=nothing",
    "GET photos/?corrected=true": lambda key: "/api/v1/photos/?corrected=true",
    # No index knows the digits of a text: where none has this one, all are looked at.
    "GET photos/?label=3": lambda key: "/api/v1/photos/?label=3",
    "gallery page": lambda key: "/gallery/",
    "slideshow page": lambda key: "/gallery/slideshow/",
}


def measure_export(form: str, keys: dict[int, UUID], effort: Effort) -> Iterator[Row]:
    """Yield rows of whole exports, of the begin of all, and of memory."""
    whole = {size: key for size, key in keys.items() if size <= FORMATS[form]}
    before = read_memory_mb("VmHWM")
    exports = {size: partial(export, key, form, None) for size, key in whole.items()}
    values = interleave(exports, effort.part(0.5))
    each = {size: [ms / size for ms in all_ms] for size, all_ms in values.items()}
    yield from compare(f"export {form}, each", "ms CPU", each, Reach())
    # An NPZ file begins with the number of its digits, so that all rows are read first.
    if form != "npz":
        begins = {size: partial(export, key, form, 1) for size, key in keys.items()}
        values = interleave(begins, effort.part(0.5))
        yield from compare(f"export {form}, to its first bytes", "ms CPU", values)
    growth = read_memory_mb("VmHWM") - before
    yield Row("growth", f"export {form}, peak memory grows by", "MB", [growth])


def export(key: UUID, form: str, chunks: int | None) -> float:
    """Export a gallery, or its begin; return the ms."""

    def run() -> None:
        address = f"/api/v1/photos/export/?format={form}"
        response = open_browser(key).get(address)
        for _ in islice(response.streaming_content, chunks):
            pass
        response.close()

    return count_processor_ms(run)


def measure_deletion(keys: dict[int, UUID]) -> Iterator[Row]:
    """Yield rows of the ms for each photo while galleries are emptied.

    A large gallery is emptied in part: it goes in batches that are all alike.
    """
    from gallery.models import Photo
    from gallery.services.photos import delete_batch

    values: dict[int, list[float]] = {size: [] for size in keys}
    for size, key in keys.items():
        photos, deleted = Photo.objects.in_gallery(key), 0
        while deleted < MEASURED_PHOTOS:
            start = time.process_time()
            count = delete_batch(photos)
            if not count:
                break
            deleted += count
            values[size].append(1000 * (time.process_time() - start) / count)
    yield from compare("delete all, each", "ms CPU", values, Reach())
