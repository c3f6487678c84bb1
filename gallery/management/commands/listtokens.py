"""List the tokens of programs."""

from django.core.management.base import BaseCommand

from gallery.models import Token


class Command(BaseCommand):
    help = "List the tokens of programs, the newest first, without what lets them in."

    def handle(self, *args, **options):
        rows = [("NAME", "BEGINS", "CREATED", "EXPIRES", "STATE", "PHOTOS")]
        rows += [row_of(token) for token in Token.objects.all()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def row_of(token):
    return (
        token.name,
        token.prefix,
        f"{token.created:%Y-%m-%d}",
        f"{token.expiry_date:%Y-%m-%d}",
        token.state,
        str(token.photos.count()),
    )
