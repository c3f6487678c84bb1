"""No more threads work at the same time than a limit has slots."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from recognizer.inference.limits import Limit


@pytest.mark.parametrize("count", [1, 2])
def test_no_more_threads_work_than_there_are_slots(count):
    limit, running, seen = Limit(count), [], []

    def work(_):
        with limit.slot():
            running.append(1)
            seen.append(len(running))
            threading.Event().wait(0.005)
            running.pop()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(12)))
    assert 1 <= max(seen) <= count


def test_a_slot_is_free_after_an_error():
    limit = Limit(1)
    for _ in range(2):
        with pytest.raises(KeyError), limit.slot():
            raise KeyError


def test_a_lent_slot_may_be_used_by_another_thread():
    limit, done = Limit(1), threading.Event()

    def work():
        with limit.slot():
            done.set()

    with limit.slot(), limit.slot_lent():
        threading.Thread(target=work).start()
        assert done.wait(5)


def test_a_lent_slot_is_held_again_afterwards():
    limit, started = Limit(1), threading.Event()

    def work():
        with limit.slot():
            started.set()

    with limit.slot():
        with limit.slot_lent():
            pass
        threading.Thread(target=work).start()
        assert not started.wait(0.05)
    assert started.wait(5)


def test_no_more_slots_are_lent_than_are_held():
    with pytest.raises(ValueError, match="released too many"), Limit(1).slot_lent():
        pass
