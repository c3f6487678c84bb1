"""Do what has to be done regularly, in one command for a timer."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gallery.services.upkeep.maintenance import run_maintenance


class Command(BaseCommand):
    help = (
        "Delete what is too old and files without row, and write a backup with "
        "--backups. A step that fails does not keep the others from running; exit "
        "code 1 then."
    )

    def add_arguments(self, parser):
        parser.add_argument("--backups", type=Path, help="Folder of the backups.")
        parser.add_argument(
            "--keep", type=int, default=7, help="Backups to keep there (7)."
        )

    def handle(self, *args, backups, keep, **options):
        if keep < 1:
            raise CommandError("--keep takes 1 or more.")
        failures = []
        for result in run_maintenance(backups, keep):
            if result.is_done:
                self.stdout.write(result.text)
            else:
                failures.append(result.text)
        if failures:
            raise CommandError(" ".join(failures))
