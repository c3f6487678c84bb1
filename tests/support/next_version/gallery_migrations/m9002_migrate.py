"""Migrate: complete the rows of before, a few at a time."""

from django.db import migrations

BATCH_ROWS = 20


def complete(apps, schema_editor):
    photos = apps.get_model("gallery", "Photo").objects
    while keys := list(
        photos.filter(note=None).values_list("pk", flat=True)[:BATCH_ROWS]
    ):
        photos.filter(pk__in=keys).update(note="before")


class Migration(migrations.Migration):
    # Each batch is a transaction, so that others write between two of them.
    atomic = False
    dependencies = [("gallery", "m9001_expand")]

    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
