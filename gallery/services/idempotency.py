"""What is sent again under the same Idempotency-Key is kept once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core.files.base import File
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError

from gallery.models import Photo, PhotoQuerySet

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,255}")
SALT = "gallery.sendings"  # part of every stored digest
MEMORY = timedelta(hours=24)
BAD_KEY = _("Give 1 to 255 visible ASCII characters, such as a random UUID.")


class KeyReused(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _(
        "Another picture was sent under this Idempotency-Key. Take a new key for it."
    )


@dataclass(frozen=True)
class Sending:
    """By what a request is known when it comes again.

    Attributes:
        name: a hash of its key.
        content: a hash of its pictures, which tells nobody else what they were.
    """

    name: str
    content: str

    @classmethod
    def of(cls, request, uploads: list[File]) -> "Sending | None":
        """Return how to know this request again; None if it has no key.

        Raises:
            ValidationError: if the key is malformed.
        """
        key = request.headers.get(HEADER)
        if key is None:
            return None
        if not KEY.fullmatch(key):
            raise ValidationError({HEADER: [BAD_KEY]})
        return cls(hash_of(key.encode()), hash_of(b"".join(map(digest, uploads))))

    def mark(self, photo: Photo, place: int) -> None:
        """Note which request a photo came by, and as which of its pictures."""
        photo.sending, photo.sent = f"{self.name}-{place}", self.content


def mark_all(answers: Iterable, sending: Sending | None) -> None:
    """Mark the photos among the answers to a request, by their places."""
    for place, answer in enumerate(answers):
        if sending and isinstance(answer, Photo):
            sending.mark(answer, place)


def hash_of(data: bytes) -> str:
    return salted_hmac(SALT, data, algorithm="sha256").hexdigest()


def digest(upload: File) -> bytes:
    whole = sha256()
    for chunk in upload.chunks():
        whole.update(chunk)
    return whole.digest()


def find_kept(photo: Photo) -> Photo | None:
    """Return what the same request has kept before in the place of a new photo.

    Raises:
        KeyReused: if that was another request.
    """
    if photo.sending is None:
        return None
    same = Photo.objects.in_gallery(photo.gallery_key).filter(sending=photo.sending)
    forget_sendings(same)
    kept = same.first()
    if kept and kept.sent != photo.sent:
        raise KeyReused
    if kept:
        kept.is_repeat = True
    return kept


def forget_sendings(photos: PhotoQuerySet) -> None:
    """Let photos whose keys are too old be sent anew."""
    old = photos.filter(created__lt=timezone.now() - MEMORY, sending__isnull=False)
    old.update(sending=None, sent="")
