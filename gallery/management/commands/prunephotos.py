"""Delete photos older than PHOTO_MAX_AGE_DAYS, and what let somebody in once."""

from django.core.management.base import BaseCommand

from gallery.models import Pairing, Photo
from gallery.services.idempotency import expire_keys
from gallery.services.photos import delete_photos
from gallery.services.tokens import delete_inactive_tokens


class Command(BaseCommand):
    help = (
        "Delete photos older than PHOTO_MAX_AGE_DAYS, rows and files, "
        "the links by which phones joined, and tokens that are over."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Count them and delete nothing."
        )

    def handle(self, *args, dry_run, **options):
        expired = Photo.objects.expired()
        if dry_run:
            self.stdout.write(f"{expired.count()} photos would be deleted.")
        else:
            self.stdout.write(f"{delete_photos(expired)} photos deleted.")
            Pairing.objects.purgeable().delete()
            delete_inactive_tokens()
            expire_keys(Photo.objects.all())
