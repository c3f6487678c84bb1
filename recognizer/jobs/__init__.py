"""Bulk jobs: many pictures that are read later; these are the public names."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recognizer.jobs.celery_tasks import celery_app
    from recognizer.jobs.intake import (
        JobRequest,
        JobsBusy,
        check_own_places,
        receive_archive,
        receive_pictures,
        receive_prefix,
    )
    from recognizer.jobs.lifecycle import (
        JobStateConflict,
        cancel_job,
        delete_expired_jobs,
        delete_jobs,
        find_orphan_packs,
        pause_job,
        resume_job,
    )
    from recognizer.jobs.models import Job, JobQuerySet, JobState
    from recognizer.jobs.results import CONTENT_TYPES, stream_results
    from recognizer.jobs.runner import start_job_threads
    from recognizer.jobs.webhooks import check_url, get_secret

MODULES = {
    "celery_tasks": ("celery_app",),
    "intake": (
        *("JobRequest", "JobsBusy", "check_own_places"),
        *("receive_archive", "receive_pictures", "receive_prefix"),
    ),
    "lifecycle": (
        *("JobStateConflict", "cancel_job", "delete_expired_jobs", "delete_jobs"),
        *("find_orphan_packs", "pause_job", "resume_job"),
    ),
    "models": ("Job", "JobQuerySet", "JobState"),
    "results": ("CONTENT_TYPES", "stream_results"),
    "runner": ("start_job_threads",),
    "webhooks": ("check_url", "get_secret"),
}
__all__ = [
    "CONTENT_TYPES",
    "Job",
    "JobQuerySet",
    "JobRequest",
    "JobState",
    "JobStateConflict",
    "JobsBusy",
    "cancel_job",
    "celery_app",
    "check_own_places",
    "check_url",
    "delete_expired_jobs",
    "delete_jobs",
    "find_orphan_packs",
    "get_secret",
    "pause_job",
    "receive_archive",
    "receive_pictures",
    "receive_prefix",
    "resume_job",
    "start_job_threads",
    "stream_results",
]


def __getattr__(name: str) -> Any:
    """Import a name on first use: this package is an app, and its tables come later.

    Raises:
        AttributeError: if this is no public name.
    """
    for module, names in MODULES.items():
        if name in names:
            return getattr(import_module(f"recognizer.jobs.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
