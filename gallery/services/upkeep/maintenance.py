"""Maintenance: what a timer does regularly, each step whether others fail or not."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError
from django.utils import timezone

from gallery.services.upkeep.backups import BackupUnsupported, write_backup
from gallery.services.upkeep.retention import delete_expired, delete_orphans

BACKUP_NAME = "digitsite-{:%Y-%m-%dT%H-%M-%S}.tar"
BACKUP_PATTERN = "digitsite-????-??-??T??-??-??.tar"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class StepResult:
    """What became of one step.

    Attributes:
        text: what was done, or why it was not.
        is_done: False if it failed.
    """

    text: str
    is_done: bool = True


def run_maintenance(backup_folder: Path | None, keep: int) -> Iterator[StepResult]:
    """Delete what is too old and files without row; write a backup if one is wanted.

    The backup comes last, so that it does not hold what has to be deleted.

    Args:
        backup_folder: where backups are kept; None writes none.
        keep: number of backups that are kept there, at least 1.
    """
    yield attempt(lambda: StepResult(f"{delete_expired()} photos deleted."))
    yield attempt(lambda: StepResult(f"{delete_orphans()} files deleted."))
    if backup_folder is not None:
        yield attempt(lambda: rotate_backups(backup_folder, keep))


def attempt(step: Callable[[], StepResult]) -> StepResult:
    """Run a step, so that the next one runs even if this one fails."""
    try:
        return step()
    except (DatabaseError, OSError, BackupUnsupported) as error:
        logger.exception("A step of the maintenance failed")
        return StepResult(f"Failed: {error}", is_done=False)


def rotate_backups(folder: Path, keep: int) -> StepResult:
    """Write a backup and delete the oldest ones.

    None is deleted while a photo is damaged: an older one may hold it whole.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / BACKUP_NAME.format(timezone.now())
    backup = write_backup(path)
    if backup.damaged:
        names = ", ".join(str(key) for key in backup.damaged)
        text = f"{path.name} written; no older one was deleted, as these photos "
        return StepResult(f"{text}are damaged: {names}.", is_done=False)
    old = sorted(folder.glob(BACKUP_PATTERN))[:-keep]
    for file in old:
        file.unlink()
    return StepResult(f"{path.name} written, {len(old)} older ones deleted.")
