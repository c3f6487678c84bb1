"""The slideshow page."""

from uuid import UUID

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.identity import get_photos
from gallery.texts import readings

LISTED_SLIDES = 24
# Placeholder in URL templates; a script replaces it with the id of a photo.
PLACEHOLDER_ID = UUID(int=0)


@require_safe
def slideshow(request):
    """Walk through this visitor's photos; without script, a list of them.

    Of thousands the page holds the names; scripts ask for each photo as its turn comes.
    """
    photos = get_photos(request)
    context = {
        "ids": list(photos.values_list("pk", flat=True)),
        "nobody": PLACEHOLDER_ID,
        "page": Paginator(photos, LISTED_SLIDES).get_page(request.GET.get("page")),
        "phrases": readings.for_scripts(),
    }
    return render(request, "gallery/slideshow.html", context)
