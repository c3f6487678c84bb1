"""The file of a SQLite database is moved away, replaced, and put back."""

import sqlite3
import time
from contextlib import closing

import pytest
from django.db import DatabaseError, OperationalError, transaction
from django.db import connection as own_connection

from digitsite.monitoring.health import DAMAGED, find_database_problem
from digitsite.sqlite3 import database_file
from digitsite.sqlite3.base import DatabaseWrapper
from digitsite.sqlite3.damage import DamageCheck
from gallery.services.storage_failures import damage_seen, find_storage_failure

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
uses_pragmas = pytest.mark.skipif(
    own_connection.vendor != "sqlite", reason="uses pragmas of SQLite"
)
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


def test_a_disk_may_get_another_number(connect, path, monkeypatch):
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE django_migrations (applied)")
        made.execute("INSERT INTO django_migrations VALUES ('2026-01-01')")
        made.commit()
    connection, identity = connect(), database_file.identify(str(path))
    assert run(connection, "SELECT 1") == [(1,)]
    monkeypatch.setattr(
        database_file, "identify", lambda _: identity._replace(device=-1)
    )
    assert run(connection, "SELECT 1") == [(1,)]
    run(connection, "UPDATE django_migrations SET applied = '2026-01-02'")
    run(connection, "PRAGMA wal_checkpoint")
    monkeypatch.setattr(
        database_file, "identify", lambda _: identity._replace(device=-2)
    )
    with pytest.raises(OperationalError, match="Another file"):
        run(connection, "SELECT 1")


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


def test_a_file_that_cannot_be_reached_is_not_called_missing(connection, path, move):
    move(True)
    path.symlink_to(path)
    with pytest.raises(OperationalError, match=r"can't be reached: Too many levels"):
        read(connection)
    path.unlink()
    move(False)
    assert read(connection) == [1]


def test_a_connection_that_could_only_read_is_replaced_once_it_could_write(connection):
    reader = connection.connection
    connection.opened = connection.opened._replace(is_writable=False)
    assert read(connection) == [1]
    assert connection.connection is not reader
    assert connection.opened.is_writable


def test_an_emptied_file_is_not_called_a_new_site(connection, path):
    run(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = path.read_bytes()
    path.write_bytes(b"")
    with pytest.raises(OperationalError, match="file is empty"):
        read(connection)
    path.write_bytes(content)
    assert read(connection) == [1]


@pytest.fixture
def damage():
    """Report what a query finds on a damaged page."""
    error, cause = DatabaseError(), sqlite3.DatabaseError()
    cause.sqlite_errorcode = sqlite3.SQLITE_CORRUPT | 3 << 8  # of an index
    error.__cause__ = cause
    assert find_storage_failure(error).code == "storage_unavailable"
    yield
    damage_seen.clear()


def fail_check(execute, statement, *args):
    if "quick_check" in statement:
        raise DatabaseError
    return execute(statement, *args)


@uses_pragmas
@pytest.mark.django_db(transaction=True)
def test_damage_is_reported_until_all_pages_are_well(damage):
    check = DamageCheck()
    with own_connection.execute_wrapper(fail_check):
        assert check.finds_damage()
    end = time.monotonic() + 20
    while check.finds_damage() and time.monotonic() < end:
        time.sleep(0.02)
    assert not check.finds_damage()


@uses_pragmas
def test_a_check_that_takes_long_is_not_repeated_at_once(damage):
    def fail_slowly(*args):
        time.sleep(0.2)
        return fail_check(*args)

    check = DamageCheck()
    with own_connection.execute_wrapper(fail_slowly):
        assert check.finds_damage()
    assert check.finds_damage()


@uses_pragmas
def test_a_database_is_not_ready_while_it_has_damage(damage):
    with own_connection.execute_wrapper(fail_check):
        assert find_database_problem() == DAMAGED
