"""The table of benchmarks: what a row tells, how it is measured, and how written."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from benchmarks.__main__ import GROUPS, MAX_SECONDS, NAMED_GROUPS, build_effort
from benchmarks.drawn_pictures import COSTLY_PAGES, PICTURES
from benchmarks.rows import backup, hosts
from benchmarks.rows.load import Load, Window, percentile, to_rows
from benchmarks.serving import ROOT
from benchmarks.table import machine
from benchmarks.table.output import HEAD, format_figure, to_line, write_json
from benchmarks.table.rows import Effort, Reach, Row, interleave, rounds_of
from benchmarks.table.running import GroupFailed, run_group
from tests.support.hostile import opened


def test_a_row_tells_median_spread_and_ratio():
    row = Row("a", "b", "ms", [1, 2, 3, 4, 9], "limit", [2, 1.5, 1], Reach(ratio=2))
    assert (row.median, row.spread, row.ratio) == (3, (2, 4), 2)
    assert row.is_reached


@pytest.mark.parametrize(
    ("reach", "kept"),
    [
        (Reach(), None),
        (Reach(ratio=2), True),
        (Reach(ratio=1.9), False),
        (Reach(value=5.9), False),
        (Reach(ratio=2, value=6), True),
        (Reach(min_ratio=2), True),
        (Reach(min_ratio=2.1), False),
    ],
)
def test_a_row_is_kept_or_not(reach, kept):
    assert Row("a", "b", "ms", [6.0], "limit", [3.0], reach).is_reached is kept


def test_measurements_are_interleaved_and_the_first_round_is_discarded():
    clock = count()
    calls = {"first": lambda: next(clock), "second": lambda: next(clock)}
    assert interleave(calls, Effort(2, 60)) == {"first": [2, 4], "second": [3, 5]}


def test_no_round_begins_when_the_time_is_up_but_one_is_kept():
    assert list(rounds_of(Effort(30, 0))) == [0, 1]


def test_a_group_that_is_named_takes_less_than_ten_minutes_too():
    assert not GROUPS.keys() & NAMED_GROUPS.keys()
    for name, seconds in NAMED_GROUPS.items():
        assert seconds < MAX_SECONDS
        assert build_effort(name, False).seconds == seconds


def test_processes_behind_nginx_are_compared_with_one():
    alone = [Window(waits=[0.2] * 9 + [1.0], seconds=2.0)]
    two = [Window(waits=[0.1] * 20, seconds=2.0, others=Counter({502: 1}))]
    answers, p99, other = hosts.to_rows(2, two, alone)
    assert (answers.name, answers.ratio) == ("2 processes behind nginx, answers", 2.0)
    assert (p99.median, p99.ratio) == (100, 0.1)
    assert (other.values, other.note, other.is_reached) == ([1], "502: 1", False)


def test_all_groups_take_ten_minutes_with_their_servers():
    assert sum(GROUPS.values()) <= 0.9 * MAX_SECONDS
    quick = [build_effort(name, True).seconds for name in GROUPS]
    assert sum(quick) <= 0.15 * MAX_SECONDS


@pytest.mark.parametrize(
    ("figure", "text"),
    [(0, "0"), (1234.5, "1234"), (0.0123, "0.0123"), (45.678, "45.7")],
)
def test_figures_have_three_digits_that_count(figure, text):
    assert format_figure(figure) == text


def test_a_line_has_a_cell_for_each_column():
    row = Row("a", "b", "ms", [6.0], "limit", [3.0], Reach(ratio=1), "note")
    line = to_line(row)
    assert line == "| a: b | 6 | 6 to 6 | ms | limit | 2.00 | ratio ≤ 1 | **no** note |"
    assert {part.count("|") for part in (line, *HEAD.split("\n"))} == {9}


def test_the_file_holds_machine_versions_date_and_every_repeat(tmp_path):
    path = tmp_path / "bench.json"
    write_json(path, machine.describe_run(), [Row("a", "b", "ms", [1.0, 2.0])])
    content = json.loads(path.read_text())
    assert content["machine"]["cores"] >= 1
    assert {"Django", "numpy", "Python"} <= set(content["versions"])
    assert content["date"].startswith("20")
    assert content["rows"][0]["values"] == [1.0, 2.0]


@pytest.mark.parametrize("name", {**PICTURES, **COSTLY_PAGES})
def test_pictures_are_drawn(name):
    data = (PICTURES | COSTLY_PAGES)[name]()
    assert min(opened(data).size) >= 28


def test_a_turned_photo_says_how_the_camera_lay():
    photo = opened(PICTURES["12 MP JPEG, turned"]())
    assert (photo.size, photo.getexif()[0x0112]) == ((4000, 3000), 6)


def test_a_group_that_does_not_exist_fails():
    with pytest.raises(GroupFailed, match="nothing ended with 1"):
        list(run_group("nothing", Effort(1, 1), time.monotonic() + 60))


def test_a_group_is_ended_when_the_time_is_up():
    with pytest.raises(GroupFailed):
        list(run_group("stages", Effort(1, 1), time.monotonic()))


def test_a_load_tells_waits_refusals_and_other_answers():
    window = Window([0.1, 0.2, 0.4], [0.01], Counter({500: 2}), [0.02], 2.0, 0.5, 700)
    load = Load("site", "/api/v1/readings/", "12 MP JPEG", 64)
    rows = {row.name.rpartition(", ")[2]: row for row in to_rows(load, [window])}
    assert rows["p50"].values == [200]
    assert rows["answers"].values == [1.5]
    assert rows["other answers"].note == "500: 2"
    assert rows["other answers"].is_reached is False
    assert rows["/healthz p99"].is_reached
    assert rows["peak memory"].is_reached


def test_a_percentile_is_one_of_the_values():
    assert percentile(list(range(100)), 0.99) == 99
    assert percentile([3, 1], 0.5) == 3
    assert percentile([], 0.99) == 0


def test_a_run_that_is_ended_ends_its_group():
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "stages"]
    run = subprocess.Popen(
        [*command, "--output", os.devnull], cwd=ROOT, stdout=subprocess.PIPE
    )
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    assert run.stdout.readline().startswith(b"| row |")
    eventually(lambda: children.read_text().split())
    groups = children.read_text().split()
    run.terminate()
    assert run.wait(30) == 1
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in groups))


def eventually(holds):
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_backup_is_compared_with_tar():
    row = backup.to_row("write", 1000, "s", 3.0, 2.0)
    assert (row.name, row.ratio) == ("write, 1,000 photos", 1.5)
