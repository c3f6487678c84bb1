"""Delete photos older than PHOTO_MAX_AGE_DAYS, and what let somebody in once."""

from django.core.management.base import BaseCommand

from gallery.models import Photo
from gallery.services.upkeep.retention import delete_expired


class Command(BaseCommand):
    help = (
        "Delete photos older than PHOTO_MAX_AGE_DAYS, rows and files, "
        "the links by which phones joined, sessions and tokens that are over."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Count them and delete nothing."
        )

    def handle(self, *args, dry_run, **options):
        if dry_run:
            count = Photo.objects.expired().count()
            self.stdout.write(f"{count} photos would be deleted.")
        else:
            self.stdout.write(f"{delete_expired()} photos deleted.")
