"""Index photos in the order of lists, also of filtered ones, so that any page is found.

Rows are kept.
"""

from django.db import migrations, models

ORDER = ["gallery_key", "-created", "-id"]


class Migration(migrations.Migration):
    dependencies = [("gallery", "0006_idempotency_key")]

    operations = [
        migrations.RemoveIndex(model_name="photo", name="photo_gallery_newest"),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=ORDER, name="photo_gallery_order"),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                fields=["gallery_key", "verdict", "-created", "-id"],
                name="photo_verdict_order",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                fields=ORDER,
                condition=models.Q(correction__isnull=False),
                name="photo_corrected_order",
            ),
        ),
    ]
