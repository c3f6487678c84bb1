"""How a phone joins a gallery for a while: links used once, and who came by them."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from gallery.models import Device, Pairing

LINK_AGE = timedelta(minutes=5)
VISIT_AGE = timedelta(minutes=15)
TOKEN_BYTES = 16
DEVICES = (
    ("iPhone", Device.IPHONE),
    ("iPad", Device.IPAD),
    ("Android", Device.ANDROID),
)


def open_link(gallery_key: UUID) -> tuple[Pairing, str]:
    """Make a link to a gallery, and withdraw the one before; return its token too."""
    withdraw_links(gallery_key)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    pairing = Pairing.objects.create(
        gallery_key=gallery_key,
        token_hash=hash_of(token),
        expires=timezone.now() + LINK_AGE,
    )
    return pairing, token


def find_pairing(token: str) -> Pairing | None:
    """Return what a link was made for, in whatever state it is."""
    return Pairing.objects.filter(token_hash=hash_of(token)).first()


def hash_of(token: str) -> str:
    # 128 random bits can't be tried out, so the hash needs neither salt nor slowness.
    return hashlib.sha256(token.encode()).hexdigest()


def use_link(pairing: Pairing, device: Device) -> bool:
    """Let one device in; of several that come at once, the first."""
    now = timezone.now()
    change = {"used": now, "expires": now + VISIT_AGE, "device": device}
    return bool(Pairing.objects.open().filter(pk=pairing.pk).update(**change))


def withdraw_links(gallery_key: UUID) -> int:
    """End the links of a gallery that nobody has used."""
    return revoke(Pairing.objects.of_gallery(gallery_key).open())


def end_visit(gallery_key: UUID, pk: UUID) -> int:
    """Put one device out of a gallery, at once."""
    return revoke(Pairing.objects.of_gallery(gallery_key).active().filter(pk=pk))


def revoke(pairings) -> int:
    return pairings.update(revoked=timezone.now())


def detect_device(user_agent: str) -> Device:
    """Return the kind of a device; more than that is not wanted."""
    kinds = (kind for name, kind in DEVICES if name in user_agent)
    return next(kinds, Device.OTHER)
