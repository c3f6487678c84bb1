"""The faults of `make faults`: what is counted, and two of them on a site that runs."""

import pytest

from tests.support.faults import services
from tests.support.faults.__main__ import FAULTS
from tests.support.faults.site import Contents, started_site
from tests.support.faults.table import HEADER, Row
from tests.support.faults.visitors import Answer, Load
from tests.support.scale.packages import find_missing

KILLED = Answer(1, "keep", 0, "", "", 12.5)
REFUSED = Answer(1, "list", 503, "storage_unavailable", "", 11.0)
KEPT = Answer(2, "keep", 201, "", "a-photo", 13.0)
needs_servers = pytest.mark.skipif(bool(find_missing()), reason="servers are missing")


@pytest.fixture
def load():
    load = Load([])
    load.answers += [KILLED, REFUSED, KEPT]
    return load


def test_failures_are_counted_as_each_visitor_sees_them(load):
    assert load.max_failures == 2
    assert load.count_failures() == {"0": 1, "503 storage_unavailable": 1}
    assert load.kept == {"a-photo"}


def test_a_site_is_well_after_the_last_failure(load):
    row = Row("a fault")
    services.describe(row, load, over=10.0, ended=20.0)
    assert (row.requests, row.seconds, row.verdict) == (3, 2.5, "survived")
    assert "503 storage_unavailable" in row.failed


def test_a_site_that_fails_to_the_end_is_not_well_again(load):
    row = Row("a fault")
    services.describe(row, load, over=10.0, ended=14.0)
    assert row.verdict == "not well again"


def test_what_is_kept_is_compared_both_ways():
    found = Contents({"a"}, {"a.jpg", "b.jpg"}, {"b.jpg", "c.jpg", "d.jpg"}, set())
    assert (found.rows_without_file, found.files_without_row) == (1, 2)


def test_a_row_has_a_cell_for_each_column():
    row = Row("a fault", requests=7, problems=["one thing", "another"])
    assert str(row).count("|") == HEADER.splitlines()[0].count("|")
    assert str(row).endswith("| one thing; another |")


@pytest.mark.slow
@pytest.mark.timeout(400)
@needs_servers
def test_a_killed_host_and_an_empty_redis_are_survived(monkeypatch):
    for name, seconds in (("BEFORE", 1.0), ("FAULT", 1.0), ("AFTER", 4.0)):
        monkeypatch.setattr(services, f"{name}_SECONDS", seconds)
    with started_site(workers=0) as site:
        rows = [FAULTS[name](site) for name in ("host", "flush")]
    assert [row.verdict for row in rows] == ["survived", "survived"]
    assert all(row.requests for row in rows)
