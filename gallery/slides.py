"""The part of a gallery that the slideshow page holds: the neighbors of one photo."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gallery.models import PhotoQuerySet
from gallery.pagination import MAX_COUNTED, Position

WINDOW_SLIDES = 150


@dataclass(frozen=True)
class SlideWindow:
    """Some photos in a row, newest first, and what lies beyond them.

    Attributes:
        ids: of the photos.
        before: number of newer photos, at most `MAX_COUNTED` + 1.
        after: number of older photos, the same.
        newer: the photo before the first, if there is one, and `newest` of all.
        older: the photo after the last, if there is one, and `oldest` of all.
    """

    ids: list[UUID]
    before: int = 0
    after: int = 0
    newest: UUID | None = None
    newer: UUID | None = None
    older: UUID | None = None
    oldest: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        return vars(self) | {"limit": MAX_COUNTED}


def find_window(photos: PhotoQuerySet, at: UUID | None = None) -> SlideWindow:
    """Return the photos around one, or the newest ones if it does not exist."""
    rows = photos.values_list("created", "pk")
    anchor = rows.filter(pk=at).first() if at else None
    newer: list[Position] = []
    if anchor is None:
        found = to_positions(rows[: WINDOW_SLIDES + 1])
        kept, older = found[:WINDOW_SLIDES], found[WINDOW_SLIDES:]
    else:
        middle, half = Position(*anchor), WINDOW_SLIDES // 2
        nearest = rows.newer_than(middle).reverse()[: half + 1]
        before = to_positions(nearest)[::-1]
        behind = to_positions(rows.older_than(middle)[: half + 1])
        newer, older = before[:-half], behind[half:]
        kept = [*before[-half:], middle, *behind[:half]]
    ids = [position.pk for position in kept]
    return SlideWindow(
        ids, **look_before(photos, kept, newer), **look_behind(photos, kept, older)
    )


def look_before(
    photos: PhotoQuerySet, kept: list[Position], newer: list[Position]
) -> dict[str, Any]:
    if not newer:
        return {}
    return {
        "before": photos.newer_than(kept[0]).count_up_to(MAX_COUNTED + 1),
        "newest": photos.values_list("pk", flat=True).first(),
        "newer": newer[-1].pk,
    }


def look_behind(
    photos: PhotoQuerySet, kept: list[Position], older: list[Position]
) -> dict[str, Any]:
    if not older:
        return {}
    return {
        "after": photos.older_than(kept[-1]).count_up_to(MAX_COUNTED + 1),
        "older": older[0].pk,
        "oldest": photos.values_list("pk", flat=True).last(),
    }


def to_positions(rows: PhotoQuerySet) -> list[Position]:
    return [Position(*row) for row in rows]
