"""How a gallery is walked: newest first, from a place and not from a number."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.signing import BadSignature, Signer
from rest_framework.utils.urls import replace_query_param

from gallery.models import Photo, PhotoQuerySet

FIELD = "cursor"


class Place(NamedTuple):
    """Where a photo stands, or stood before it was deleted."""

    created: datetime
    pk: UUID


NEWEST = Place(datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
OLDEST = Place(datetime.min.replace(tzinfo=UTC), UUID(int=0))


@dataclass(frozen=True)
class Cursor:
    """A place, and whether to go on to the photos before it: the newer ones."""

    place: Place
    is_back: bool = False

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Return the cursor that a text stands for.

        Raises:
            ValueError: if the text was not made here.
        """
        try:
            created, pk, is_back = signer().unsign_object(text)
        except BadSignature as e:
            raise ValueError("no cursor of ours") from e
        return cls(Place(datetime.fromisoformat(created), UUID(pk)), is_back)

    def encode(self) -> str:
        created, pk = self.place
        return signer().sign_object([created.isoformat(), pk.hex, self.is_back])


@dataclass(frozen=True)
class Page:
    """Some photos of a gallery, and from where to go on to those beside them."""

    photos: list[Photo]
    newer: Cursor | None
    older: Cursor | None

    def links(self, request) -> tuple[str | None, str | None]:
        """Return the addresses of the newer and of the older page.

        They are relative to the host, as those of photos are: no proxy distorts them.
        """
        here = request.get_full_path()
        return tuple(
            cursor and replace_query_param(here, FIELD, cursor.encode())
            for cursor in (self.newer, self.older)
        )


def find_page(photos: PhotoQuerySet, cursor: Cursor | None, size: int) -> Page:
    """Return the photos from a cursor on; what is added or deleted moves no place."""
    is_back = cursor is not None and cursor.is_back
    beyond = beyond_cursor(photos, cursor)
    found = list(beyond[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    newer = Cursor(place_of(found[0]) if found else OLDEST, is_back=True)
    older = Cursor(place_of(found[-1]) if found else NEWEST)
    if is_back:
        has_newer, has_older = has_more, photos.older_than(older.place).exists()
    else:
        has_newer = cursor is not None and photos.newer_than(newer.place).exists()
        has_older = has_more
    return Page(found, newer if has_newer else None, older if has_older else None)


def beyond_cursor(photos: PhotoQuerySet, cursor: Cursor | None) -> PhotoQuerySet:
    """Return the photos beyond a cursor, the nearest first."""
    if cursor is None:
        return photos
    if cursor.is_back:
        return photos.newer_than(cursor.place).reverse()
    return photos.older_than(cursor.place)


def place_of(photo: Photo) -> Place:
    return Place(photo.created, photo.pk)


def signer() -> Signer:
    return Signer(salt="gallery.cursor")
