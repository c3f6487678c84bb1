"""The code of the next version: its model writes a column that this one lacks."""

from django.apps import AppConfig, apps
from django.db import models


class NextVersion(AppConfig):
    name = "tests.support.next_version"

    def ready(self):
        photo = apps.get_model("gallery", "Photo")
        models.CharField(max_length=8, null=True, default="next").contribute_to_class(
            photo, "note"
        )
