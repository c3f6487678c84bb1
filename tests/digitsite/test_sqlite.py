"""The file of a SQLite database is moved away, replaced, and put back."""

import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError, transaction

from digitsite.sqlite3.base import DatabaseWrapper

pytestmark = pytest.mark.django_db
OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL;",
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
}
SETTINGS = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_HEALTH_CHECKS": True,
    "CONN_MAX_AGE": 60,
    "TIME_ZONE": None,
    "OPTIONS": OPTIONS,
}
MISSING = "database file is missing: put it back"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "db #1?.sqlite3"


@pytest.fixture
def connect(path):
    """Return a function that makes connections to a file, as threads have them."""
    connections = []

    def make():
        connections.append(DatabaseWrapper({**SETTINGS, "NAME": str(path)}, "other"))
        return connections[-1]

    yield make
    for connection in connections:
        connection.close()


@pytest.fixture
def connection(connect):
    """Return a connection to a new database with one number."""
    connection = connect()
    connection.prepare_database()
    run(connection, "CREATE TABLE number (value INTEGER)")
    run(connection, "INSERT INTO number VALUES (1)")
    return connection


def run(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def read(connection):
    return [value for (value,) in run(connection, "SELECT value FROM number")]


@pytest.fixture
def move(path, tmp_path):
    """Return a function that moves the file away, without its log, or back."""
    away = tmp_path / "away"

    def do(is_away):
        (path if is_away else away).rename(away if is_away else path)

    return do


def test_migrate_creates_the_file_and_nothing_else_does(connect, path):
    with pytest.raises(OperationalError, match=MISSING):
        run(connect(), "SELECT 1")
    assert not path.exists()
    connection = connect()
    connection.prepare_database()
    assert run(connection, "SELECT 1") == [(1,)]


def test_a_file_that_cannot_be_created_is_reported(tmp_path):
    name = tmp_path / "missing" / "db.sqlite3"
    with pytest.raises(OperationalError, match="can't be created"):
        DatabaseWrapper({**SETTINGS, "NAME": name}, "other").prepare_database()


def test_a_database_in_memory_has_no_file():
    connection = DatabaseWrapper({**SETTINGS, "NAME": ":memory:"}, "other")
    connection.prepare_database()
    assert run(connection, "SELECT 1") == [(1,)]


def test_a_file_that_was_away_has_lost_nothing(connection, connect, path, move):
    move(True)
    for one in (connection, connect()):
        with pytest.raises(OperationalError, match=MISSING):
            run(one, "INSERT INTO number VALUES (2)")
    assert not path.exists()
    move(False)
    run(connection, "INSERT INTO number VALUES (3)")
    assert read(connect()) == [1, 3]


def test_a_transaction_on_a_file_that_is_gone_is_not_continued(
    connection, monkeypatch, move
):
    monkeypatch.setattr("django.db.transaction.get_connection", lambda _: connection)

    @transaction.atomic
    def insert():
        run(connection, "INSERT INTO number VALUES (2)")
        move(True)
        run(connection, "INSERT INTO number VALUES (3)")

    with pytest.raises(OperationalError, match=MISSING):
        insert()
    move(False)
    assert read(connection) == [1]


def test_another_file_is_refused_until_the_first_is_back(
    connection, path, move, tmp_path
):
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE number (value INTEGER)")
    move(True)
    (tmp_path / "other").rename(path)
    with pytest.raises(OperationalError, match="Another file"):
        read(connection)
    path.unlink()
    move(False)
    assert read(connection) == [1]


def test_a_log_without_its_database_is_kept(connection, connect, path, move):
    """SQLite deletes the log of a database whose file is empty."""
    move(True)
    path.touch()
    for one in (connection, connect()):
        with pytest.raises(OperationalError, match="missing"):
            read(one)
    with pytest.raises(OperationalError, match="write-ahead log"):
        connect().prepare_database()
    path.unlink()
    move(False)
    assert read(connect()) == [1]
