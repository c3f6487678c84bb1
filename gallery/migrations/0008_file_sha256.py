"""Note the sha256 of each photo's file; rows of before have none.

The column may be empty, so that no table is copied and an older version can still add
rows beside this one.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gallery", "0007_list_indexes")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="file_sha256",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
    ]
