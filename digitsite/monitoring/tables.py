"""Whether the tables of the database are those that this version needs."""

from threading import Event

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# They do not go back below a process; a later version may only have expanded them.
_are_current = Event()


def find_pending_migrations() -> list[str]:
    """Return the migrations that this version has and the tables have not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def are_tables_current() -> bool:
    """Return whether all migrations were applied; asked until they are.

    So a host that was started before `migrate` gets no requests.
    """
    if not _are_current.is_set() and not find_pending_migrations():
        _are_current.set()
    return _are_current.is_set()
