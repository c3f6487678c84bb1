"""Cursor pagination: newest first, from a position and not from a page number."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.signing import BadSignature, Signer
from rest_framework.utils.urls import replace_query_param

from gallery.models import Photo, PhotoQuerySet

FIELD = "cursor"
# Counting a million photos would take longer than all else of a page.
MAX_COUNTED = 10_000


class Position(NamedTuple):
    """The position of a photo, which stays valid when the photo is deleted."""

    created: datetime
    pk: UUID


NEWEST = Position(datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
OLDEST = Position(datetime.min.replace(tzinfo=UTC), UUID(int=0))


@dataclass(frozen=True)
class Cursor:
    """A position, and the direction: older photos, or newer ones if `is_back`."""

    position: Position
    is_back: bool = False

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Decode a cursor.

        Raises:
            ValueError: if this site did not encode the text.
        """
        try:
            created, pk, is_back = build_signer().unsign_object(text)
        except BadSignature as e:
            raise ValueError("unknown cursor") from e
        return cls(Position(datetime.fromisoformat(created), UUID(pk)), is_back)

    def encode(self) -> str:
        created, pk = self.position
        return build_signer().sign_object([created.isoformat(), pk.hex, self.is_back])


@dataclass(frozen=True)
class Page:
    """Some photos of a gallery, and the cursors of the neighboring pages."""

    photos: list[Photo]
    newer: Cursor | None
    older: Cursor | None

    def links(self, request) -> tuple[str | None, str | None]:
        """Return the URLs of the newer and of the older page.

        They are relative to the host, like those of photos, so that no proxy can
        distort them.
        """
        url = request.get_full_path()
        return tuple(
            cursor and replace_query_param(url, FIELD, cursor.encode())
            for cursor in (self.newer, self.older)
        )


def find_page(photos: PhotoQuerySet, cursor: Cursor | None, size: int) -> Page:
    """Return the page that starts at a cursor.

    Photos that are added or deleted do not move the others between pages.
    """
    is_back = cursor is not None and cursor.is_back
    beyond = filter_beyond(photos, cursor)
    found = list(beyond[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    newer = Cursor(get_position(found[0]) if found else OLDEST, is_back=True)
    older = Cursor(get_position(found[-1]) if found else NEWEST)
    if is_back:
        has_newer, has_older = has_more, photos.older_than(older.position).exists()
    else:
        has_newer = cursor is not None and photos.newer_than(newer.position).exists()
        has_older = has_more
    return Page(found, newer if has_newer else None, older if has_older else None)


def filter_beyond(photos: PhotoQuerySet, cursor: Cursor | None) -> PhotoQuerySet:
    """Return the photos beyond a cursor, nearest first."""
    if cursor is None:
        return photos
    if cursor.is_back:
        return photos.newer_than(cursor.position).reverse()
    return photos.older_than(cursor.position)


def get_position(photo: Photo) -> Position:
    return Position(photo.created, photo.pk)


def build_signer() -> Signer:
    return Signer(salt="gallery.cursor")
