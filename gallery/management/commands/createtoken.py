"""Make a token by which a program keeps photos in a gallery of its own."""

import argparse

from django.core.management.base import BaseCommand, CommandError

from gallery.models import Token
from gallery.services.tokens import create_token

DAYS = 365
MAX_DAYS = 3650


class Command(BaseCommand):
    help = "Make a token for a program. It is printed once and stored as a hash."

    def add_arguments(self, parser):
        parser.add_argument("name", type=to_name, help="What the token is for.")
        parser.add_argument(
            "--days",
            type=to_days,
            default=DAYS,
            help=f"Days until the token expires; default {DAYS}.",
        )

    def handle(self, *args, name, days, **options):
        try:
            token, key = create_token(name, days)
        except ValueError as e:
            raise CommandError(str(e)) from e
        self.stderr.write(
            f"Valid until {token.expiry_date:%Y-%m-%d %H:%M} UTC, and shown only now:"
        )
        # Alone on its stream, so that a script can take it.
        self.stdout.write(key)


def to_name(text):
    longest = Token._meta.get_field("name").max_length
    if not (text.strip() == text and text.isprintable() and 0 < len(text) <= longest):
        raise argparse.ArgumentTypeError(
            f"Give 1 to {longest} printable characters, without spaces around them."
        )
    return text


def to_days(text):
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= MAX_DAYS):
        raise argparse.ArgumentTypeError(f"Give 1 to {MAX_DAYS} days.")
    return int(text)
