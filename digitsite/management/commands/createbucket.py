"""Create the bucket of the photos, unless it is there."""

from typing import Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Create the bucket that S3_BUCKET names, private, unless it is there."

    def handle(self, **options: Any) -> None:
        if not settings.S3_BUCKET:
            raise CommandError("Set S3_BUCKET: without it, photos are in MEDIA_ROOT.")
        # Imported where its packages are needed: one machine does without.
        from digitsite.scaling.s3_storage import PrivateS3Storage

        storage = cast(PrivateS3Storage, default_storage)
        try:
            is_new = storage.create_bucket()
        except OSError as e:
            raise CommandError(f"The bucket can't be created: {e.strerror}.") from e
        state = "was created" if is_new else "is there"
        self.stdout.write(f"The bucket {settings.S3_BUCKET} {state}.")
