"""Whether the process is up, and whether it can serve."""

from functools import wraps

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt

from digitsite.exceptions import RETRY_SECONDS, json_refusal
from gallery.models import Photo
from recognizer.inference import engine


def for_reading(view):
    """Refuse all methods but GET and HEAD, as the API does and whatever the token."""

    @csrf_exempt
    @wraps(view)
    def guarded(request):
        if request.method in ("GET", "HEAD"):
            return view(request)
        detail = f'Method "{request.method}" not allowed.'
        refusal = json_refusal("method_not_allowed", detail)
        refusal["Allow"] = "GET, HEAD"
        return refusal

    return guarded


@for_reading
def healthz(request):
    """Say that the process answers."""
    return JsonResponse({"status": "up"})


@for_reading
def readyz(request):
    """Say whether database, storage and model are ready, and which is not."""
    parts = {
        "database": is_database_ready(),
        "storage": is_storage_ready(),
        "model": engine.is_ready(),
    }
    if all(parts.values()):
        return JsonResponse({"status": "ready", "parts": parts})
    missing = ", ".join(name for name, is_ready in parts.items() if not is_ready)
    answer = {"code": "not_ready", "detail": f"Not ready: {missing}.", "parts": parts}
    return JsonResponse(answer, status=503, headers={"Retry-After": RETRY_SECONDS})


def is_database_ready():
    """Say whether the database answers and its tables are there."""
    try:
        Photo.objects.exists()
    except DatabaseError:
        return False
    return True


def is_storage_ready():
    try:
        return default_storage.is_ready()
    except OSError:
        return False
