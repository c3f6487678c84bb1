"""At most so many requests wait; others hear when to come back."""

from contextlib import ExitStack

import pytest

from recognizer.errors import Busy
from recognizer.inference.admission import FIRST_REQUEST_SECONDS, Admission
from recognizer.inference.limits import Limit


class Work:
    """A limit on readings whose work is what the test says."""

    count = 2
    work_seconds = 0.0


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def places(settings):
    """Return a stack of places; three requests may wait beside two that are read."""
    settings.MAX_WAITING = 3
    with ExitStack() as places:
        yield places


def fill(places, admission, count=5):
    for _ in range(count):
        places.enter_context(admission.place())


def refused(admission):
    """Return the refusal of one more request."""
    with pytest.raises(Busy) as refusal, admission.place():
        pass
    return refusal.value


def test_as_many_requests_are_admitted_as_may_wait(places):
    admission = Admission(Limit(2))
    fill(places, admission)
    assert refused(admission).code == "busy"


def test_a_refused_request_takes_no_place(places):
    admission = Admission(Limit(2))
    fill(places, admission, 4)
    with admission.place():
        refused(admission)
        refused(admission)
    with admission.place():
        pass


def test_a_place_is_free_after_an_error(places):
    admission = Admission(Limit(2))
    fill(places, admission, 4)
    for _ in range(2):
        with pytest.raises(KeyError), admission.place():
            raise KeyError


def test_the_limit_is_that_of_the_settings(settings, places):
    admission = Admission(Limit(1))
    settings.MAX_WAITING = 0
    fill(places, admission, 1)
    refused(admission)
    settings.MAX_WAITING = 1
    with admission.place():
        pass


def answer(admission, work, seconds, times=200):
    """Answer requests, each of which takes so many seconds of work."""
    for _ in range(times):
        with admission.place():
            work.work_seconds += seconds


@pytest.mark.parametrize(
    ("seconds", "wait"), [(0.001, 1), (0.4, 1), (1.2, 3), (1000, 60)]
)
def test_who_is_refused_hears_when_the_waiting_will_be_answered(
    places, work, seconds, wait
):
    admission = Admission(work)
    answer(admission, work, seconds)
    fill(places, admission)
    assert refused(admission).seconds == wait


def test_the_last_requests_count_most(settings, places, work):
    admission = Admission(work)
    answer(admission, work, 10)
    answer(admission, work, 1.9)
    fill(places, admission)
    assert refused(admission).seconds == 5


def test_before_any_measurement_a_photo_is_assumed(settings, work):
    settings.MAX_WAITING = 60
    admission = Admission(work)
    with ExitStack() as places:
        fill(places, admission, 62)
        assert refused(admission).seconds == -(-62 * FIRST_REQUEST_SECONDS // 2)
