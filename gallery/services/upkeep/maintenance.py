"""Maintenance: what a timer does regularly, each step whether others fail or not."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError
from django.utils import timezone

from gallery.services.bundles.backup import Backup, write_backup
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.reader import Bundle, open_bundle
from gallery.services.bundles.writer import UNFINISHED
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


@dataclass(frozen=True)
class Rotation:
    """Where backups are kept.

    Attributes:
        folder: in which they are.
        keep: number of backups that are kept, at least 1, and those they build on.
        increments: on how many earlier ones a backup may build; 0 makes each whole.
    """

    folder: Path
    keep: int
    increments: int = 0


def run_maintenance(rotation: Rotation | None) -> Iterator[StepResult]:
    """Delete what is too old and files without row; write a backup if one is wanted.

    The backup comes last, so that it does not hold what has to be deleted.
    """
    yield attempt(lambda: StepResult(f"{delete_expired()} photos deleted."))
    yield attempt(lambda: StepResult(f"{delete_orphans()} files deleted."))
    if rotation is not None:
        yield attempt(lambda: rotate_backups(rotation))


def attempt(step: Callable[[], StepResult]) -> StepResult:
    """Run a step, so that the next one runs even if this one fails."""
    try:
        return step()
    except (DatabaseError, OSError, BundleError) as error:
        logger.exception("A step of the maintenance failed")
        return StepResult(f"Failed: {error}", is_done=False)


def rotate_backups(rotation: Rotation) -> StepResult:
    """Write a backup and delete the oldest ones.

    None is deleted while a photo is damaged or lost: an older one may hold it whole.
    """
    folder = rotation.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    bundles = open_backups(folder)
    path = folder / BACKUP_NAME.format(find_moment())
    backup = write_backup(path, find_earlier(bundles, rotation.increments))
    if backup.damaged or backup.lost:
        return StepResult(describe_damage(path, backup), is_done=False)
    bundles[path] = open_bundle(path)
    old = find_old(bundles, rotation.keep)
    for file in [*old, *folder.glob(BACKUP_PATTERN + UNFINISHED)]:
        file.unlink()
    return StepResult(f"{path.name} written, {len(old)} older ones deleted.")


def find_moment() -> datetime:
    return timezone.now()


def open_backups(folder: Path) -> dict[Path, Bundle | None]:
    """Return the backups of a folder, the oldest first; None for what is damaged."""
    bundles: dict[Path, Bundle | None] = {}
    for path in sorted(folder.glob(BACKUP_PATTERN)):
        try:
            bundles[path] = open_bundle(path)
        except BundleError:
            bundles[path] = None
    return bundles


def find_earlier(bundles: dict[Path, Bundle | None], increments: int) -> Path | None:
    """Return the backup that a new one builds on; None if that has to be whole."""
    newest = next(reversed(bundles.values()), None)
    if newest and len(newest.needs) < increments:
        return newest.path
    return None


def find_old(bundles: dict[Path, Bundle | None], keep: int) -> list[Path]:
    """Return the backups that are neither kept nor built on by a kept one."""
    kept = [bundle for bundle in list(bundles.values())[-keep:] if bundle]
    needed = {key for bundle in kept for key in bundle.needs}
    return [
        path
        for path, bundle in list(bundles.items())[:-keep]
        if bundle is None or bundle.id not in needed
    ]


def describe_damage(path: Path, backup: Backup) -> str:
    names = ", ".join([*backup.damaged, *backup.lost])
    return (
        f"{path.name} written; no older one was deleted, as these photos are damaged "
        f"or lost: {names}."
    )
