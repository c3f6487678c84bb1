"""The pages, and the plain forms that work without script."""

from types import SimpleNamespace
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from rest_framework.request import Request
from rest_framework.settings import api_settings

from gallery.api.serializers import CorrectionSerializer
from gallery.forms import UploadForm
from gallery.identity import gallery_key, own_gallery_key, submit_to_gallery
from gallery.models import Pairing, Photo
from gallery.services.photos import correct_photo, remove_photo
from gallery.texts import readings
from gallery.views.scores import scores_of
from recognizer.errors import ModelUnavailable, RecognizerError
from recognizer.inference import engine
from recognizer.metrics import REFUSALS

MEGABYTE = 1024 * 1024
LISTED_SLIDES = 24
RECENT_PHOTOS = 12
# In thousandths of the sheet's width, so that a pen looks alike on every screen.
PEN_WIDTHS = [(12, _("Fine pen")), (22, _("Medium pen")), (36, _("Broad pen"))]
# Stands in addresses for a photo that a script will name.
NOBODY = UUID(int=0)


def photos_of(request):
    return Photo.objects.in_gallery(gallery_key(request))


def photo_of(request, pk):
    """Return the visitor's own photo; anybody else's is not found."""
    return get_object_or_404(photos_of(request), pk=pk)


# Pages


@require_safe
def home(request):
    """Take a picture in and show what it says."""
    return show_home(request)


def show_home(request, failures=(), status=200, kept=()):
    context = {
        "failures": failures,
        "has_gallery": gallery_key(request) is not None,
        "has_phones": has_phones(request),
        "kept": kept,
        "is_model_missing": is_model_missing(),
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "pen_widths": PEN_WIDTHS,
        "phrases": readings.for_scripts(),
        "recent": photos_of(request)[:RECENT_PHOTOS],
        "samples": readings.SAMPLES.items(),
    }
    return render(request, "gallery/home.html", context, status=status)


def has_phones(request):
    """Say whether phones are in this visitor's own gallery."""
    return Pairing.objects.of_gallery(own_gallery_key(request)).joined().exists()


def is_model_missing():
    """Say whether nothing is read until the operator restores the model."""
    if engine.is_ready():
        return False
    try:
        engine.card()
    except ModelUnavailable:
        return True
    # A server has tried to load it at its start.
    return settings.DIGIT_MODEL_PRELOAD


@require_safe
def slideshow(request):
    """Walk through this visitor's photos; without script, a list of them.

    Of thousands the page holds the names; scripts ask for each photo as its turn comes.
    """
    photos = photos_of(request)
    context = {
        "ids": list(photos.values_list("pk", flat=True)),
        "nobody": NOBODY,
        "page": Paginator(photos, LISTED_SLIDES).get_page(request.GET.get("page")),
        "phrases": readings.for_scripts(),
    }
    return render(request, "gallery/slideshow.html", context)


@require_safe
def photo(request, pk):
    """Show one photo with all that was read in it."""
    return show_photo(request, photo_of(request, pk))


def show_photo(request, photo, problem="", status=200):
    photos = photos_of(request)
    newer, older = photos.newer_than(photo), photos.older_than(photo)
    context = {
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "photo": photo,
        "phrases": readings.for_scripts(),
        "problem": problem,
        "newer": newer.last(),
        "older": older.first(),
        "place": newer.count() + 1,
        "count": photos.count(),
    }
    return render(request, "gallery/photo.html", context, status=status)


@require_safe
def model_card(request):
    """Tell people what the model is and how far to trust it."""
    try:
        card = engine.card()
    except ModelUnavailable:
        return render(request, "gallery/model.html")
    context = {"card": card, "scores": scores_of(card)}
    return render(request, "gallery/model.html", context)


@require_safe
def privacy(request):
    """Tell what is kept, for how long, and what is removed."""
    context = {
        "count": photos_of(request).count(),
        "keep_days": settings.PHOTO_MAX_AGE_DAYS,
        "keep_side": settings.PHOTO_KEEP_SIDE,
    }
    return render(request, "gallery/privacy.html", context)


# Plain forms


@require_POST
def upload(request):
    """Keep every picture that can be read, and name each one that can't."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_home(request, [failure("", readings.PROBLEMS["no_file"])], 400)
    kept, failures = submit_each(request, form.cleaned_data["image"])
    if failures:
        return show_home(request, failures, 400, kept)
    return redirect("photo", kept[0].pk) if len(kept) == 1 else redirect("gallery")


def submit_each(request, files):
    """Return the photos kept, and the failures."""
    kept, failures = [], []
    for file in files:
        if wait := seconds_to_wait(request):
            failures.append(failure(file.name, readings.throttled(wait)))
            continue
        try:
            kept.append(submit_to_gallery(request, file))
        except RecognizerError as e:
            REFUSALS.labels(e.code).inc()
            failures.append(failure(file.name, e.message))
    return kept, failures


def failure(name, message):
    return {"name": name, "message": message}


def seconds_to_wait(request):
    """Count one upload as the API would; return 0 if it is allowed now."""
    door = SimpleNamespace(throttle_scope="writes")
    waits = [
        throttle.wait() or 1
        for throttle in (kind() for kind in api_settings.DEFAULT_THROTTLE_CLASSES)
        if not throttle.allow_request(Request(request), door)
    ]
    return max(waits, default=0)


@require_POST
def correct(request, pk):
    """Note what a photo really says."""
    photo = photo_of(request, pk)
    body = CorrectionSerializer(data={"correction": wanted_correction(request.POST)})
    if not body.is_valid():
        return show_photo(request, photo, body.errors["correction"][0], status=400)
    correct_photo(photo, body.validated_data["correction"])
    return redirect("photo", photo.pk)


def wanted_correction(post):
    """Return what the form says: None withdraws, "" is no digit."""
    if "withdraw" in post:
        return None
    if "nothing" in post:
        return ""
    return "\n".join(post.get("correction", "").split())


@require_POST
def delete(request, pk):
    """Delete one photo."""
    remove_photo(photo_of(request, pk))
    return redirect("gallery")
