"""Rename the columns of repeated requests: `sending` and `sent` of a photo.

Rows are kept, and so are their hashes: a request that was sent before the migration and
is repeated after it is still recognized. Stop all processes of the site first; those of
the old version can't use the new columns.
"""

from django.core.management.base import CommandError
from django.db import migrations, models

CHANGED_TABLE = (
    "The table gallery_photo has no {missing}, so it was changed by something else than "
    "the migrations. Nothing was changed now. Restore the backup of the database from "
    "before that change, and run migrate again."
)


def check_table(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "gallery_photo")
        constraints = connection.introspection.get_constraints(cursor, "gallery_photo")
    found = {column.name for column in table} | set(constraints)
    missing = [name for name in ("sending", "sent", "photo_sent_once") if name not in found]
    if missing:
        raise CommandError(CHANGED_TABLE.format(missing=" and no ".join(missing)))


class Migration(migrations.Migration):
    dependencies = [("gallery", "0005_sent_once")]

    operations = [
        migrations.RunPython(check_table, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="photo", name="photo_sent_once"),
        migrations.RenameField(
            model_name="photo", old_name="sending", new_name="idempotency_key"
        ),
        migrations.RenameField(
            model_name="photo", old_name="sent", new_name="request_digest"
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.UniqueConstraint(
                fields=("gallery_key", "idempotency_key"),
                name="photo_idempotency_key",
            ),
        ),
    ]
