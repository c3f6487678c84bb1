"""How much a client may do, counted at the same time by many."""

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from digitsite.throttling.windows import MemoryWindows, RedisWindows

LIMIT, PROCESSES, EACH = 10, 4, 50


@pytest.fixture(params=["memory", "redis"])
def windows(request):
    """Return the counts of either kind."""
    if request.param == "memory":
        return MemoryWindows()
    found = RedisWindows(request.getfixturevalue("redis_url"))
    found.clear()
    return found


def take(windows, amount=1, limit=LIMIT, seconds=60, next_amount=1, key="k"):
    return windows.take(key, amount, limit, seconds, next_amount)


def test_what_fits_is_counted_and_no_more(windows):
    assert [take(windows, limit=2) for _ in "12"] == [0, 0]
    assert 0 < take(windows, limit=2) <= 60


def test_a_refusal_counts_nothing(windows):
    assert take(windows, 2, limit=3) == 0
    assert take(windows, 2, limit=3) > 0
    assert take(windows, 1, limit=3) == 0


def test_clients_are_counted_apart(windows):
    assert take(windows, limit=1, key="one") == 0
    assert take(windows, limit=1, key="two") == 0


def test_the_window_moves(windows):
    take(windows, limit=2, seconds=1)
    time.sleep(0.6)
    assert take(windows, limit=2, seconds=1) == 0
    assert 0 < take(windows, limit=2, seconds=1) <= 0.4
    time.sleep(0.5)
    assert take(windows, limit=2, seconds=1) == 0
    assert take(windows, limit=2, seconds=1) > 0


def test_the_wait_is_for_as_much_as_the_next_try_needs(windows):
    take(windows, limit=3)
    time.sleep(0.1)
    take(windows, 2, limit=3)
    first, both = (take(windows, 1, 3, next_amount=n) for n in (1, 2))
    assert 0.05 < both - first < 1


def test_more_than_the_limit_never_fits(windows):
    assert take(windows, LIMIT + 1) == 60


def test_nothing_that_was_cleared_counts(windows):
    take(windows, limit=1)
    windows.clear()
    assert take(windows, limit=1) == 0


def test_threads_together_get_no_more_than_the_limit(windows):
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: take(windows), range(PROCESSES * EACH)))
    assert waits.count(0) == LIMIT


def count_taken(url: str) -> int:
    windows = RedisWindows(url)
    return [take(windows, key="parallel") for _ in range(EACH)].count(0)


def test_processes_together_get_no_more_than_the_limit(redis_url):
    RedisWindows(redis_url).clear()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        taken = pool.map(count_taken, [redis_url] * PROCESSES, chunksize=1)
    assert sum(taken) == LIMIT


def test_the_clock_of_a_host_does_not_matter_in_redis(redis_url, monkeypatch):
    windows = RedisWindows(redis_url)
    windows.clear()
    assert take(windows, limit=1) == 0
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 300)
    assert take(windows, limit=1) > 50


def test_a_silent_client_is_forgotten():
    now = [0.0]
    windows = MemoryWindows(clock=lambda: now[0])
    take(windows, key="silent")
    now[0] = 61.0
    take(windows, key="other")
    assert list(windows._clients) == ["other"]


def test_a_crowd_makes_the_longest_silent_client_forgotten():
    windows = MemoryWindows(max_clients=2)
    for key in ("one", "two", "one", "three"):
        take(windows, key=key)
    assert list(windows._clients) == ["one", "three"]
