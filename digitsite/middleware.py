"""Middleware of every response: request id, security headers, and ETags of the API."""

import re
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import set_response_etag

from digitsite.exceptions import (
    page_not_found,
    storage_error_response,
    to_storage_refusal,
)
from digitsite.monitoring.logs import REQUEST_ID, current_id
from gallery.api.ranged_files import answer_conditionally

GetResponse = Callable[[HttpRequest], HttpResponse]

# A policy that a view sets itself, as that of the pictures, is left as it is.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob:{origin}; media-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
UNUSED_FEATURES = (
    "accelerometer",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(
    ["camera=(self)", *(f"{feature}=()" for feature in UNUSED_FEATURES)]
)
CACHE_POLICY = "private, no-cache"
SECURITY_HEADERS = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    # Other sites can neither embed an answer nor hold on to a window of this one.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request an id; a well-formed one that a proxy set is kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        is_well_formed = re.fullmatch(r"[0-9A-Za-z-]{8,64}", given)
        request.META[REQUEST_ID] = given if is_well_formed else uuid4().hex
        token = current_id.set(request.META[REQUEST_ID])
        try:
            response = get_response(request)
        finally:
            # The thread is reused, and later log lines do not belong to this request.
            current_id.reset(token)
        response["X-Request-ID"] = request.META[REQUEST_ID]
        return response

    return middleware


def site_404_in_debug(get_response: GetResponse) -> GetResponse:
    """Show the site's own 404 page in debug mode too.

    Django's debug page would list every URL to whoever is on the local network. A 404
    response that a view returns itself is left as it is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_unknown = response.status_code == 404 and request.resolver_match is None
        if settings.DEBUG and is_unknown:
            return page_not_found(request, Http404())
        return response

    def process_exception(
        request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        is_missing = settings.DEBUG and isinstance(exception, Http404)
        return page_not_found(request, exception) if is_missing else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def storage_refusals(get_response: GetResponse) -> GetResponse:
    """Answer 503 or 507 where disk or database fails below a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(
        request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        refusal = to_storage_refusal(exception)
        return storage_error_response(request, refusal) if refusal else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    """Allow pages to use content of this site and the camera, and nothing else.

    Pictures may come from the storage, too, where the site redirects there. A response
    may be of one visitor or state, errors too, so that no shared cache keeps it unless
    its view says so.
    """
    origin = settings.S3_PICTURE_ORIGIN and f" {settings.S3_PICTURE_ORIGIN}"
    policy = CONTENT_SECURITY_POLICY.format(origin=origin)
    headers = {"Content-Security-Policy": policy, **SECURITY_HEADERS}

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", CACHE_POLICY)
        return response

    return middleware


def api_etags(get_response: GetResponse) -> GetResponse:
    """Give each readable API response an ETag; answer 304 if the client has it.

    Django's ConditionalGetMiddleware leaves HEAD out and covers pages too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not is_conditional(request, response):
            return response
        set_response_etag(response)
        return answer_conditionally(request, response["ETag"], response)

    return middleware


def is_conditional(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether this is a complete API response to GET or HEAD."""
    is_read = request.method in ("GET", "HEAD") and request.path.startswith("/api/")
    return is_read and response.status_code == 200 and not response.streaming
