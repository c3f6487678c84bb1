"""Drawn pages are read as they were before, down to each probability and box."""

import copy

import pytest

from tests.snapshots.pages import draw_pages
from tests.snapshots.readings import (
    NETWORKS,
    ONE_PASS,
    STAND_IN,
    find_changes,
    read_in_one_pass,
    read_with_networks,
    read_with_stand_in,
)

MAX_SHOWN = 60


def assert_as_kept(snapshot, readings):
    changes = list(find_changes(snapshot.load(), readings, snapshot.tolerance))
    if changes:
        shown = "\n".join(changes[:MAX_SHOWN])
        pytest.fail(f"{len(changes)} changes (if meant: make snapshots)\n{shown}")


@pytest.mark.slow
def test_with_stand_in_networks_every_page_is_read_as_before():
    assert_as_kept(STAND_IN, read_with_stand_in())


@pytest.mark.slow
@pytest.mark.model
def test_with_the_committed_networks_every_page_is_read_as_before():
    assert_as_kept(NETWORKS, read_with_networks())


@pytest.mark.slow
@pytest.mark.model
def test_in_one_pass_every_page_is_read_as_before():
    assert_as_kept(ONE_PASS, read_in_one_pass())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("snapshot", "read"),
    [(NETWORKS, read_with_networks), (ONE_PASS, read_in_one_pass)],
    ids=["networks", "one pass"],
)
def test_without_tensorflow_every_page_is_read_alike(settings, snapshot, read):
    settings.DIGIT_ENGINE = "litert"
    assert_as_kept(snapshot, read())


def test_pages_are_drawn_the_same_every_time():
    assert draw_pages() == draw_pages()


@pytest.mark.parametrize(
    "snapshot",
    [STAND_IN, NETWORKS, ONE_PASS],
    ids=["stand-in", "networks", "one pass"],
)
def test_snapshots_hold_every_verdict_and_every_digit(snapshot):
    readings = snapshot.load().values()
    verdicts = [reading["verdict"] for reading in readings]
    labels = {digit["label"] for reading in readings for digit in reading["digits"]}
    assert min(map(verdicts.count, ("read", "unsure", "nothing"))) >= 5
    assert labels == set(range(10))


@pytest.mark.parametrize(
    ("field", "value"),
    [("label", 3), ("confidence", 0.5), ("box", [0, 0, 1, 1]), ("line", 2)],
)
def test_a_change_in_one_digit_is_reported_with_its_page_and_field(field, value):
    kept = STAND_IN.load()
    read = copy.deepcopy(kept)
    read["two lines"]["digits"][1][field] = value
    changes = list(find_changes(kept, read, STAND_IN.tolerance))
    assert changes
    for change in changes:
        assert change.startswith(f"[two lines].digits[1].{field}")


def test_a_page_or_a_digit_that_is_missing_is_reported():
    kept = {"a": {"digits": [1, 2]}, "b": {}}
    assert list(find_changes(kept, {"a": {"digits": [1]}}, 0.1)) == [
        "[a].digits: 2 entries -> 1",
        "[b]: {} -> None",
    ]


def test_numbers_may_differ_in_the_last_place():
    kept, read = {"a": [0.123456, 3]}, {"a": [0.123457, 3]}
    assert list(find_changes(kept, read, STAND_IN.tolerance)) == []
    assert list(find_changes(kept, {"a": [0.12346, 4]}, STAND_IN.tolerance)) == [
        "[a][0]: 0.123456 -> 0.12346",
        "[a][1]: 3 -> 4",
    ]
