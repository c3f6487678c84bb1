"""Delete files that no photo owns."""

from django.core.management.base import BaseCommand

from gallery.services.orphan_files import find_orphans
from gallery.services.photos import delete_files


class Command(BaseCommand):
    help = "Delete files in the storage that belong to no photo, once an hour old."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Count them and delete nothing."
        )

    def handle(self, *args, dry_run, **options):
        orphans = list(find_orphans())
        if dry_run:
            self.stdout.write(f"{len(orphans)} files would be deleted.")
        else:
            delete_files(orphans)
            self.stdout.write(f"{len(orphans)} files deleted.")
