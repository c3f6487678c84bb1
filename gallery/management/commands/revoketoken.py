"""Let a program in no more."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gallery.services.tokens import (
    photos_of_tokens,
    remove_photos_of_tokens,
    revoke_tokens,
)


class Command(BaseCommand):
    help = "Revoke a token for good. Its photos stay until they are too old."

    def add_arguments(self, parser):
        parser.add_argument("name", help="The name that the token was made with.")
        parser.add_argument(
            "--delete-photos", action="store_true", help="Delete its photos now."
        )

    def handle(self, *args, name, delete_photos, **options):
        if not revoke_tokens(name):
            raise CommandError(f"There is no token {name}. `listtokens` lists them.")
        if delete_photos:
            count = remove_photos_of_tokens(name)
            self.stdout.write(f"Revoked; {count} photos deleted.")
        else:
            count, days = photos_of_tokens(name).count(), settings.PHOTO_MAX_AGE_DAYS
            self.stdout.write(
                f"Revoked; {count} photos stay until they are {days} days old."
            )
