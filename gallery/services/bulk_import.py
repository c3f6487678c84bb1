"""Pictures of this machine, kept in the gallery of a token: `readphotos --save`."""

import os
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError

from gallery.models import Photo, Token
from gallery.services.photos import Draft, build_photo, delete_files
from recognizer.bulk.formats import FileResult
from recognizer.bulk.tasks import process_file, recognize


def gallery_of(name: str) -> UUID:
    """Return the key of the gallery of a token.

    Raises:
        LookupError: if no token of this name lets anybody in.
    """
    token = Token.objects.filter(name=name, revoked=False).order_by("-created").first()
    if token is None or token.has_expired:
        raise LookupError(f"No token {name} is valid; `listtokens` lists them.")
    return token.gallery_key


def keep_file(gallery_key: UUID, name: str) -> FileResult:
    """Read one picture and keep it, once for each place and content.

    So a run that is repeated, after a kill too, keeps nothing twice.

    Raises:
        ModelUnavailable: if there is no model; that says nothing about a picture.
    """
    return process_file(name, partial(_keep, gallery_key, os.path.abspath(name)))


def _keep(gallery_key: UUID, place: str, data: bytes) -> dict[str, Any]:
    """Return the reading of a kept picture, with the id of its photo."""
    pk = uuid5(gallery_key, sha256(os.fsencode(place) + b"\0" + data).hexdigest())
    photo = Photo.objects.filter(pk=pk).first()
    if photo is None:
        clean, reading = recognize(data, settings.PHOTO_KEEP_SIDE)
        photo = build_photo(gallery_key, Draft.of(clean), reading)
        photo.pk = pk
        _save(photo)
    return {**photo.reading, "id": str(pk)}


def _save(photo: Photo) -> None:
    """Store files and row, unless another run has done so meanwhile."""
    try:
        photo.save(force_insert=True)
    except IntegrityError:
        delete_files(photo.file_names)
    except BaseException:
        delete_files(photo.file_names)
        raise
