"""Pictures a second of a job: with one worker and two, and as jobs grow."""

from collections.abc import Iterator

from benchmarks.rows.jobs.site import job_site
from benchmarks.table.rows import Effort, Reach, Row

# The pictures of a small job and of a large one.
SIZES = (1_000, 10_000)
QUICK_SIZES = (100, 400)
TWICE = Reach(min_ratio=1.8)
LINEAR = Reach(ratio=1.1)


def measure(effort: Effort) -> Iterator[Row]:
    """Yield rows of two workers beside one, and of large jobs beside small ones."""
    small, large = QUICK_SIZES if effort.is_quick else SIZES
    with job_site() as site:
        with site.workers(2):
            seconds = {size: site.run(size) for size in (small, large)}
        with site.workers(1):
            alone = site.run(large)
    title = f"job of {large:,} pictures"
    yield Row("jobs", f"{title}, 1 worker", "1/s", [large / alone])
    yield Row(
        "jobs",
        f"{title}, 2 workers",
        "1/s",
        [large / seconds[large]],
        "1 worker",
        [large / alone],
        TWICE,
    )
    each = {size: [1000 * total / size] for size, total in seconds.items()}
    yield Row(
        "jobs",
        f"{title}, each",
        "ms",
        each[large],
        f"{small:,} pictures",
        each[small],
        LINEAR,
    )
