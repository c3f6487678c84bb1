"""Measure the product and print one table: `python -m benchmarks`.

Each group of rows is measured in a process of its own. After ten minutes, the group
being measured is ended, and what was measured until then is written. `--only stages
networks` measures these groups alone, `--quick` takes a few repeats of each, `--output
FILE` names the JSON file with every repeat.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from benchmarks.table.machine import describe_run
from benchmarks.table.output import HEAD, to_line, write_json
from benchmarks.table.rows import Effort, Row
from benchmarks.table.running import GroupFailed, run_group

# Each group, and the seconds in which its repeats begin.
GROUPS = {
    "stages": 60,
    "requests": 70,
    "networks": 40,
    "dearest": 60,
    "growth": 50,
    "start": 90,
    "load": 150,
}
# Measured where they are named: hosts need PostgreSQL, Redis, Swift and nginx, backups
# some 10 GB of disk, jobs Redis.
NAMED_GROUPS = {"hosts": 120, "backup": 240, "jobs": 240, "job_growth": 480}
MAX_SECONDS = 600
DATA = Path(__file__).parents[2] / "shared" / "data"
ROUNDS = 30
QUICK_ROUNDS, QUICK_SHARE = 3, 0.15


def print_group(name: str, effort: Effort, end: float) -> tuple[list[Row], bool]:
    """Measure one group, printing each row at once; return whether it failed."""
    rows = []
    try:
        for row in run_group(name, effort, end):
            rows.append(row)
            print(to_line(row), flush=True)
    except GroupFailed as failure:
        print(failure, file=sys.stderr)
        return rows, True
    return rows, False


def build_effort(name: str, is_quick: bool) -> Effort:
    seconds = (GROUPS | NAMED_GROUPS)[name]
    if is_quick:
        return Effort(QUICK_ROUNDS, seconds * QUICK_SHARE, is_quick)
    return Effort(ROUNDS, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    names = [*GROUPS, *NAMED_GROUPS]
    parser.add_argument("--only", nargs="+", choices=names, default=list(GROUPS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--data", type=Path, default=DATA, help="of labeled pictures")
    parser.add_argument("--output", type=Path, default=Path("bench.json"))
    options = parser.parse_args()
    # Ended from outside, it ends the group that it measures, and so its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ["BENCHMARK_DATA"] = str(options.data)
    run, end = describe_run(), time.monotonic() + MAX_SECONDS
    print(HEAD, flush=True)
    rows, failed = [], []
    for name in options.only:
        found, has_failed = print_group(name, build_effort(name, options.quick), end)
        rows += found
        failed += [name] * has_failed
    write_json(options.output, run, rows)
    missed = sum(row.is_reached is False for row in rows)
    print(f"\n{len(rows)} rows, {missed} beyond reach; all repeats: {options.output}")
    if failed:
        raise SystemExit(f"Not measured to the end: {', '.join(failed)}")


if __name__ == "__main__":
    main()
