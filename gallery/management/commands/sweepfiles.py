"""Delete files that no photo owns."""

from django.core.management.base import BaseCommand, CommandError

from gallery.services.upkeep.orphan_files import find_orphans
from gallery.services.upkeep.retention import delete_orphans


class Command(BaseCommand):
    help = "Delete files in the storage that belong to no photo, once an hour old."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Count them and delete nothing."
        )

    def handle(self, *args, dry_run, **options):
        try:
            if dry_run:
                count = sum(1 for _ in find_orphans())
                self.stdout.write(f"{count} files would be deleted.")
            else:
                self.stdout.write(f"{delete_orphans()} files deleted.")
        except OSError as e:
            raise CommandError(f"Files were not swept: {e.strerror}.") from e
