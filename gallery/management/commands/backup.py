"""Copy rows and pictures into one file while the site serves."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat

from gallery.services.bundles.backup import write_backup
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.tables import describe_rows


class Command(BaseCommand):
    help = (
        "Write rows and pictures into one file while the site serves. Exit code 1 if "
        "it could not be written, or if a photo is damaged or lost, which is named."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="The file to write: a tar file.")
        parser.add_argument(
            "--since",
            type=Path,
            metavar="FILE",
            help="An earlier backup, whose pictures are left out.",
        )

    def handle(self, *args, path, since, **options):
        try:
            backup = write_backup(path, since)
        except BundleError as e:
            raise CommandError(f"The backup was not written. {e}") from e
        except OSError as e:
            detail = f"{e.filename}: {e.strerror}" if e.filename else e.strerror
            raise CommandError(f"The backup was not written: {detail}.") from e
        except DatabaseError as e:
            raise CommandError(f"The backup was not written: {e}") from e
        size = filesizeformat(backup.size)
        rows = describe_rows(backup.rows)
        self.stdout.write(f"{rows}; {backup.pictures} pictures written, {size}.")
        if backup.deleted:
            names = ", ".join(backup.deleted)
            self.stdout.write(f"Deleted meanwhile, and left out: {names}.")
        if backup.damaged or backup.lost:
            names = ", ".join([*backup.damaged, *backup.lost])
            raise CommandError(f"Saved, but these photos are damaged or lost: {names}.")
