"""What each picture of a job costs as jobs grow: to receive it, and to read it."""

from collections.abc import Iterator

from benchmarks.rows.jobs.site import job_site
from benchmarks.table.rows import Effort, Reach, Row

# The pictures of a small job and of a large one.
SIZES = (1_000, 100_000)
QUICK_SIZES = (100, 400)
# Small jobs are read before the large one and after it: machines are not equally fast
# for minutes.
REPEATS = 5
LINEAR = Reach(ratio=1.1)


def measure(effort: Effort) -> Iterator[Row]:
    """Yield rows of a large job beside a small one."""
    small, large = QUICK_SIZES if effort.is_quick else SIZES
    with job_site(JOB_MAX_PICTURES=str(large)) as site, site.workers(2):
        before = [site.run(small) for _ in range(REPEATS)]
        long = site.run(large)
        after = [site.run(small) for _ in range(REPEATS)]
    compared = f"{small:,} pictures"
    for step in ("receiving", "reading"):
        many = [1000 * getattr(long, step) / large]
        few = [1000 * getattr(run, step) / small for run in before + after]
        title = f"job of {large:,} pictures, {step} each"
        yield Row("job growth", title, "ms", many, compared, few, LINEAR)
