"""Inject faults into a site of several hosts, and print what became of each.

    python -m tests.support.faults [NAME...]

starts PostgreSQL, Redis, Swift, two web hosts and nginx on loopback. The exit code is 1
if a fault was not survived.
"""

import argparse
import sys
import traceback
from collections.abc import Callable
from functools import partial

import pytest

from tests.support.faults import clocks, services, watched_folder, workers
from tests.support.faults.site import Site, started_site
from tests.support.faults.table import HEADER, Row
from tests.support.scale.packages import PACKAGES, install_missing

FAULTS: dict[str, Callable[[Site], Row]] = {
    "host": services.kill_host,
    "worker": workers.kill_worker,
    "postgres": partial(services.stop_service, name="postgres", title="PostgreSQL"),
    "redis": partial(services.stop_service, name="redis", title="Redis"),
    "s3": partial(services.stop_service, name="s3", title="S3 server"),
    "flush": services.flush_redis,
    "fast": partial(clocks.shift_clock, minutes=5),
    "slow": partial(clocks.shift_clock, minutes=-5),
    "folder": watched_folder.fill_disk,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*FAULTS, []], metavar="NAME")
    names = parser.parse_args(arguments).names or list(FAULTS)
    install_missing([*PACKAGES, clocks.PACKAGE])
    rows = []
    with started_site() as site:
        for name in names:
            rows.append(inject(name, site))
            print(f"{name}: {rows[-1].verdict}", file=sys.stderr, flush=True)
    print(HEADER, *rows, sep="\n")
    return int(any(row.problems for row in rows))


def inject(name: str, site: Site) -> Row:
    try:
        return FAULTS[name](site)
    except pytest.skip.Exception as reason:
        return Row(name, problems=[f"not tried: {reason}"])
    except Exception as error:  # the other faults are still worth knowing
        traceback.print_exc()
        return Row(name, problems=[f"{type(error).__name__}: not tried to the end"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
