"""The page of one photo, and its forms to correct or delete it."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery.api.serializers import CorrectionSerializer
from gallery.identity import get_photos
from gallery.pagination import MAX_COUNTED
from gallery.services.photos import correct_photo, delete_photo


def get_photo(request, pk):
    """Return a photo of the visitor's gallery; any other photo is a 404."""
    return get_object_or_404(get_photos(request), pk=pk)


@require_safe
def photo(request, pk):
    """Show one photo with its reading."""
    return show_photo(request, get_photo(request, pk))


def show_photo(request, photo, problem="", status=200):
    photos = get_photos(request)
    newer, older = photos.newer_than(photo), photos.older_than(photo)
    context = {
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "photo": photo,
        "problem": problem,
        "newer": newer.last(),
        "older": older.first(),
        "place": newer.count_up_to(MAX_COUNTED) + 1,
        "count": photos.count_up_to(MAX_COUNTED + 1),
        "max_counted": MAX_COUNTED,
    }
    return render(request, "gallery/photo.html", context, status=status)


@require_POST
def correct(request, pk):
    """Correct the reading of a photo."""
    photo = get_photo(request, pk)
    body = CorrectionSerializer(data={"correction": get_correction(request.POST)})
    if not body.is_valid():
        return show_photo(request, photo, body.errors["correction"][0], status=400)
    correct_photo(photo, body.validated_data["correction"])
    return redirect("photo", photo.pk)


def get_correction(post):
    """Return the correction of a form: None withdraws it, "" means no digit."""
    if "withdraw" in post:
        return None
    if "nothing" in post:
        return ""
    return "\n".join(post.get("correction", "").split())


@require_POST
def delete(request, pk):
    """Delete one photo."""
    delete_photo(get_photo(request, pk))
    return redirect("gallery")
