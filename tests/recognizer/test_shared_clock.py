"""What hosts compare with each other's times follows the database."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from recognizer import shared_clock

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=5)


class Postgres:
    """A connection to a database whose clock is ahead of this host's.

    Attributes:
        asked: how often it was asked.
    """

    vendor = "postgresql"

    def __init__(self, ahead):
        self.ahead, self.asked = ahead, 0

    @contextmanager
    def cursor(self):
        yield self

    def execute(self, query):
        self.asked += 1
        if self.ahead is None:
            raise OperationalError

    def fetchone(self):
        return [timezone.now() + self.ahead]


@pytest.fixture
def postgres(monkeypatch):
    """Return a function that puts a database behind the site."""
    never = shared_clock.Offset(timedelta(), float("-inf"))
    monkeypatch.setattr(shared_clock, "_offset", never)

    def build(ahead):
        database = Postgres(ahead)
        monkeypatch.setattr(shared_clock, "connection", database)
        return database

    return build


def get_skew():
    return shared_clock.get_shared_time() - timezone.now()


def test_on_one_machine_its_own_clock_counts(postgres):
    postgres(MINUTES).vendor = "sqlite"
    assert abs(get_skew()) < timedelta(seconds=1)


@pytest.mark.parametrize("ahead", [MINUTES, -MINUTES])
def test_a_wrong_clock_of_a_host_does_not_matter(postgres, ahead):
    postgres(ahead)
    assert abs(get_skew() - ahead) < timedelta(seconds=1)


def test_a_small_difference_is_none(postgres):
    postgres(timedelta(seconds=0.4))
    assert abs(get_skew()) < timedelta(seconds=0.2)


def test_the_database_is_asked_once_a_minute(postgres, monkeypatch):
    database = postgres(MINUTES)
    get_skew()
    database.ahead = -MINUTES
    assert get_skew() > timedelta()
    later = shared_clock.time.monotonic() + shared_clock.MAX_AGE_SECONDS + 1
    monkeypatch.setattr("time.monotonic", lambda: later)
    assert get_skew() < timedelta()
    assert database.asked == 2


def test_while_the_database_is_away_the_last_figure_counts(postgres, monkeypatch):
    database = postgres(MINUTES)
    get_skew()
    database.ahead = None
    later = shared_clock.time.monotonic() + shared_clock.MAX_AGE_SECONDS + 1
    monkeypatch.setattr("time.monotonic", lambda: later)
    assert get_skew() > timedelta(minutes=4)


def test_the_database_of_the_site_can_be_asked():
    assert shared_clock.get_shared_time().tzinfo
