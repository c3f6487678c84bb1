"""Folders of photos and static files: write rights and free space."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from digitsite.diagnosis.findings import Finding, failed, ok, warning
from digitsite.monitoring.health import find_storage_problem
from digitsite.photo_folder import ownership
from digitsite.storage import get_free_bytes

# Some thousands of photos: enough time to act.
LOW_BYTES = 1024**3
GIGABYTE = 1024**3
RIGHTS = (
    "Let the account of the server own it: chown -R ACCOUNT {folder}; or set "
    "MEDIA_ROOT to a folder that it can write."
)
OWN_FOLDER = (
    "Mount or move the folder with this site's photos there, or correct MEDIA_ROOT; "
    "docs/operations.md says more under 'When something fails'."
)
BUCKET = (
    "Start the S3 server, or correct S3_ENDPOINT_URL, S3_BUCKET and the key, which "
    "has to read, write, list and delete objects."
)
TEMPORARY = (
    "Let TMPDIR name a folder that the account of the server can write, with space for "
    "some large uploads, and restart the server."
)
TRIAL_OBJECT = "doctor/trial.txt"
FREE_SPACE = (
    "Free some space: run `manage.py runmaintenance`, lower PHOTO_MAX_AGE_DAYS, or "
    "enlarge the disk."
)


def find_disk() -> Iterator[Finding]:
    if settings.S3_BUCKET:
        yield find_bucket()
    else:
        yield find_photos_folder(Path(settings.MEDIA_ROOT))
    yield find_static_files(Path(settings.STATIC_ROOT))


def find_bucket() -> Finding:
    """Write an object where photos are stored, and delete it."""
    problem = find_storage_problem()
    try:
        if not problem:
            name = default_storage.save(TRIAL_OBJECT, ContentFile(b"doctor"))
            default_storage.delete(name)
    except OSError as error:
        problem = f"{error.strerror}."
    if problem:
        return failed("photos", problem, BUCKET)
    return ok("photos", f"bucket {settings.S3_BUCKET} can be written")


def find_photos_folder(folder: Path) -> Finding:
    """Write a file where photos are stored, and look at the space that is left."""
    problem = find_storage_problem() or try_to_write(folder)
    if problem:
        return failed("photos", f"{folder}: {problem}", find_action(problem, folder))
    owner, account = folder.stat().st_uid, os.geteuid()
    if owner != account:
        # Root may write everywhere, and the server may not.
        return warning(
            "photos",
            f"{folder} belongs to account {owner}, and this is account {account}.",
            "Run doctor as the account of the server, such as sudo -u ACCOUNT.",
        )
    return describe_space(folder, get_free_bytes(folder))


def find_action(problem: str, folder: Path) -> str:
    """Return what to do about a folder in which no file could be stored."""
    if problem in ownership.REASONS:
        return OWN_FOLDER
    if "TMPDIR" in problem:
        return TEMPORARY
    return FREE_SPACE if "full" in problem else RIGHTS.format(folder=folder)


def try_to_write(folder: Path) -> str:
    """Return why a file could not be written; "" if it was, and is gone again."""
    try:
        with tempfile.NamedTemporaryFile(prefix=".saving-", dir=folder) as file:
            file.write(b"doctor")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return f"{error.strerror}."
    return ""


def describe_space(folder: Path, free_bytes: int) -> Finding:
    detail = f"{folder} can be written, {free_bytes / GIGABYTE:.1f} GB are free"
    if free_bytes < LOW_BYTES:
        return warning("photos", detail, FREE_SPACE)
    return ok("photos", detail)


def find_static_files(folder: Path) -> Finding:
    """Look for the collected files, without which pages have no style."""
    if (folder / "css").is_dir():
        return ok("static files", f"collected in {folder}")
    if settings.DEBUG:
        return ok("static files", "served from static/ in development")
    action = "Run `manage.py collectstatic --no-input`."
    return failed("static files", f"{folder} has none.", action)
