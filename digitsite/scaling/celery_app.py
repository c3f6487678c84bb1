"""Workers of Celery: `celery -A digitsite.scaling.celery_app worker --concurrency 1`.

Each process loads the networks for itself, so that a worker has one; more of them are
more workers.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
django.setup()

from recognizer.jobs import celery_app as app  # noqa: E402

__all__ = ["app"]
