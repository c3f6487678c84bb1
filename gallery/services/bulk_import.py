"""Bulk import: files of this machine are stored in the gallery of a token."""

import os
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError

from gallery.models import Photo, Token
from gallery.services.photos import delete_files
from gallery.services.storage_failures import find_storage_failure
from gallery.services.submissions import EncodedPhoto, build_photo
from recognizer.bulk import FileResult, process_file, recognize


def find_gallery(name: str) -> UUID:
    """Return the key of the gallery of a token.

    Raises:
        LookupError: if no token of this name is valid.
    """
    token = Token.objects.filter(name=name, revoked=False).order_by("-created").first()
    if token is None or token.has_expired:
        raise LookupError(f"No token {name} is valid; `listtokens` lists them.")
    return token.gallery_key


def import_file(gallery_key: UUID, name: str) -> FileResult:
    """Read one picture and store it, once for each path and content.

    A run that is repeated, for instance after it was killed, stores nothing twice.

    Raises:
        ModelUnavailable: if there is no model; this says nothing about the picture.
    """
    return process_file(name, partial(_import, gallery_key, os.path.abspath(name)))


def import_or_wait(gallery_key: UUID, name: str) -> FileResult:
    """Import a file; where disk or database fails, return that it has to wait.

    Raises:
        ModelUnavailable: if there is no model; this says nothing about the picture.
    """
    try:
        return import_file(gallery_key, name)
    except Exception as e:
        failure = find_storage_failure(e)
        if failure is None:
            raise
        return FileResult(name, error=str(failure.message), is_blocked=True)


def _import(gallery_key: UUID, path: str, data: bytes) -> dict[str, Any]:
    """Return the reading of a stored picture, with the id of its photo."""
    pk = uuid5(gallery_key, sha256(os.fsencode(path) + b"\0" + data).hexdigest())
    photo = Photo.objects.filter(pk=pk).first()
    if photo is None:
        clean, reading = recognize(data, settings.PHOTO_KEEP_SIDE)
        photo = build_photo(gallery_key, EncodedPhoto.encode(clean), reading)
        photo.pk = pk
        _save(photo)
    return {**photo.reading, "id": str(pk)}


def _save(photo: Photo) -> None:
    """Save files and row, unless a concurrent run has done so."""
    try:
        photo.save(force_insert=True)
    except IntegrityError:
        delete_files(photo.file_names)
    except BaseException:
        delete_files(photo.file_names)
        raise
