"""The home page, and its upload form for browsers without script."""

from types import SimpleNamespace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from rest_framework.request import Request
from rest_framework.settings import api_settings

from gallery.forms import UploadForm
from gallery.identity import get_gallery_key, get_own_gallery_key, get_photos
from gallery.models import Pairing
from gallery.services.storage_failures import StorageFull, StorageUnavailable
from gallery.services.submissions import submit_to_gallery
from gallery.texts import readings, uploads
from recognizer import (
    REFUSALS,
    Busy,
    ModelUnavailable,
    RecognizerError,
    get_model_card,
    is_model_ready,
)

RECENT_PHOTOS = 12
# In thousandths of the canvas width, so that a pen looks the same on every screen.
PEN_WIDTHS = [(12, _("Fine pen")), (22, _("Medium pen")), (36, _("Broad pen"))]


@require_safe
def home(request):
    """Show the page that reads pictures."""
    return show_home(request)


def show_home(request, failures=(), status=200, kept=()):
    context = {
        "failures": failures,
        "has_gallery": get_gallery_key(request) is not None,
        "has_phones": has_phones(request),
        "kept": kept,
        "is_model_missing": is_model_missing(),
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "max_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "pen_widths": PEN_WIDTHS,
        "recent": get_photos(request)[:RECENT_PHOTOS],
        "samples": readings.SAMPLES.items(),
    }
    return render(request, "gallery/home.html", context, status=status)


def has_phones(request):
    """Return whether other devices have joined the visitor's own gallery."""
    return Pairing.objects.of_gallery(get_own_gallery_key(request)).joined().exists()


def is_model_missing():
    """Return whether the model is missing, so that no picture can be read."""
    if is_model_ready():
        return False
    try:
        get_model_card()
    except ModelUnavailable:
        return True
    # A server has already tried to load it at startup.
    return settings.DIGIT_MODEL_PRELOAD


def show_busy(request: HttpRequest, busy: Busy) -> HttpResponse:
    """Show the page with when to send the pictures again; none of them was read."""
    REFUSALS.labels(busy.code).inc()
    return show_home(request, [failure("", uploads.busy(busy.seconds))], 503)


@require_POST
def upload(request):
    """Store every readable picture, and list the refused files by name."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_home(request, [failure("", uploads.NO_FILE)], 400)
    kept, failures = [], []
    try:
        submit_each(request, form.cleaned_data["image"], kept, failures)
    except ModelUnavailable as unavailable:
        return show_unavailable(request, unavailable, failures, kept)
    if failures:
        return show_home(request, failures, 400, kept)
    return redirect("photo", kept[0].pk) if len(kept) == 1 else redirect("gallery")


def submit_each(request, files, kept, failures):
    """Add to the stored photos, and to the failures with file name and message.

    Raises:
        ModelUnavailable: if no picture can be read.
        StorageFull: if there is no space for a picture, nor for those behind it.
        StorageUnavailable: if none can be stored otherwise.
    """
    for file in files:
        if wait := seconds_to_wait(request):
            failures.append(failure(file.name, uploads.throttled(wait)))
            continue
        try:
            kept.append(submit_to_gallery(request, file).photo)
        except (ModelUnavailable, StorageFull, StorageUnavailable):
            raise
        except RecognizerError as e:
            REFUSALS.labels(e.code).inc()
            failures.append(failure(file.name, e.message))


def show_unavailable(request, unavailable, failures, kept):
    """Show the page with why no picture can be read, and when to try again."""
    REFUSALS.labels(unavailable.code).inc()
    reasons = [*failures, failure("", unavailable.message)]
    response = show_home(request, reasons, 503, kept)
    response["Retry-After"] = unavailable.seconds
    return response


def failure(name, message):
    return {"name": name, "message": message}


def seconds_to_wait(request):
    """Apply the API's throttle to one upload; return 0 if it is allowed now."""
    view = SimpleNamespace(throttle_scope="writes")
    waits = [
        throttle.wait() or 1
        for throttle in (kind() for kind in api_settings.DEFAULT_THROTTLE_CLASSES)
        if not throttle.allow_request(Request(request), view)
    ]
    return max(waits, default=0)
