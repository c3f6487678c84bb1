"""A worker that hangs or leaks is noticed, and one that is busy is not."""

import threading
import time

import pytest

from digitsite.serving.watchdog import RequestWatch, Watchdog, read_memory_mb

LIMIT = 0.4


@pytest.fixture
def watch():
    return RequestWatch()


def wait_until(condition):
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_nothing_hangs_where_nothing_runs(watch):
    time.sleep(LIMIT)
    assert not watch.has_hung(LIMIT)


@pytest.mark.parametrize("is_write", [True, False])
def test_a_request_that_takes_too_long_hangs(watch, is_write):
    with watch.running(is_write):
        assert wait_until(lambda: watch.has_hung(LIMIT))
    assert not watch.has_hung(LIMIT)


def test_a_picture_that_waits_for_others_does_not_hang(watch):
    with watch.running(is_write=True):
        time.sleep(2 * LIMIT)
        with watch.running(is_write=True):
            pass  # one that was answered
        assert not watch.has_hung(LIMIT)
        assert wait_until(lambda: watch.has_hung(LIMIT))


def test_a_page_does_not_wait_for_pictures(watch):
    with watch.running(is_write=False):
        time.sleep(2 * LIMIT)
        with watch.running(is_write=True):
            pass
        assert watch.has_hung(LIMIT)


def test_a_client_that_still_sends_does_not_hang(watch):
    start = time.monotonic()
    with watch.running(True, lambda: time.monotonic() - start):
        time.sleep(2 * LIMIT)
        assert not watch.has_hung(LIMIT)


def test_what_an_application_streams_is_not_watched(watch):
    app = watch.wrap(lambda environ, start: [b"x"], lambda: lambda: 0.0)
    assert app({"REQUEST_METHOD": "GET"}, None) == [b"x"]
    time.sleep(2 * LIMIT)
    assert not watch.has_hung(LIMIT)


def test_a_hanging_worker_is_ended_once(watch):
    ended = []
    # However much memory the tests before took.
    limits = {"hang_seconds": LIMIT, "max_memory_mb": 0}
    dog = Watchdog(watch, ended.append, seconds=0.01, **limits)
    with watch.running(is_write=True):
        dog.start()
        dog.join(20)
    assert ended == [True]


def test_a_worker_that_stays_large_is_ended_and_a_burst_is_not(watch):
    ended = []
    leaking = Watchdog(watch, ended.append, max_memory_mb=1)
    looks = [leaking.look() for _ in range(6)]
    assert (looks, ended) == ([False] * 5 + [True], [False])
    assert not Watchdog(watch, ended.append, max_memory_mb=0).look()
    assert not Watchdog(watch, ended.append, max_memory_mb=10**6).look()


def test_the_memory_of_this_process_is_known():
    assert 10 < read_memory_mb() < 100_000


def test_threads_count_their_own_requests(watch):
    barrier = threading.Barrier(9)

    def run():
        with watch.running(is_write=False):
            barrier.wait(20)
            barrier.wait(20)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    barrier.wait(20)
    assert wait_until(lambda: watch.has_hung(LIMIT))
    barrier.wait(20)
    for thread in threads:
        thread.join(20)
    assert not watch.has_hung(0)
