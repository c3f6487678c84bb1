"""The gallery's page: photos filtered and walked, several deleted at once."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery.api.serializers import FilterSerializer
from gallery.identity import get_gallery_key, get_photos
from gallery.pagination import FIELD, Cursor, find_page
from gallery.services.photos import delete_chosen, empty_gallery
from gallery.texts import readings

PAGE_PHOTOS = 60
FILTERS = ("verdict", "label", "corrected")


@require_safe
def gallery(request):
    """Show this visitor's photos, newest first, or those that a filter asks for."""
    photos = get_photos(request)
    query = FilterSerializer(data=without_blanks(request.GET))
    is_clear = query.is_valid()
    found = query.filter(photos) if is_clear else photos
    filters = filters_of(request.GET) if is_clear else {}
    context = {
        "count": found.count(),
        "export_query": f"&{urlencode(filters)}" if filters else "",
        "filters": filters,
        "has_photos": photos.exists(),
        "is_clear": is_clear,
        "phrases": readings.for_scripts(),
        **page_of(request, found),
    }
    status = 200 if is_clear else 400
    return render(request, "gallery/gallery.html", context, status=status)


def page_of(request, photos):
    """Return photos from the cursor on, and the addresses before and after them."""
    text = request.GET.get(FIELD)
    try:
        cursor = Cursor.decode(text) if text else None
    except ValueError as e:
        raise Http404 from e
    page = find_page(photos, cursor, PAGE_PHOTOS)
    newer, older = page.links(request)
    return {"photos": page.photos, "newer": newer, "older": older}


def without_blanks(query):
    """Return an address's query without what a form leaves open."""
    said = query.copy()
    for name in FILTERS:
        if said.get(name) == "":
            del said[name]
    return said


def filters_of(query):
    """Return what the filters of an address are set to, without those that are not."""
    return {name: query[name] for name in FILTERS if query.get(name)}


@require_POST
def delete_several(request):
    """Delete chosen photos; a script is told how many were still there."""
    keys = [key for key in map(to_uuid, chosen_of(request.POST)) if key]
    count = delete_chosen(get_gallery_key(request), keys)
    if request.get_preferred_type(["text/html", "application/json"]) == "text/html":
        return redirect("gallery")
    return JsonResponse({"deleted": count})


def chosen_of(post):
    """Return ids: a field for each from a form, all in one from a script.

    Django takes a hundred fields at most.
    """
    return " ".join(post.getlist("photo")).split()


def to_uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
def empty(request):
    """Delete every photo of this visitor."""
    if key := get_gallery_key(request):
        empty_gallery(key)
    return redirect("gallery")
