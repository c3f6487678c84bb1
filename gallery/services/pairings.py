"""Pairings: a phone joins a gallery for some minutes, by a link that works once."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from gallery.models import Device, Pairing, PairingQuerySet
from recognizer import get_shared_time

LINK_AGE = timedelta(minutes=5)
VISIT_AGE = timedelta(minutes=15)
TOKEN_BYTES = 16
DEVICES = (
    ("iPhone", Device.IPHONE),
    ("iPad", Device.IPAD),
    ("Android", Device.ANDROID),
)


def open_link(gallery_key: UUID) -> tuple[Pairing, str]:
    """Create a link to a gallery, and withdraw its earlier one.

    Returns:
        The pairing, and the token of the link, which is not stored.
    """
    withdraw_links(gallery_key)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    pairing = Pairing.objects.create(
        gallery_key=gallery_key,
        token_hash=compute_hash(token),
        expires=get_shared_time() + LINK_AGE,
    )
    return pairing, token


def find_pairing(token: str) -> Pairing | None:
    """Return the pairing that a link was created for, in any state."""
    return Pairing.objects.filter(token_hash=compute_hash(token)).first()


def compute_hash(token: str) -> str:
    # 128 random bits can't be guessed, so the hash needs neither salt nor slowness.
    return hashlib.sha256(token.encode()).hexdigest()


def use_link(pairing: Pairing, device: Device) -> bool:
    """Let a device join; return False if the link is not open any more.

    Of several devices that use the link at the same time, only the first can join.
    """
    now = get_shared_time()
    change = {"used": now, "expires": now + VISIT_AGE, "device": device}
    return bool(Pairing.objects.open().filter(pk=pairing.pk).update(**change))


def withdraw_links(gallery_key: UUID) -> int:
    """Withdraw the unused links of a gallery."""
    return revoke(Pairing.objects.of_gallery(gallery_key).open())


def end_visit(gallery_key: UUID, pk: UUID) -> int:
    """Remove one device from a gallery, with immediate effect."""
    return revoke(Pairing.objects.of_gallery(gallery_key).active().filter(pk=pk))


def revoke(pairings: PairingQuerySet) -> int:
    return pairings.update(revoked=get_shared_time())


def detect_device(user_agent: str) -> Device:
    """Return the kind of a device; nothing else of the header is stored."""
    kinds = (kind for name, kind in DEVICES if name in user_agent)
    return next(kinds, Device.OTHER)
