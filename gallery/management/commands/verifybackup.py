"""Verify backups, without the site that they are of."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gallery.services.bundles.chain import open_chain
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.tables import describe_rows
from gallery.services.bundles.verification import verify


class Command(BaseCommand):
    help = (
        "Verify each checksum, row and picture of backups. Exit code 1 if one is "
        "damaged, or if one that the newest builds on was not given."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="A backup, and those that it builds on, in any order.",
        )

    def handle(self, *args, paths, **options):
        try:
            chain = open_chain(paths)
            verify(chain)
        except BundleError as e:
            raise CommandError(str(e)) from e
        except OSError as e:
            raise CommandError(f"A backup can't be read: {e.strerror}.") from e
        newest = chain.newest
        rows = describe_rows(newest.manifest["rows"])
        self.stdout.write(f"Whole: {rows}, of {newest.created}.")
        if count := newest.manifest["damaged"]:
            self.stdout.write(f"{count} photos were damaged before the backup.")
