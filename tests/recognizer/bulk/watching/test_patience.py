"""What fails is repeated until it works or a stop is requested."""

import errno
import threading

import pytest

from recognizer.bulk.watching.patience import Patience, Stopped

FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def messages():
    return []


@pytest.fixture
def patience(messages):
    return Patience(threading.Event(), 0.001, messages.append)


def fail(*errors):
    """Return a function that fails with each error, and then returns 7."""
    left = list(errors)

    def run():
        if left:
            raise left.pop(0)
        return 7

    return run


def test_what_works_is_done_at_once(patience, messages):
    assert patience.repeat(fail()) == 7
    assert messages == []


def test_a_full_disk_is_waited_for_and_named_once(patience, messages):
    assert patience.repeat(fail(FULL, FULL, FULL)) == 7
    assert messages == ["Waiting: No space left on device.", "Going on."]


def test_a_stop_ends_the_waiting(patience):
    patience.stop.set()
    with pytest.raises(Stopped):
        patience.repeat(fail(FULL))


def test_a_reader_that_is_gone_is_not_waited_for(patience):
    with pytest.raises(BrokenPipeError):
        patience.repeat(fail(BrokenPipeError()))


def test_without_patience_the_first_error_is_raised(messages):
    patience = Patience(threading.Event(), 0.001, messages.append, is_endless=False)
    with pytest.raises(OSError, match="No space"):
        patience.repeat(fail(FULL))
