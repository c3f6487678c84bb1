"""No more threads work at the same time than a limit has slots."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from recognizer.inference.limits import Limit, PixelLimit


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


def test_the_work_of_all_slots_is_measured():
    limit = Limit(2)
    with limit.slot(), limit.slot():
        threading.Event().wait(0.01)
        assert limit.work_seconds >= 0.02
    done = limit.work_seconds
    threading.Event().wait(0.01)
    assert limit.work_seconds == done


def test_a_lent_slot_does_no_work():
    limit = Limit(1)
    with limit.slot(), limit.slot_lent():
        before = limit.work_seconds
        threading.Event().wait(0.01)
        assert limit.work_seconds == before


class Decoder:
    """Decodes pictures, each in a thread of its own, until the test ends one."""

    def __init__(self, limit):
        self.limit, self.begun, self.ends = limit, [], {}

    def decode(self, pool, name, pixels):
        self.ends[name] = threading.Event()
        return pool.submit(self._decode, name, pixels)

    def _decode(self, name, pixels):
        with self.limit.slot(pixels):
            self.begun.append(name)
            assert self.ends[name].wait(5)

    def waits_for(self, *names):
        """Return whether these have begun, and after a moment no others have."""
        for _ in range(500):
            if len(self.begun) >= len(names):
                break
            threading.Event().wait(0.01)
        threading.Event().wait(0.03)
        return self.begun == list(names)


@pytest.fixture
def decoder():
    """Return a decoder that may hold ten pixels."""
    return Decoder(PixelLimit(10))


def begin(decoder, pool, **pictures):
    """Begin to decode pictures, in this order; return when each has come."""
    for i, (name, pixels) in enumerate(pictures.items(), 1):
        decoder.decode(pool, name, pixels)
        while len(decoder.begun) + len(decoder.limit._waiting) < i:
            threading.Event().wait(0.001)


def test_pictures_are_decoded_together_while_their_pixels_fit(decoder):
    with ThreadPoolExecutor(4) as pool:
        begin(decoder, pool, a=4, b=4, c=4)
        assert decoder.waits_for("a", "b")
        decoder.ends["a"].set()
        assert decoder.waits_for("a", "b", "c")
        for name in "bc":
            decoder.ends[name].set()


def test_a_picture_beyond_the_limit_is_decoded_alone(decoder):
    with ThreadPoolExecutor(4) as pool:
        begin(decoder, pool, huge=99, small=1)
        assert decoder.waits_for("huge")
        decoder.ends["huge"].set()
        assert decoder.waits_for("huge", "small")
        decoder.ends["small"].set()


def test_small_pictures_do_not_overtake_a_large_one_for_ever(decoder):
    with ThreadPoolExecutor(4) as pool:
        begin(decoder, pool, a=4, large=9, b=1)
        assert decoder.waits_for("a")
        decoder.ends["a"].set()
        assert decoder.waits_for("a", "large", "b")
        for name in ("large", "b"):
            decoder.ends[name].set()


def test_pixels_are_free_after_an_error():
    limit = PixelLimit(10)
    for _ in range(2):
        with pytest.raises(KeyError), limit.slot(10):
            raise KeyError
