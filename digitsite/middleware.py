"""What every answer carries: an id to find it by, and headers that close doors."""

import re
from uuid import uuid4

from django.conf import settings
from django.http import Http404

from digitsite.exceptions import page_not_found
from digitsite.logs import current_id

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
        current_id.set(request.id)
        response = get_response(request)
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
