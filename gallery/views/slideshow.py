"""The slideshow page."""

from uuid import UUID

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.identity import get_photos

LISTED_SLIDES = 24
# Placeholder in URL templates; a script replaces it with the id of a photo.
PLACEHOLDER_ID = UUID(int=0)


@require_safe
def slideshow(request):
    """Show the visitor's photos as a slideshow, or as a list without script.

    The page contains the ids of all photos; scripts request each photo when it is due.
    """
    photos = get_photos(request)
    context = {
        "ids": list(photos.values_list("pk", flat=True)),
        "nobody": PLACEHOLDER_ID,
        "page": Paginator(photos, LISTED_SLIDES).get_page(request.GET.get("page")),
    }
    return render(request, "gallery/slideshow.html", context)
