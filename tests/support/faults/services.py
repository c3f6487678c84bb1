"""Faults of hosts and services, while visitors come."""

import time
from collections.abc import Callable

from tests.support.faults.site import Site
from tests.support.faults.table import Row
from tests.support.faults.visitors import Load
from tests.support.scale.redis_server import flush

BEFORE_SECONDS, AFTER_SECONDS = 2.0, 6.0
FAULT_SECONDS = 5.0
# At the end, nothing may fail for so long.
WELL_SECONDS = 3.0
REASONS = {"postgres": "database", "redis": "redis", "s3": "storage"}
UNAVAILABLE = {"503 storage_unavailable"}


def kill_host(site: Site) -> Row:
    """Kill one of the hosts with all its processes."""

    def fail(row: Row) -> float:
        site.topology.kill("web1")
        killed = time.monotonic()
        time.sleep(FAULT_SECONDS)
        site.topology.start("web1")
        return killed

    row, load = run_under_load(site, "`kill -9` of a web host", fail)
    row.expect(load.max_failures <= 1, "a visitor saw several failed requests")
    return row


def stop_service(site: Site, name: str, title: str) -> Row:
    """Stop a service that all hosts share, and start it again."""
    hosts = site.find_hosts()

    def fail(row: Row) -> float:
        site.topology.stop(name)
        reasons = site.find_reasons()
        row.expect(set(reasons) == {REASONS[name]}, f"/readyz names {reasons}")
        time.sleep(FAULT_SECONDS)
        site.topology.start(name)
        return time.monotonic()

    row, load = run_under_load(site, f"{title} stopped and started", fail)
    others = set(load.count_failures()) - UNAVAILABLE
    row.expect(not others, "other refusals than 503 with the reason")
    row.expect(bool(load.failures), "nothing failed: the fault was none")
    row.expect(site.find_hosts() == hosts, "a host was restarted")
    return row


def flush_redis(site: Site) -> Row:
    """Empty Redis: cache, sessions in it, and what throttles count."""
    browsers = [visitor for visitor in site.visitors if not visitor.token]
    for browser in browsers:
        browser.do("keep")
    sessions = [browser.cookies["sessionid"] for browser in browsers]

    def fail(row: Row) -> float:
        flush(site.topology.state.ports["redis"])
        return time.monotonic()

    row, load = run_under_load(site, "Redis emptied", fail)
    row.expect(not load.failures, "a request failed")
    kept = [browser.cookies["sessionid"] for browser in browsers]
    row.expect(kept == sessions, "a visitor lost the session")
    return row


def run_under_load(
    site: Site, fault: str, fail: Callable[[Row], float]
) -> tuple[Row, Load]:
    """Inject a fault while visitors come; compare what is kept afterwards.

    Args:
        site: that runs well.
        fault: in words.
        fail: injects the fault, and returns when it was over, in monotonic time.
    """
    row, load = Row(fault), Load(site.visitors)
    before = site.look_into()
    with load.going_on():
        time.sleep(BEFORE_SECONDS)
        row.expect(not load.failures, "requests failed before the fault")
        over = fail(row)
        time.sleep(AFTER_SECONDS)
        ended = time.monotonic()
    describe(row, load, over, ended)
    after = site.look_into()
    row.rows_without_file = after.rows_without_file
    row.files_without_row = after.files_without_row - before.files_without_row
    row.expect(not row.rows_without_file, "a row has no file")
    row.expect(load.kept <= after.rows, "a kept photo is lost")
    return row, load


def describe(row: Row, load: Load, over: float, ended: float) -> None:
    """Note what visitors saw."""
    failures = load.count_failures()
    row.requests = len(load.answers)
    total = ", ".join(f"{number} × {what}" for what, number in failures.items())
    most = f"; at most {load.max_failures} a visitor" if failures else ""
    row.failed = f"{total}{most}" if failures else "0"
    row.seconds = max(0.0, load.seconds_until_well(over))
    row.expect(over + row.seconds < ended - WELL_SECONDS, "not well again")
