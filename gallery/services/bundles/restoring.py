"""Restore a bundle into an empty site, on any database and storage."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from gallery.services.bundles.chain import Chain
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.reader import Bundle, Entry
from gallery.services.bundles.stored_pictures import (
    compute_sha256,
    keep_picture,
    map_ahead,
)
from gallery.services.bundles.tables import TABLES, Record, Table, compute_digest

BATCH_ROWS = 500


def check_site(newest: Bundle) -> None:
    """Check that a bundle can be restored here.

    Raises:
        BundleError: if tables are not migrated, older than the bundle, or not empty.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BundleError("Its tables are missing or old: run `manage.py migrate`.")
    known = executor.loader.disk_migrations
    for app, name in newest.manifest["migrations"].items():
        if (app, name) not in known:
            raise BundleError(
                f"The backup was made by a later version ({app} {name}): install that "
                "one or a later one, and restore there."
            )
    check_empty()


def check_empty() -> None:
    """Check that no table that is restored has a row.

    Raises:
        BundleError: if one has.
    """
    counts = {table.name: table.model._base_manager.count() for table in TABLES}
    if any(counts.values()):
        found = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        raise BundleError(
            f"This site is not empty: it has {found}. Restore into a new one, with a "
            "database and a storage of its own. Nothing was changed here."
        )


def restore(chain: Chain) -> None:
    """Store pictures and rows, and compare both with the bundle.

    All rows appear in one step, after the pictures: what is interrupted leaves the site
    empty and is repeated.

    Raises:
        BundleError: if something differs from the bundle; the site is empty then.
        OSError: if a picture can't be stored.
        DatabaseError: if a row can't be stored.
    """
    for _ in map_ahead(restore_picture, chain.read_pictures()):
        pass
    with transaction.atomic():
        check_empty()
        for table in TABLES:
            restore_table(table, chain.newest)
        reset_sequences()


def restore_picture(picture: tuple[Entry, bytes]) -> None:
    entry, data = picture
    if compute_sha256(data) != entry.sha256:
        raise BundleError(f"{entry.name} in the backup is damaged.")
    keep_picture(entry.name, data)


def restore_table(table: Table, bundle: Bundle) -> None:
    """Insert the rows of a table, read them again and compare them.

    Raises:
        BundleError: if they differ.
    """
    digest = 0
    for records in batches(bundle.read_rows(table.label)):
        rows = list(map(table.to_row, records))
        insert_rows(table, rows)
        completed = (table.to_record(row) for row in rows)
        digest ^= compute_digest(record for record in completed if record)
    if digest != compute_digest(table.read_records(DEFAULT_DB_ALIAS)):
        raise BundleError(f"The database has not stored {table.label} as it was.")


def insert_rows(table: Table, rows: list[Record]) -> None:
    """Insert rows as they are: a model would set columns such as `created` anew."""
    quote = connection.ops.quote_name
    columns = table.columns
    names = ", ".join(quote(str(column.column)) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    values = [
        [c.get_db_prep_save(row[c.attname], connection) for c in columns]
        for row in rows
    ]
    with connection.cursor() as cursor:
        name = quote(table.model._meta.db_table)
        cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", values)


def reset_sequences() -> None:
    """Let the database number new rows after those that were restored."""
    models = [table.model for table in TABLES]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    waiting = iter(records)
    while batch := list(islice(waiting, BATCH_ROWS)):
        yield batch
