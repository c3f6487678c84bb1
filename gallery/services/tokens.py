"""What an operator does with the tokens of programs."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gallery.models import Photo, Token
from gallery.services.photos import remove_photos


def create_token(name: str, days: int) -> tuple[Token, str]:
    """Make a token with a gallery of its own; return what to hand out, too.

    Raises:
        ValueError: if a token of this name is not revoked yet.
    """
    with transaction.atomic():
        if Token.objects.filter(name=name, revoked=False).exists():
            raise ValueError(f"There is a token {name} already. Revoke it first.")
        expires = timezone.now() + timedelta(days=days)
        return Token.objects.create_key(name=name, expiry_date=expires)


def revoke_tokens(name: str) -> int:
    """Let nobody in by the tokens of this name any more; return how many there are."""
    return Token.objects.filter(name=name).update(revoked=True)


def photos_of_tokens(name: str):
    """Return the photos that were kept by the tokens of this name."""
    own = Token.objects.filter(name=name).values("gallery_key")
    return Photo.objects.filter(gallery_key__in=own)


def remove_photos_of_tokens(name: str) -> int:
    """Delete what was kept by the tokens of this name; return how many photos."""
    return remove_photos(photos_of_tokens(name))


def forget_tokens() -> None:
    """Delete what is left of tokens that are over, once their photos are gone."""
    Token.objects.over().without_photos().delete()
