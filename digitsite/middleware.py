"""What every answer carries: an id to find it by, and headers that close doors."""

import re
from uuid import uuid4

from django.conf import settings
from django.http import Http404
from django.utils.cache import set_response_etag

from digitsite.exceptions import page_not_found
from digitsite.logs import current_id
from gallery.api.ranged_files import is_known

# A view's own policy, as that of the pictures, is left as it is.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


def request_id(get_response):
    """Name each request, keeping a well-formed name that a proxy gave it."""

    def middleware(request):
        given = request.headers.get("X-Request-ID", "")
        known = re.fullmatch(r"[0-9A-Za-z-]{8,64}", given)
        request.id = given if known else uuid4().hex
        token = current_id.set(request.id)
        try:
            response = get_response(request)
        finally:
            # Threads are used again, and what they say then is not of this request.
            current_id.reset(token)
        response["X-Request-ID"] = request.id
        return response

    return middleware


def own_pages(get_response):
    """Show the site's own page for 404 while debugging too.

    Django's own would list every address to whoever is on the local network. What a
    view answers itself stays as it is.
    """

    def middleware(request):
        response = get_response(request)
        is_unknown = response.status_code == 404 and request.resolver_match is None
        if settings.DEBUG and is_unknown:
            return page_not_found(request, Http404())
        return response

    def process_exception(request, exception):
        is_missing = settings.DEBUG and isinstance(exception, Http404)
        return page_not_found(request, exception) if is_missing else None

    middleware.process_exception = process_exception
    return middleware


def security_headers(get_response):
    """Allow pages what comes from here, and the camera, and nothing else."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def etags(get_response):
    """Name each state of what the API tells, and send none that is known already."""

    def middleware(request):
        response = get_response(request)
        if is_repeatable(request, response):
            set_response_etag(response)
            if is_known(request, response["ETag"]):
                shorten(response)
        return response

    return middleware


def is_repeatable(request, response):
    """Say whether this is an answer of the API that may be asked for again."""
    is_reading = request.method in ("GET", "HEAD") and request.path.startswith("/api/")
    return is_reading and response.status_code == 200 and not response.streaming


def shorten(response):
    """Turn an answer into the word that it has not changed."""
    response.status_code = 304
    response.content = b""
    for name in ("Content-Length", "Content-Type"):
        del response[name]
