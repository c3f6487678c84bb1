"""Database tables: photos with their readings, pairings of devices, and tokens."""

import math
from datetime import timedelta
from typing import Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager

from recognizer import add_numbers, get_shared_time

# After this time, an old link is reported as unknown.
PAIRING_MEMORY = timedelta(days=1)
# Of an index that leads to any page of a gallery, newest first.
LIST_ORDER = ["gallery_key", "-created", "-id"]


def photo_path(photo: "Photo", filename: str) -> str:
    """Return the path of a photo; it reveals nothing about photo or visitor."""
    return f"photos/{photo.pk.hex[:2]}/{photo.pk.hex}{get_suffix(filename)}"


def thumbnail_path(photo: "Photo", filename: str) -> str:
    return f"thumbnails/{photo.pk.hex[:2]}/{photo.pk.hex}{get_suffix(filename)}"


def small_thumbnail_path(photo: "Photo", filename: str) -> str:
    return f"thumbnails/small/{photo.pk.hex[:2]}/{photo.pk.hex}{get_suffix(filename)}"


def get_suffix(filename: str) -> str:
    return filename[filename.rindex(".") :]


class Verdict(models.TextChoices):
    READ = "read"
    UNSURE = "unsure"
    NOTHING = "nothing"


class PhotoQuerySet(models.QuerySet):
    def in_gallery(self, gallery_key: UUID | None) -> Self:
        """Return the photos of one gallery; none without a key."""
        return self.filter(gallery_key=gallery_key) if gallery_key else self.none()

    def newer_than(self, photo: "Photo") -> Self:
        """Return the photos before this one in a list with the newest first."""
        # The bound is implied, but only with it an index leads to the position.
        same = Q(created=photo.created, pk__gt=photo.pk)
        newer = Q(created__gt=photo.created) | same
        return self.filter(newer, created__gte=photo.created)

    def older_than(self, photo: "Photo") -> Self:
        """Return the photos after this one in a list with the newest first."""
        same = Q(created=photo.created, pk__lt=photo.pk)
        older = Q(created__lt=photo.created) | same
        return self.filter(older, created__lte=photo.created)

    def count_up_to(self, limit: int) -> int:
        """Return the number of photos, or `limit` if there are more.

        Counting takes time, though an index answers where no filter needs the rows.
        """
        return self.order_by()[:limit].count()

    def expired(self) -> Self:
        """Return the photos older than `PHOTO_MAX_AGE_DAYS`."""
        age = timedelta(days=settings.PHOTO_MAX_AGE_DAYS)
        return self.filter(created__lt=timezone.now() - age)

    def with_verdict(self, verdict: str) -> Self:
        return self.filter(verdict=verdict)

    def with_label(self, label: int) -> Self:
        """Return the photos with this digit in the correction, else in the reading."""
        read = Q(correction=None, text__contains=str(label))
        return self.filter(read | Q(correction__contains=str(label)))

    def corrected(self, is_corrected: bool = True) -> Self:
        return self.filter(correction__isnull=not is_corrected)


