"""The slideshow page."""

from uuid import UUID

from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.identity import get_photos
from gallery.slides import find_window
from gallery.views.gallery import get_page_context, to_uuid

LISTED_SLIDES = 24
# Placeholder in URL templates; a script replaces it with the id of a photo.
PLACEHOLDER_ID = UUID(int=0)


@require_safe
def slideshow(request):
    """Show the visitor's photos as a slideshow, or as a list without script.

    The page contains the ids of the photos around one, `?at=`, else of the newest.
    Scripts request each photo when it is due, and other parts of the gallery.
    """
    photos = get_photos(request)
    context = {
        "window": find_window(photos, to_uuid(request.GET.get("at", ""))).as_json(),
        "nobody": PLACEHOLDER_ID,
        **get_page_context(request, photos, LISTED_SLIDES),
    }
    return render(request, "gallery/slideshow.html", context)
