"""Drawn pages are read as they were before, down to each probability and box."""

import copy

import pytest

from recognizer.inference.model import LOADERS
from tests.snapshots.pages import draw_pages
from tests.snapshots.readings import READINGS, find_changes, read_pages

MAX_SHOWN = 60


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("engine", LOADERS)
def test_every_page_is_read_as_before(settings, engine):
    settings.DIGIT_ENGINE = engine
    changes = list(find_changes(READINGS.load(), read_pages(), READINGS.tolerance))
    if changes:
        shown = "\n".join(changes[:MAX_SHOWN])
        pytest.fail(f"{len(changes)} changes (if meant: make snapshots)\n{shown}")


def test_pages_are_drawn_the_same_every_time():
    assert draw_pages() == draw_pages()


def test_the_snapshot_holds_every_verdict_and_every_digit():
    readings = READINGS.load().values()
    verdicts = [reading["verdict"] for reading in readings]
    labels = {digit["label"] for reading in readings for digit in reading["digits"]}
    assert min(map(verdicts.count, ("read", "unsure", "nothing"))) >= 5
    assert labels == set(range(10))


@pytest.mark.parametrize(
    ("field", "value"),
    [("label", 3), ("confidence", 0.5), ("box", [0, 0, 1, 1]), ("line", 2)],
)
def test_a_change_in_one_digit_is_reported_with_its_page_and_field(field, value):
    kept = READINGS.load()
    read = copy.deepcopy(kept)
    read["two lines"]["digits"][1][field] = value
    changes = list(find_changes(kept, read, READINGS.tolerance))
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
    kept, read = {"a": [0.123, 3]}, {"a": [0.124, 3]}
    assert list(find_changes(kept, read, READINGS.tolerance)) == []
    assert list(find_changes(kept, {"a": [0.125, 4]}, READINGS.tolerance)) == [
        "[a][0]: 0.123 -> 0.125",
        "[a][1]: 3 -> 4",
    ]
