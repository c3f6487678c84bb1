"""Do what has to be done regularly, in one command for a timer."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gallery.services.upkeep.maintenance import Rotation, run_maintenance


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
        parser.add_argument(
            "--increments",
            type=int,
            default=0,
            help="On how many earlier ones a backup may build (0: each is whole).",
        )

    def handle(self, *args, backups, keep, increments, **options):
        if keep < 1:
            raise CommandError("--keep takes 1 or more.")
        rotation = backups and Rotation(backups, keep, increments)
        failures = []
        for result in run_maintenance(rotation):
            if result.is_done:
                self.stdout.write(result.text)
            else:
                failures.append(result.text)
        if failures:
            raise CommandError(" ".join(failures))
