"""A host whose tables are not migrated yet is not ready."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from digitsite.monitoring import tables
from digitsite.monitoring.tables import are_tables_current, find_pending_migrations


@pytest.fixture(autouse=True)
def never_asked():
    """Forget that the tables were current."""
    tables._are_current.clear()


@pytest.fixture
def old_tables(transactional_db):
    """Take the tables back to an earlier version."""
    MigrationExecutor(connection).migrate([("gallery", "0007_list_indexes")])
    yield
    call_command("migrate", verbosity=0)


def test_a_host_is_ready_once_its_tables_are_migrated(old_tables, client, seven):
    reasons = client.get("/readyz").json()["reasons"]
    assert reasons["database"] == (
        "Its tables are missing or old: run `manage.py migrate`."
    )
    call_command("migrate", verbosity=0)
    assert client.get("/readyz").status_code == 200


def test_what_is_left_to_migrate_is_named(old_tables):
    assert "gallery.0008_file_sha256" in find_pending_migrations()


def test_current_tables_are_not_asked_again(db, django_assert_num_queries):
    assert are_tables_current()
    with django_assert_num_queries(0):
        assert are_tables_current()
