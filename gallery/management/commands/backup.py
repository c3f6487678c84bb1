"""Copy database and photos into one file while the site serves."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gallery.services.upkeep.backups import BackupUnsupported, write_backup


class Command(BaseCommand):
    help = (
        "Write database and photos into one file while the site serves. Exit code 1 "
        "if it could not be written, or if a photo is damaged, which is named."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="The file to write: a tar file.")

    def handle(self, *args, path, **options):
        try:
            backup = write_backup(path)
        except BackupUnsupported as e:
            raise CommandError(str(e)) from e
        except OSError as e:
            raise CommandError(f"The backup was not written: {e.strerror}.") from e
        self.stdout.write(f"{backup.photos} photos, {len(backup.files)} files.")
        if backup.damaged:
            names = ", ".join(str(key) for key in backup.damaged)
            raise CommandError(f"Saved, but these photos are damaged: {names}.")
