"""Restore backups into an empty site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from gallery.services.bundles.chain import open_chain
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.restoring import check_site, restore
from gallery.services.bundles.tables import describe_rows
from gallery.services.bundles.verification import verify

REPEAT = "Repeat it once that is fixed."


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty, migrated site, on any database and storage. "
        "It is verified first, and compared afterwards. What was interrupted leaves no "
        "row, and can be repeated."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="A backup, and those that it builds on, in any order.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Verify all, and store nothing."
        )

    def handle(self, *args, paths, dry_run, **options):
        try:
            chain = open_chain(paths)
            rows = describe_rows(chain.newest.manifest["rows"])
            check_site(chain.newest)
            verify(chain)
            if dry_run:
                self.stdout.write(f"Would be restored: {rows}.")
                return
            restore(chain)
        except BundleError as e:
            raise CommandError(f"Nothing was restored. {e}") from e
        except OSError as e:
            raise CommandError(f"Not restored: {e.strerror}. {REPEAT}") from e
        except DatabaseError as e:
            raise CommandError(f"Not restored: {e} {REPEAT}") from e
        self.stdout.write(f"Restored and compared: {rows}, of {chain.newest.created}.")