class Photo(models.Model):
    """A clean photo in a gallery, with its reading."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gallery_key = models.UUIDField()
    created = models.DateTimeField(default=timezone.now)
    file = models.FileField(upload_to=photo_path)
    # By which a backup is verified; rows of earlier versions have none.
    file_sha256 = models.CharField(max_length=64, null=True, editable=False)
    thumbnail = models.FileField(upload_to=thumbnail_path)
    # Created on first request for photos of earlier versions.
    small_thumbnail = models.FileField(upload_to=small_thumbnail_path, blank=True)
    # Of the stored file; boxes in the reading are in pixels of the upload.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    reading = models.JSONField()
    verdict = models.CharField(max_length=7, choices=Verdict)
    text = models.TextField(blank=True)
    correction = models.CharField(max_length=1000, null=True, blank=True)
    # Hashes that identify the request that stored it, while that may be repeated.
    idempotency_key = models.CharField(max_length=80, null=True, editable=False)
    request_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [
            models.Index(fields=LIST_ORDER, name="photo_gallery_order"),
            models.Index(
                fields=["gallery_key", "verdict", "-created", "-id"],
                name="photo_verdict_order",
            ),
            models.Index(
                fields=LIST_ORDER,
                condition=Q(correction__isnull=False),
                name="photo_corrected_order",
            ),
            models.Index(fields=["created"], name="photo_created"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gallery_key", "idempotency_key"], name="photo_idempotency_key"
            )
        ]

    def __str__(self) -> str:
        return f"Photo {self.pk}"

    @classmethod
    def from_db(cls, db, field_names, values):
        """Load a row; readings of earlier versions are completed."""
        photo = super().from_db(db, field_names, values)
        if "reading" in photo.__dict__:
            photo.reading = add_numbers(photo.reading)
        return photo

    @property
    def label(self) -> str:
        """The correction if there is one, else the text that was read."""
        return self.text if self.correction is None else self.correction

    @property
    def digit_labels(self) -> list[int]:
        """The label of each digit that was read; empty if they are not known.

        They are known if the verdict is `read`, or if a correction has as many digits
        as were read: then it relabels them in reading order.
        """
        is_trusted = self.verdict == Verdict.READ or self.correction is not None
        labels = [int(label) for line in self.label.split() for label in line]
        is_whole = len(labels) == len(self.reading["digits"])
        return labels if is_trusted and is_whole else []

    @property
    def file_names(self) -> list[str]:
        files = (self.file, self.thumbnail, self.small_thumbnail)
        return [file.name for file in files if file]


class Device(models.TextChoices):
    """The kind of a joined device; nothing more of it is stored."""

    IPHONE = "iphone", _("iPhone")
    IPAD = "ipad", _("iPad")
    ANDROID = "android", _("Android device")
    OTHER = "other", _("Other device")


class PairingQuerySet(models.QuerySet):
    def of_gallery(self, gallery_key: UUID | None) -> Self:
        """Return the pairings of one gallery; none without a key."""
        return self.filter(gallery_key=gallery_key) if gallery_key else self.none()

    def active(self) -> Self:
        return self.filter(revoked=None, expires__gt=get_shared_time())

    def open(self) -> Self:
        """Return those whose link can still be used."""
        return self.active().filter(used=None)

    def joined(self) -> Self:
        """Return those of devices that are in the gallery now."""
        return self.active().filter(used__isnull=False)

    def purgeable(self) -> Self:
        """Return those that are too old to be reported on."""
        return self.filter(expires__lt=get_shared_time() - PAIRING_MEMORY)


class Pairing(models.Model):
    """A link by which one other device joins a gallery, once and for some minutes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gallery_key = models.UUIDField(db_index=True)
    # The token itself is only in the link.
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=timezone.now)
    # Of the link until it is used, then of the visit.
    expires = models.DateTimeField(db_index=True)
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)
    device = models.CharField(max_length=7, choices=Device, default=Device.OTHER)

    objects = PairingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Pairing {self.pk}"

    @property
    def state(self) -> str:
        """The state of the link: open, used, withdrawn or expired."""
        if self.used:
            return "used"
        if self.revoked:
            return "withdrawn"
        return "open" if self.expires > get_shared_time() else "expired"

    @property
    def seconds_left(self) -> int:
        left = (self.expires - get_shared_time()).total_seconds()
        return max(0, math.ceil(left))


class TokenQuerySet(models.QuerySet):
    def inactive(self) -> Self:
        """Return those that are revoked or expired."""
        return self.filter(Q(revoked=True) | Q(expiry_date__lt=timezone.now()))

    def without_photos(self) -> Self:
        """Return those whose galleries are empty."""
        photos = Photo.objects.filter(gallery_key=models.OuterRef("gallery_key"))
        return self.filter(~models.Exists(photos))


class Token(AbstractAPIKey):
    """The access of a program to its own gallery; the key itself is not stored."""

    gallery_key = models.UUIDField(default=uuid4, editable=False)

    objects = BaseAPIKeyManager.from_queryset(TokenQuerySet)()

    @property
    def state(self) -> str:
        if self.revoked:
            return "revoked"
        return "expired" if self.has_expired else "valid"

    @property
    def photos(self) -> PhotoQuerySet:
        return Photo.objects.in_gallery(self.gallery_key)
