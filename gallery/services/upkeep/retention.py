"""Retention: what is too old is deleted, rows, files and sessions together."""

from importlib import import_module

from django.conf import settings

from gallery.models import Pairing, Photo
from gallery.services.idempotency import expire_keys
from gallery.services.photos import delete_files, delete_photos
from gallery.services.tokens import delete_inactive_tokens
from gallery.services.upkeep.orphan_files import find_orphans
from recognizer.jobs import delete_expired_jobs, find_orphan_packs


def delete_expired() -> int:
    """Delete photos older than `PHOTO_MAX_AGE_DAYS`, and all else that is over.

    Returns:
        The number of photos.
    """
    count = delete_photos(Photo.objects.expired())
    Pairing.objects.purgeable().delete()
    delete_expired_jobs()
    delete_inactive_tokens()
    expire_keys(Photo.objects.all())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return count


def delete_orphans() -> int:
    """Delete files that no photo and no job owns; return how many there were."""
    orphans = [*find_orphans(), *find_orphan_packs()]
    delete_files(orphans)
    return len(orphans)
