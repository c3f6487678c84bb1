"""Photos of a gallery: thumbnails on demand, corrections, and deletion."""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField
from django.http import Http404

from gallery.image_files import (
    SMALL_SIDE_PX,
    THUMBNAIL_SIDE_PX,
    open_picture,
    to_thumbnail,
)
from gallery.models import Photo, PhotoQuerySet

BATCH_ROWS = 500
FILES = ("file", "thumbnail", "small_thumbnail")
THUMBNAIL_SIDES_PX = {"thumbnail": THUMBNAIL_SIDE_PX, "small_thumbnail": SMALL_SIDE_PX}


def open_thumbnail(photo: Photo, name: str) -> File:
    """Open one of a photo's thumbnails; create it if it is missing.

    Raises:
        FileNotFoundError: if the photo was deleted meanwhile.
    """
    file = getattr(photo, name)
    if file:
        with suppress(FileNotFoundError):
            return file.open("rb")
    return create_thumbnail(photo, name)


def create_thumbnail(photo: Photo, name: str) -> File:
    """Create a thumbnail of a stored photo, and store it for the next request."""
    side = THUMBNAIL_SIDES_PX[name]
    content = to_thumbnail(open_picture(photo.file, side), side)
    field = cast(FileField, Photo._meta.get_field(name))
    path = field.generate_filename(photo, str(content.name))
    saved = default_storage.save(path, content)
    # It got another name if a concurrent request has created it too.
    is_first = saved == path
    if not (is_first and Photo.objects.filter(pk=photo.pk).update(**{name: path})):
        delete_files([saved])
    content.seek(0)
    return content


def correct_photo(photo: Photo, correction: str | None) -> Photo:
    """Store the correction of a photo: "" means no digit, None withdraws it.

    Raises:
        Http404: if the photo was deleted meanwhile.
    """
    if not Photo.objects.filter(pk=photo.pk).update(correction=correction):
        raise Http404
    photo.correction = correction
    return photo


def delete_photo(photo: Photo) -> None:
    """Delete one photo, row and files."""
    delete_photos(Photo.objects.filter(pk=photo.pk))


def delete_chosen(gallery_key: UUID | None, keys: list[UUID]) -> int:
    """Delete these photos of a gallery; return how many of them it still had."""
    photos = Photo.objects.in_gallery(gallery_key)
    batches = (keys[i : i + BATCH_ROWS] for i in range(0, len(keys), BATCH_ROWS))
    return sum(delete_photos(photos.filter(pk__in=batch)) for batch in batches)


def empty_gallery(gallery_key: UUID) -> int:
    """Delete all photos of a gallery and return how many there were."""
    return delete_photos(Photo.objects.in_gallery(gallery_key))


def delete_photos(photos: PhotoQuerySet) -> int:
    """Delete rows and files, in batches so that other writers can proceed."""
    return sum(iter(partial(delete_batch, photos), 0))


def delete_batch(photos: PhotoQuerySet) -> int:
    """Delete rows, and their files once the transaction is committed."""
    with transaction.atomic():
        batch = list(photos.select_for_update().only(*FILES)[:BATCH_ROWS])
        names = [name for photo in batch for name in photo.file_names]
        Photo.objects.filter(pk__in=[photo.pk for photo in batch]).delete()
        transaction.on_commit(partial(delete_files, names))
    return len(batch)


def delete_files(names: Iterable[str]) -> None:
    cast(Any, default_storage).delete_many(names)
