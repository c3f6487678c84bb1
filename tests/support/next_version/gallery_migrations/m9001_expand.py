"""Expand: a column that may be empty, one with a default of the database, an index."""

from django.db import migrations, models

from tests.support.next_version.gallery_migrations import NEWEST


class Migration(migrations.Migration):
    dependencies = [("gallery", NEWEST)]

    operations = [
        migrations.AddField("photo", "note", models.CharField(max_length=8, null=True)),
        # On SQLite, this copies the table.
        migrations.AddField("photo", "spare", models.IntegerField(db_default=0)),
        migrations.AddIndex("photo", models.Index(fields=["note"], name="photo_note")),
    ]
