"""Contract: remove what neither version uses any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gallery", "m9002_migrate")]

    operations = [migrations.RemoveField("photo", "spare")]
