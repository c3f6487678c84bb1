"""What a visitor does with photos: where pipeline, file and row meet."""

from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import Http404

from gallery.image_files import (
    SMALL_SIDE,
    THUMBNAIL_SIDE,
    open_picture,
    to_kept_file,
    to_thumbnail,
)
from gallery.models import Photo, PhotoQuerySet
from gallery.services.idempotency import Sending, find_kept, mark_all
from recognizer import pipeline
from recognizer.batch import Batch
from recognizer.errors import RecognizerError
from recognizer.intake.uploads import read_upload
from recognizer.pipeline import CleanPhoto
from recognizer.readings import Reading
from recognizer.representation import to_reading_json

BATCH_ROWS = 500
EXPLANATIONS = ("seen", "heat")
FILES = ("file", "thumbnail", "small_thumbnail")
THUMBNAIL_SIDES = {"thumbnail": THUMBNAIL_SIDE, "small_thumbnail": SMALL_SIDE}


def submit_photo(
    gallery_key: UUID,
    upload: File,
    explain: bool = False,
    sending: Sending | None = None,
) -> Photo:
    """Read one upload and keep the clean photo; the bytes as they came are not kept.

    Explanations are in the reading of the photo returned, and not in the row. What the
    same sending has kept before is not kept again.

    Raises:
        RecognizerError: if the pipeline refuses the bytes; nothing is stored then.
    """
    data, side = read_upload(upload), settings.PHOTO_KEEP_SIDE
    clean, reading = pipeline.recognize(data, side=side, explain=explain)
    photo = build_photo(gallery_key, Draft.of(clean), reading)
    mark_all([photo], sending)
    [kept] = save_photos([photo])
    return kept


def submit_photos(
    gallery_key: UUID,
    uploads: list[File],
    explain: bool = False,
    sending: Sending | None = None,
) -> list[Photo | RecognizerError]:
    """Read many uploads and keep their clean photos, in their order.

    What can't be read has its refusal in its place.

    Raises:
        ModelUnavailable: if there is no model; nothing is stored then.
    """
    batch = Batch(Draft.of, settings.PHOTO_KEEP_SIDE, explain)
    answers = [
        answer
        if isinstance(answer, RecognizerError)
        else build_photo(gallery_key, *answer)
        for answer in batch.read(uploads)
    ]
    mark_all(answers, sending)
    kept = iter(save_photos([photo for photo in answers if isinstance(photo, Photo)]))
    return [next(kept) if isinstance(a, Photo) else a for a in answers]


def save_photos(photos: list[Photo]) -> list[Photo]:
    """Save new photos, all or none; return them, or what was kept in their place.

    Explanations stay with them and out of the rows.
    """
    with ExitStack() as undo:
        kept = [save_once(photo, undo) for photo in photos]
        undo.pop_all()
    return kept


def save_once(photo: Photo, undo: ExitStack) -> Photo:
    told, photo.reading = photo.reading, to_unexplained(photo.reading)
    kept = find_kept(photo) or insert(photo, undo)
    if kept.reading == photo.reading:
        kept.reading = told
    return kept


def insert(photo: Photo, undo: ExitStack) -> Photo:
    """Save a new photo; return what the same request, sent twice at once, has kept."""
    undo.callback(discard, photo)
    try:
        photo.save(force_insert=True)
    except IntegrityError:
        discard(photo)
        if kept := find_kept(photo):
            return kept
        raise
    return photo


def discard(photo: Photo) -> None:
    """Take back what was saved of a photo, be it the files alone."""
    Photo.objects.filter(pk=photo.pk).delete()
    delete_files(photo.file_names)


def to_unexplained(told: dict[str, Any]) -> dict[str, Any]:
    """Leave out the pictures of what was seen: some kilobytes for each digit."""
    digits = [
        {name: value for name, value in digit.items() if name not in EXPLANATIONS}
        for digit in told["digits"]
    ]
    return told | {"digits": digits}


@dataclass(frozen=True)
class Draft:
    """What is kept of a clean photo, in files that are not saved yet.

    Attributes:
        clean: the photo, its pixels let go.
        files: by their fields.
    """

    clean: CleanPhoto
    files: dict[str, ContentFile]

    @classmethod
    def of(cls, clean: CleanPhoto) -> "Draft":
        """Make the files of a clean photo."""
        files = {
            "file": to_kept_file(clean.image, clean.format),
            "thumbnail": to_thumbnail(clean.image),
            "small_thumbnail": to_thumbnail(clean.image, SMALL_SIDE),
        }
        return cls(clean.without_image(), files)


def build_photo(gallery_key: UUID, draft: Draft, reading: Reading) -> Photo:
    """Return a row for a draft, its files made but not saved."""
    file = draft.files["file"]
    return Photo(
        gallery_key=gallery_key,
        **draft.files,
        width=file.width,
        height=file.height,
        reading=to_reading_json(draft.clean, reading),
        verdict=reading.verdict,
        text=reading.text,
    )


def open_thumbnail(photo: Photo, name: str) -> File:
    """Open one of a photo's thumbnails; make it where it is missing.

    Raises:
        FileNotFoundError: if the photo was deleted meanwhile.
    """
    file = getattr(photo, name)
    if file:
        with suppress(FileNotFoundError):
            return file.open("rb")
    return make_thumbnail(photo, name)


def make_thumbnail(photo: Photo, name: str) -> File:
    """Make a thumbnail of a kept photo, and store it for the next time."""
    side = THUMBNAIL_SIDES[name]
    content = to_thumbnail(open_picture(photo.file, side), side)
    path = Photo._meta.get_field(name).generate_filename(photo, content.name)
    saved = default_storage.save(path, content)
    # Under another name, it is one that a request beside this has made, too.
    is_first = saved == path
    if not (is_first and Photo.objects.filter(pk=photo.pk).update(**{name: path})):
        delete_files([saved])
    content.seek(0)
    return content


def correct_photo(photo: Photo, correction: str | None) -> Photo:
    """Note what a photo really says: "" is no digit, None withdraws the note.

    Raises:
        Http404: if the photo was deleted meanwhile.
    """
    if not Photo.objects.filter(pk=photo.pk).update(correction=correction):
        raise Http404
    photo.correction = correction
    return photo


def remove_photo(photo: Photo) -> None:
    """Delete one photo, row and files."""
    remove_photos(Photo.objects.filter(pk=photo.pk))


def remove_chosen(gallery_key: UUID, keys: list[UUID]) -> int:
    """Delete these photos of one visitor; return how many were still there."""
    photos = Photo.objects.in_gallery(gallery_key)
    batches = (keys[i : i + BATCH_ROWS] for i in range(0, len(keys), BATCH_ROWS))
    return sum(remove_photos(photos.filter(pk__in=batch)) for batch in batches)


def empty_gallery(gallery_key: UUID) -> int:
    """Delete all photos of one visitor and return how many there were."""
    return remove_photos(Photo.objects.in_gallery(gallery_key))


def remove_photos(photos: PhotoQuerySet) -> int:
    """Delete rows and files, some at a time so that other writers get their turn."""
    return sum(iter(partial(remove_batch, photos), 0))


def remove_batch(photos: PhotoQuerySet) -> int:
    """Delete rows, and their files once the rows are gone for good."""
    with transaction.atomic():
        doomed = list(photos.select_for_update().only(*FILES)[:BATCH_ROWS])
        names = [name for photo in doomed for name in photo.file_names]
        Photo.objects.filter(pk__in=[photo.pk for photo in doomed]).delete()
        transaction.on_commit(partial(delete_files, names))
    return len(doomed)


def delete_files(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
