"""The gallery page: filters, pagination, and deleting several photos."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery.api.serializers import FilterSerializer
from gallery.identity import get_gallery_key, get_photos
from gallery.pagination import FIELD, MAX_COUNTED, Cursor, find_page
from gallery.services.photos import delete_chosen, empty_gallery
from gallery.texts import readings

PAGE_PHOTOS = 60
FILTERS = ("verdict", "label", "corrected")


@require_safe
def gallery(request):
    """Show the visitor's photos, filtered, newest first."""
    photos = get_photos(request)
    query = FilterSerializer(data=without_empty_filters(request.GET))
    is_clear = query.is_valid()
    found = query.filter(photos) if is_clear else photos
    filters = get_active_filters(request.GET) if is_clear else {}
    count = found.count_up_to(MAX_COUNTED + 1)
    context = {
        "count": count,
        "export_query": f"&{urlencode(filters)}" if filters else "",
        "filters": filters,
        "verdicts": readings.STATUSES,
        "has_photos": count > 0 or photos.exists(),
        "is_clear": is_clear,
        "max_counted": MAX_COUNTED,
        **get_page_context(request, found, PAGE_PHOTOS),
    }
    status = 200 if is_clear else 400
    return render(request, "gallery/gallery.html", context, status=status)


def get_page_context(request, photos, size):
    """Return the photos of a page, and the URLs of the pages before and after it."""
    text = request.GET.get(FIELD)
    try:
        cursor = Cursor.decode(text) if text else None
    except ValueError as e:
        raise Http404 from e
    page = find_page(photos, cursor, size)
    newer, older = page.links(request)
    return {"photos": page.photos, "newer": newer, "older": older}


def without_empty_filters(query):
    """Return a query without the fields that a form left empty."""
    filled = query.copy()
    for name in FILTERS:
        if filled.get(name) == "":
            del filled[name]
    return filled


def get_active_filters(query):
    """Return the values of the filters that are set."""
    return {name: query[name] for name in FILTERS if query.get(name)}


@require_POST
def delete_several(request):
    """Delete chosen photos; a script gets the number of those that still existed."""
    keys = [key for key in map(to_uuid, get_chosen_ids(request.POST)) if key]
    count = delete_chosen(get_gallery_key(request), keys)
    if request.get_preferred_type(["text/html", "application/json"]) == "text/html":
        return redirect("gallery")
    return JsonResponse({"deleted": count})


def get_chosen_ids(post):
    """Return the ids: a form has a field for each, a script sends all in one.

    Django accepts at most a hundred fields.
    """
    return " ".join(post.getlist("photo")).split()


def to_uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
def empty(request):
    """Delete all photos of the gallery."""
    if key := get_gallery_key(request):
        empty_gallery(key)
    return redirect("gallery")
