"""Tokens of programs: created, revoked and deleted by the operator."""

from datetime import timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone

from gallery.models import Photo, PhotoQuerySet, Token
from gallery.services.photos import delete_photos
from recognizer.jobs import Job, delete_jobs


def create_token(name: str, days: int) -> tuple[Token, str]:
    """Create a token with its own gallery; return its row and the key to hand out.

    Raises:
        ValueError: if a token of this name exists and is not revoked.
    """
    with transaction.atomic():
        if Token.objects.filter(name=name, revoked=False).exists():
            raise ValueError(f"A token {name} exists already. Revoke it first.")
        expires = timezone.now() + timedelta(days=days)
        token, key = Token.objects.create_key(name=name, expiry_date=expires)
    return cast(Token, token), key


def revoke_tokens(name: str) -> int:
    """Revoke the tokens of this name; return how many there are."""
    return Token.objects.filter(name=name).update(revoked=True)


def get_token_photos(name: str) -> PhotoQuerySet:
    """Return the photos in the galleries of the tokens of this name."""
    keys = Token.objects.filter(name=name).values("gallery_key")
    return Photo.objects.filter(gallery_key__in=keys)


def delete_token_photos(name: str) -> int:
    """Delete photos and jobs of the tokens of this name; return how many photos."""
    for key in Token.objects.filter(name=name).values_list("gallery_key", flat=True):
        delete_jobs(Job.objects.of_owner(key))
    return delete_photos(get_token_photos(name))


def delete_inactive_tokens() -> None:
    """Delete inactive tokens whose galleries are empty."""
    Token.objects.inactive().without_photos().delete()
