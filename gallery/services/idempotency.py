"""Idempotency keys: a request that is repeated stores its photos once."""

import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core.files.base import File
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

from gallery.models import Photo, PhotoQuerySet

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,255}")
# The stored hashes depend on it, so it keeps the name that it had at first.
SALT = "gallery.sendings"
KEY_AGE = timedelta(hours=24)
INVALID_KEY = _("Give 1 to 255 visible ASCII characters, such as a random UUID.")


class IdempotencyKeyReused(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _(
        "Another picture was sent with this Idempotency-Key. Use a new key for it."
    )


@dataclass(frozen=True)
class IdempotentRequest:
    """A request with an Idempotency-Key, which is recognized when it is repeated.

    Attributes:
        key_hash: keyed hash of its Idempotency-Key.
        digest: keyed hash of its pictures, which does not reveal them.
    """

    key_hash: str
    digest: str

    @classmethod
    def from_request(
        cls, request: Request, uploads: list[File]
    ) -> "IdempotentRequest | None":
        """Build it from the header and the pictures; None without the header.

        Raises:
            ValidationError: if the key is malformed.
        """
        key = request.headers.get(HEADER)
        if key is None:
            return None
        if not KEY.fullmatch(key):
            raise ValidationError({HEADER: [INVALID_KEY]})
        pictures = b"".join(compute_digest(upload) for upload in uploads)
        return cls(compute_hash(key.encode()), compute_hash(pictures))

    def mark(self, photo: Photo, index: int) -> None:
        """Note on a new photo that it is the picture `index` of this request."""
        photo.idempotency_key = f"{self.key_hash}-{index}"
        photo.request_digest = self.digest


def compute_hash(data: bytes) -> str:
    return salted_hmac(SALT, data, algorithm="sha256").hexdigest()


def compute_digest(upload: File) -> bytes:
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.digest()


def find_stored(photo: Photo) -> Photo | None:
    """Return the photo that the same request stored before in place of a new one.

    Raises:
        IdempotencyKeyReused: if the request with this key had other pictures.
    """
    if photo.idempotency_key is None:
        return None
    same = Photo.objects.in_gallery(photo.gallery_key).filter(
        idempotency_key=photo.idempotency_key
    )
    expire_keys(same)
    stored = same.first()
    if stored and stored.request_digest != photo.request_digest:
        raise IdempotencyKeyReused
    return stored


def expire_keys(photos: PhotoQuerySet) -> None:
    """Remove the keys of photos that are older than `KEY_AGE`."""
    oldest = timezone.now() - KEY_AGE
    expired = photos.filter(created__lt=oldest, idempotency_key__isnull=False)
    expired.update(idempotency_key=None, request_digest="")
