"""Submissions: uploads are read, and their clean photos stored in a gallery."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError
from django.http import HttpRequest
from PIL.Image import Image
from rest_framework.request import Request

from gallery.identity import get_gallery_key, persist_gallery_key
from gallery.image_files import ImageContent, encode_files
from gallery.models import Photo
from gallery.services.idempotency import IdempotentRequest, find_stored
from gallery.services.photos import delete_files
from gallery.services.storage_failures import storage_failures
from recognizer import (
    Batch,
    CleanPhoto,
    Reading,
    RecognizerError,
    get_shared_time,
    recognize,
    to_reading_json,
)

EXPLANATIONS = ("seen", "heat")


class Submission(NamedTuple):
    """A stored photo, and whether it is new.

    Attributes:
        photo: the row; its reading has the explanations, if they were asked for.
        created: False if the same request had stored it before.
    """

    photo: Photo
    created: bool


def submit_to_gallery(
    request: HttpRequest | Request,
    upload: File,
    explain: bool = False,
    idempotent: IdempotentRequest | None = None,
) -> Submission:
    """Store an upload in this visitor's gallery; the first one creates the gallery.

    A refused upload creates no session. Several concurrent first uploads would create
    one gallery each, so a page waits for the first response before it sends the next.

    Args:
        request: of the visitor.
        upload: the picture.
        explain: whether the returned reading has explanations; no row has them.
        idempotent: identifies the request if it is repeated.

    Raises:
        RecognizerError: if the pipeline refuses the upload; nothing is stored then.
    """
    known = get_gallery_key(request)
    key = known or uuid4()
    submission = submit_photo(key, upload, explain, idempotent)
    keep_findable([submission], request, known, key)
    return submission


def submit_each_to_gallery(
    request: HttpRequest | Request,
    uploads: list[File],
    explain: bool = False,
    idempotent: IdempotentRequest | None = None,
) -> list[Submission | RecognizerError]:
    """Store the readable ones of several uploads in this visitor's gallery.

    Args:
        request: of the visitor.
        uploads: the pictures.
        explain: whether the returned readings have explanations; no row has them.
        idempotent: identifies the request if it is repeated.

    Returns:
        For each upload, in their order, its photo or its error.

    Raises:
        ModelUnavailable: if there is no model; nothing is stored then.
    """
    known = get_gallery_key(request)
    key = known or uuid4()
    results = submit_photos(key, uploads, explain, idempotent)
    submissions = [result for result in results if isinstance(result, Submission)]
    if submissions:
        keep_findable(submissions, request, known, key)
    return results


def keep_findable(
    submissions: list[Submission],
    request: HttpRequest | Request,
    known: UUID | None,
    key: UUID,
) -> None:
    """Store the gallery key in the visitor's session, or discard the photos.

    Args:
        submissions: photos that were just stored under the key.
        request: of the visitor.
        known: the key that the session held before, if any.
        key: the gallery key.

    Raises:
        StorageFull: if there is no space for the session.
        StorageUnavailable: if it can't be stored otherwise.
        Http404: if the visitor was forgotten meanwhile.
    """
    try:
        with storage_failures():
            persist_gallery_key(request, known, key)
    except Exception:
        for photo, is_new in submissions:
            if is_new:
                discard_photo(photo)
        raise


def submit_photo(
    gallery_key: UUID,
    upload: File,
    explain: bool = False,
    idempotent: IdempotentRequest | None = None,
) -> Submission:
    """Read one upload and store the clean photo; the original bytes are not kept.

    Args:
        gallery_key: of the gallery that gets the photo.
        upload: the picture.
        explain: whether the returned reading has explanations; no row has them.
        idempotent: identifies the request if it is repeated.

    Raises:
        RecognizerError: if the pipeline refuses the upload; nothing is stored then.
    """
    side = settings.PHOTO_KEEP_SIDE
    clean, reading = recognize(upload, side=side, explain=explain)
    photo = build_photo(gallery_key, EncodedPhoto.encode(clean), reading)
    if idempotent:
        idempotent.mark(photo, 0)
    [submission] = save_photos([photo])
    return submission


def submit_photos(
    gallery_key: UUID,
    uploads: list[File],
    explain: bool = False,
    idempotent: IdempotentRequest | None = None,
) -> list[Submission | RecognizerError]:
    """Read several uploads and store their clean photos, in their order.

    An upload that can't be read has its error in its place.

    Args:
        gallery_key: of the gallery that gets the photos.
        uploads: the pictures.
        explain: whether the returned readings have explanations; no row has them.
        idempotent: identifies the request if it is repeated.

    Raises:
        ModelUnavailable: if there is no model; nothing is stored then.
    """
    batch = Batch(EncodedPhoto.encode, settings.PHOTO_KEEP_SIDE, explain)
    results = [
        result
        if isinstance(result, RecognizerError)
        else build_photo(gallery_key, *result)
        for result in batch.read(uploads)
    ]
    for index, result in enumerate(results):
        if idempotent and isinstance(result, Photo):
            idempotent.mark(result, index)
    photos = [result for result in results if isinstance(result, Photo)]
    submissions = iter(save_photos(photos))
    return [
        next(submissions) if isinstance(result, Photo) else result for result in results
    ]


def save_photos(photos: list[Photo]) -> list[Submission]:
    """Save new photos, all or none; return them, or the photos stored before.

    Explanations stay in the returned readings and out of the rows.

    Raises:
        StorageFull: if there is no space for them.
        StorageUnavailable: if disk or database can't be written otherwise.
    """
    with storage_failures(), ExitStack() as undo:
        submissions = [save_once(photo, undo) for photo in photos]
        undo.pop_all()
    return submissions


def save_once(photo: Photo, undo: ExitStack) -> Submission:
    """Save a photo unless the same request has stored it before.

    Args:
        photo: new, its files not saved yet.
        undo: gets what removes the photo again.
    """
    payload, photo.reading = photo.reading, without_explanations(photo.reading)
    stored = find_stored(photo)
    if stored is None:
        undo.callback(discard_photo, photo)
        stored = insert_photo(photo)
    created = stored is photo
    if stored.reading == photo.reading:
        stored.reading = payload
    return Submission(stored, created)


def insert_photo(photo: Photo) -> Photo:
    """Insert a new photo; return the other one if the same request came twice at once.

    Only one of two concurrent inserts passes the unique constraint.
    """
    try:
        photo.save(force_insert=True)
    except IntegrityError:
        discard_photo(photo)
        if stored := find_stored(photo):
            return stored
        raise
    return photo


def discard_photo(photo: Photo) -> None:
    """Delete what was saved of a photo, even if that is the files alone.

    Where the row was refused, the database is not asked again: it may be what failed.
    """
    if not photo._state.adding:
        Photo.objects.filter(pk=photo.pk).delete()
    delete_files(photo.file_names)


def without_explanations(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a reading without the pictures that explain it, which are large."""
    digits = [
        {name: value for name, value in digit.items() if name not in EXPLANATIONS}
        for digit in payload["digits"]
    ]
    return payload | {"digits": digits}


@dataclass(frozen=True)
class EncodedPhoto:
    """A clean photo, encoded in the files that are stored of it.

    Attributes:
        clean: the photo, without its pixels.
        files: not saved yet, by the names of their model fields.
    """

    clean: CleanPhoto
    files: dict[str, ImageContent]

    @classmethod
    def encode(cls, clean: CleanPhoto) -> "EncodedPhoto":
        """Encode the files of a clean photo."""
        files = encode_files(cast(Image, clean.image), clean.format)
        return cls(clean.without_image(), files)


def build_photo(gallery_key: UUID, encoded: EncodedPhoto, reading: Reading) -> Photo:
    """Build the row of an encoded photo; neither row nor files are saved yet."""
    file = encoded.files["file"]
    return Photo(
        gallery_key=gallery_key,
        created=get_shared_time(),
        **encoded.files,
        file_sha256=file.sha256,
        width=file.width,
        height=file.height,
        reading=to_reading_json(encoded.clean, reading),
        verdict=reading.verdict,
        text=reading.text,
    )
