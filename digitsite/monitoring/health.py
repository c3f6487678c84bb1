"""Health checks: `/healthz` (the process runs) and `/readyz` (it can serve)."""

import os
import sqlite3
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import gettempdir
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, ProgrammingError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from digitsite.exceptions import RETRY_SECONDS, STATUSES, json_error_response
from digitsite.monitoring.arrival import describe_arrival, is_signed
from digitsite.monitoring.tables import are_tables_current
from digitsite.photo_folder.ownership import FolderUnavailable
from digitsite.sqlite3.damage import DamageCheck
from digitsite.sqlite3.database_file import FileUnavailable
from digitsite.storage import PrivateStorage, find_write_problem
from gallery.models import Photo
from gallery.services.storage_failures import is_database_damaged
from recognizer import ensure_model_ready, get_model_problem

OLD_TABLES = "Its tables are missing or old: run `manage.py migrate`."
DAMAGED = "The database is damaged: restore a backup."

damage_check = DamageCheck()
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
    """Confirm that the process answers; show `manage.py doctor` what arrived."""
    seen = {"seen": describe_arrival(request)} if is_signed(request) else {}
    return JsonResponse({"status": "up", **seen})


@read_only
def readyz(request: HttpRequest) -> HttpResponse:
    """Report whether database, storage and model are ready, and why one is not."""
    problems = {
        "database": find_database_problem(),
        "storage": find_storage_problem(),
        "model": "" if ensure_model_ready() else get_model_problem(),
    }
    if settings.REDIS_URL:
        problems["redis"] = find_redis_problem()
    parts = {name: not problem for name, problem in problems.items()}
    if all(parts.values()):
        return JsonResponse({"status": "ready", "parts": parts})
    reasons = {name: problem for name, problem in problems.items() if problem}
    body = {
        "code": "not_ready",
        "detail": f"Not ready: {', '.join(reasons)}.",
        "parts": parts,
        "reasons": reasons,
    }
    headers = {"Retry-After": RETRY_SECONDS}
    return JsonResponse(body, status=STATUSES["not_ready"], headers=headers)


def find_database_problem() -> str:
    """Return why the database can't be used; "" if it can."""
    try:
        Photo.objects.exists()
        if not are_tables_current():
            return OLD_TABLES
    except DatabaseError as error:
        # A database that was restored is opened by the next check.
        connection.close()
        return describe_database_error(error)
    if connection.vendor != "sqlite":
        return ""
    return DAMAGED if damage_check.finds_damage() else find_file_problem()


def describe_database_error(error: DatabaseError) -> str:
    """Return what is wrong and what to do, without path or query."""
    if isinstance(error.__cause__, FileUnavailable):
        return str(error.__cause__)
    if is_database_damaged(error):
        return DAMAGED
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR or isinstance(error, ProgrammingError):
        return OLD_TABLES
    return "The database can't be reached."


def find_file_problem() -> str:
    """Return why the file of a SQLite database can't be written; "" if it can."""
    path = Path(connection.settings_dict["NAME"])
    try:
        if not os.access(path, os.W_OK):
            return "The file is missing or can't be written."
        return find_write_problem(path.parent)
    except OSError:
        return "The file can't be reached."


def find_storage_problem() -> str:
    """Return why no file could be stored now; "" if one could."""
    try:
        storage = cast(PrivateStorage, default_storage)
        return storage.find_problem() or find_temporary_problem()
    except FolderUnavailable as error:
        return str(error)
    except OSError:
        return "The folder can't be reached."
    except DatabaseError:
        # It was not asked whose folder this is, and is a problem of its own.
        connection.close()
        return ""


def find_temporary_problem() -> str:
    """Return why no large upload could be received; "" if one could."""
    try:
        problem = find_write_problem(Path(gettempdir()))
    except OSError:
        problem = "The folder can't be reached."
    return problem and f"Temporary files (TMPDIR): {problem}"


def find_redis_problem() -> str:
    """Return why sessions and throttles can't be used; "" if they can."""
    try:
        cache.get("readyz")
    except OSError:
        return "Redis can't be reached."
    return ""
