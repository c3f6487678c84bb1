"""Let a program in no more."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gallery.services.tokens import (
    delete_token_photos,
    get_token_photos,
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
            count = delete_token_photos(name)
            self.stdout.write(f"Revoked; {count} photos deleted.")
        else:
            count, days = get_token_photos(name).count(), settings.PHOTO_MAX_AGE_DAYS
            self.stdout.write(
                f"Revoked; {count} photos stay until they are {days} days old."
            )
