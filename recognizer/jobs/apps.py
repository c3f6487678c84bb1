"""The app of bulk jobs: its tables, and the check of its settings."""

from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

THREAD, CELERY = "thread", "celery"
# In the bucket, photos and pictures of other jobs are below these names.
OWN_FOLDERS = ("jobs/", "photos/", "thumbnails/")


class JobsConfig(AppConfig):
    name = "recognizer.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the system check."""
        checks.register(check_job_settings)


def check_job_settings(**kwargs: Any) -> list[checks.CheckMessage]:
    """Check what reads jobs, and that no visitor could read photos by a prefix."""
    found: list[checks.CheckMessage] = []
    if settings.JOB_RUNNER not in (THREAD, CELERY):
        found.append(
            checks.Error(
                f"JOB_RUNNER names no runner: {settings.JOB_RUNNER}",
                hint=f"Use {THREAD}, or {CELERY} with workers of Celery.",
                id="jobs.E001",
            )
        )
    is_broker_missing = not settings.REDIS_URL or not find_spec("celery")
    if settings.JOB_RUNNER == CELERY and is_broker_missing:
        found.append(
            checks.Error(
                f"JOB_RUNNER={CELERY} needs Redis and the package celery.",
                hint="Set REDIS_URL, and pip install -r requirements-scale.txt.",
                id="jobs.E002",
            )
        )
    if wrong := [p for p in settings.DIGIT_JOB_PREFIXES if is_own(p)]:
        found.append(
            checks.Error(
                f"DIGIT_JOB_PREFIXES would open photos of visitors: {wrong}",
                hint="Name folders of pictures that are meant for jobs.",
                id="jobs.E003",
            )
        )
    return found


def is_own(prefix: str) -> bool:
    """Return whether files that the site stores itself can begin with a prefix."""
    return any(
        folder.startswith(prefix) or prefix.startswith(folder) for folder in OWN_FOLDERS
    )


def find_allowed_prefix(prefix: str) -> str | None:
    """Return the allowed prefix that a prefix is part of; None if there is none."""
    allowed = (p for p in settings.DIGIT_JOB_PREFIXES if p and not is_own(p))
    return next((p for p in allowed if prefix.startswith(p)), None)
