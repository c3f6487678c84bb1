"""Health checks: `/healthz` (the process runs) and `/readyz` (it can serve)."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from digitsite.exceptions import RETRY_SECONDS, STATUSES, json_error_response
from digitsite.storage import PrivateStorage
from gallery.models import Photo
from recognizer import ensure_model_ready

View = Callable[[HttpRequest], HttpResponse]


def read_only(view: View) -> View:
    """Allow GET and HEAD only; other methods get the error object of the API."""

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request)
        detail = f'Method "{request.method}" not allowed.'
        response = json_error_response("method_not_allowed", detail)
        response["Allow"] = "GET, HEAD"
        return response

    return wrapper


@read_only
def healthz(request: HttpRequest) -> HttpResponse:
    """Confirm that the process answers."""
    return JsonResponse({"status": "up"})


@read_only
def readyz(request: HttpRequest) -> HttpResponse:
    """Report whether database, storage and model are ready, and which is not."""
    parts = {
        "database": is_database_ready(),
        "storage": is_storage_ready(),
        "model": ensure_model_ready(),
    }
    if all(parts.values()):
        return JsonResponse({"status": "ready", "parts": parts})
    missing = ", ".join(name for name, is_ready in parts.items() if not is_ready)
    body = {"code": "not_ready", "detail": f"Not ready: {missing}.", "parts": parts}
    headers = {"Retry-After": RETRY_SECONDS}
    return JsonResponse(body, status=STATUSES["not_ready"], headers=headers)


def is_database_ready() -> bool:
    """Return whether the database answers and its tables exist."""
    try:
        Photo.objects.exists()
    except DatabaseError:
        return False
    return True


def is_storage_ready() -> bool:
    """Return whether a file could be stored now."""
    try:
        return cast(PrivateStorage, default_storage).is_ready()
    except OSError:
        return False
