"""What is kept: clean photos, what was read in them, and by what others come in."""

import math
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager

# For so long a link that is used again can still say what became of it.
PAIRING_MEMORY = timedelta(days=1)


def photo_path(photo, filename):
    """Return where a photo lies; the name tells nothing about photo or visitor."""
    return f"photos/{photo.pk.hex[:2]}/{photo.pk.hex}{suffix_of(filename)}"


def thumbnail_path(photo, filename):
    return f"thumbnails/{photo.pk.hex[:2]}/{photo.pk.hex}{suffix_of(filename)}"


def small_thumbnail_path(photo, filename):
    return f"thumbnails/small/{photo.pk.hex[:2]}/{photo.pk.hex}{suffix_of(filename)}"


def suffix_of(filename):
    return filename[filename.rindex(".") :]


class Verdict(models.TextChoices):
    READ = "read"
    UNSURE = "unsure"
    NOTHING = "nothing"


class PhotoQuerySet(models.QuerySet):
    def in_gallery(self, gallery_key):
        """Return the photos of one visitor; of none, without a key."""
        return self.filter(gallery_key=gallery_key) if gallery_key else self.none()

    def newer_than(self, photo):
        """Return the photos that stand before one where the newest is first."""
        same = Q(created=photo.created, pk__gt=photo.pk)
        return self.filter(Q(created__gt=photo.created) | same)

    def older_than(self, photo):
        """Return the photos that stand behind one where the newest is first."""
        same = Q(created=photo.created, pk__lt=photo.pk)
        return self.filter(Q(created__lt=photo.created) | same)

    def expired(self):
        """Return the photos older than `PHOTO_MAX_AGE_DAYS`."""
        age = timedelta(days=settings.PHOTO_MAX_AGE_DAYS)
        return self.filter(created__lt=timezone.now() - age)

    def with_verdict(self, verdict):
        return self.filter(verdict=verdict)

    def with_label(self, label):
        """Return the photos that say this digit: by hand, or else by the reading."""
        read = Q(correction=None, text__contains=str(label))
        return self.filter(read | Q(correction__contains=str(label)))

    def corrected(self, is_corrected=True):
        return self.filter(correction__isnull=not is_corrected)


class Photo(models.Model):
    """A clean photo in a visitor's gallery, and what it says."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gallery_key = models.UUIDField()
    created = models.DateTimeField(default=timezone.now)
    file = models.FileField(upload_to=photo_path)
    thumbnail = models.FileField(upload_to=thumbnail_path)
    # Photos of earlier versions get theirs when it is first asked for.
    small_thumbnail = models.FileField(upload_to=small_thumbnail_path, blank=True)
    # Of the kept file; boxes in the reading are in pixels of the photo as it came.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    reading = models.JSONField()
    verdict = models.CharField(max_length=7, choices=Verdict)
    text = models.TextField(blank=True)
    correction = models.CharField(max_length=1000, null=True, blank=True)
    # By which request it came, and with what beside it, if that may come again.
    sending = models.CharField(max_length=80, null=True, editable=False)
    sent = models.CharField(max_length=64, blank=True, editable=False)
    # Whether it was found instead of kept; true of what is in memory, not of the row.
    is_repeat = False

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [
            models.Index(
                fields=["gallery_key", "-created"], name="photo_gallery_newest"
            ),
            models.Index(fields=["created"], name="photo_created"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gallery_key", "sending"], name="photo_sent_once"
            )
        ]

    def __str__(self):
        return f"Photo {self.pk}"

    @property
    def label(self):
        """What the photo says: the correction where there is one."""
        return self.text if self.correction is None else self.correction

    @property
    def digit_labels(self):
        """Return the label of each digit that was read, or none if they aren't known.

        They are where the reading is to be trusted, or where a correction names as
        many digits as were read: it relabels them in their order.
        """
        is_trusted = self.verdict == Verdict.READ or self.correction is not None
        labels = [int(label) for line in self.label.split() for label in line]
        is_whole = len(labels) == len(self.reading["digits"])
        return labels if is_trusted and is_whole else []

    @property
    def file_names(self):
        files = (self.file, self.thumbnail, self.small_thumbnail)
        return [file.name for file in files if file]


class Device(models.TextChoices):
    """What a joined device calls itself, no closer than this."""

    IPHONE = "iphone", _("iPhone")
    IPAD = "ipad", _("iPad")
    ANDROID = "android", _("Android device")
    OTHER = "other", _("Other device")


class PairingQuerySet(models.QuerySet):
    def of_gallery(self, gallery_key):
        """Return the pairings with one visitor's gallery; none, without a key."""
        return self.filter(gallery_key=gallery_key) if gallery_key else self.none()

    def active(self):
        return self.filter(revoked=None, expires__gt=timezone.now())

    def open(self):
        """Return those whose link still waits to be used."""
        return self.active().filter(used=None)

    def joined(self):
        """Return those by which a device is in the gallery now."""
        return self.active().filter(used__isnull=False)

    def forgotten(self):
        """Return those of which nobody needs to be told any more."""
        return self.filter(expires__lt=timezone.now() - PAIRING_MEMORY)


class Pairing(models.Model):
    """A link by which one other device joins a gallery for a while, once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gallery_key = models.UUIDField(db_index=True)
    # The token itself is known to the link alone.
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=timezone.now)
    # Of the link until it is used, of the visit from then on.
    expires = models.DateTimeField(db_index=True)
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)
    device = models.CharField(max_length=7, choices=Device, default=Device.OTHER)

    objects = PairingQuerySet.as_manager()

    def __str__(self):
        return f"Pairing {self.pk}"

    @property
    def state(self):
        """What has become of the link: open, used, withdrawn or late."""
        if self.used:
            return "used"
        if self.revoked:
            return "withdrawn"
        return "open" if self.expires > timezone.now() else "late"

    @property
    def seconds_left(self):
        left = (self.expires - timezone.now()).total_seconds()
        return max(0, math.ceil(left))


class TokenQuerySet(models.QuerySet):
    def over(self):
        """Return those that let nobody in any more."""
        return self.filter(Q(revoked=True) | Q(expiry_date__lt=timezone.now()))

    def without_photos(self):
        own = Photo.objects.filter(gallery_key=models.OuterRef("gallery_key"))
        return self.filter(~models.Exists(own))


class Token(AbstractAPIKey):
    """A program's way into a gallery of its own; the token itself is not kept."""

    gallery_key = models.UUIDField(default=uuid4, editable=False)

    objects = BaseAPIKeyManager.from_queryset(TokenQuerySet)()

    @property
    def state(self):
        if self.revoked:
            return "revoked"
        return "expired" if self.has_expired else "valid"

    @property
    def photos(self):
        return Photo.objects.in_gallery(self.gallery_key)
