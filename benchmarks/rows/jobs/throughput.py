"""Pictures a second of a job: with one worker and with two."""

from collections.abc import Iterator

from benchmarks.rows.jobs.site import job_site
from benchmarks.table.rows import Effort, Reach, Row

PICTURES = 10_000
QUICK_PICTURES = 400
TWICE = Reach(min_ratio=1.8)


def measure(effort: Effort) -> Iterator[Row]:
    """Yield rows of one worker, and of two beside it."""
    count = QUICK_PICTURES if effort.is_quick else PICTURES
    with job_site() as site:
        with site.workers(1):
            alone = count / site.run(count).reading
        with site.workers(2):
            both = count / site.run(count).reading
    title = f"job of {count:,} pictures"
    yield Row("jobs", f"{title}, 1 worker", "1/s", [alone])
    yield Row("jobs", f"{title}, 2 workers", "1/s", [both], "1 worker", [alone], TWICE)
