"""The table from error code to status, and the one shape of error responses."""

import logging
import sys
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    JsonResponse,
    UnreadablePostError,
)
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.debug import ExceptionReporter
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from gallery.services.storage_failures import (
    StorageFull,
    StorageUnavailable,
    find_storage_failure,
)
from recognizer import (
    REFUSALS,
    BrokenReading,
    ModelUnavailable,
    PhotoTooLarge,
    RecognizerError,
)
from recognizer.api import CUT_OFF, JobFormParser, PictureFormParser, RawImageParser

STATUSES = {
    "empty_upload": status.HTTP_400_BAD_REQUEST,
    "unreadable_photo": status.HTTP_400_BAD_REQUEST,
    "invalid_input": status.HTTP_400_BAD_REQUEST,
    "invalid_token": status.HTTP_401_UNAUTHORIZED,
    "csrf_failed": status.HTTP_403_FORBIDDEN,
    "not_found": status.HTTP_404_NOT_FOUND,
    "method_not_allowed": status.HTTP_405_METHOD_NOT_ALLOWED,
    "not_acceptable": status.HTTP_406_NOT_ACCEPTABLE,
    "job_state_conflict": status.HTTP_409_CONFLICT,
    "photo_too_large": status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    "unsupported_format": status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    "range_not_satisfiable": status.HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE,
    "idempotency_key_reused": status.HTTP_422_UNPROCESSABLE_ENTITY,
    "throttled": status.HTTP_429_TOO_MANY_REQUESTS,
    "server_error": status.HTTP_500_INTERNAL_SERVER_ERROR,
    "model_unavailable": status.HTTP_503_SERVICE_UNAVAILABLE,
    "busy": status.HTTP_503_SERVICE_UNAVAILABLE,
    "storage_unavailable": status.HTTP_503_SERVICE_UNAVAILABLE,
    "storage_full": status.HTTP_507_INSUFFICIENT_STORAGE,
    # Of /readyz only.
    "not_ready": status.HTTP_503_SERVICE_UNAVAILABLE,
}
# REST framework's codes that have another name here.
RENAMED = {
    "invalid": "invalid_input",
    "parse_error": "invalid_input",
    "unsupported_media_type": "unsupported_format",
}
RETRY_SECONDS = ModelUnavailable.seconds
NOT_FOUND = _("There is nothing at this address. Addresses end with a slash.")
SERVER_ERROR = BrokenReading.message
SEND_PICTURE = _(
    "Send multipart/form-data with the picture in `image`, JSON, or the picture "
    "itself as image/*."
)
SEND_FORM = _("Send multipart/form-data with the pictures in `images`.")
SEND_JOB = _("Send multipart/form-data with `archive` or `images`, or JSON.")
SEND_FEWER = _("Send at most {limit} files at once.")
NOT_VALID = _("The input is not valid. See fields.")
MALFORMED = _("The request is malformed.")
SEND_JSON = _("Send JSON, as application/json.")

Text = str | Promise

logger = logging.getLogger(__name__)


def handle_exception(exception: Exception, context: dict[str, Any]) -> Response:
    """Turn any exception of an API view into an error response of the one shape."""
    # Errors are JSON even where the view itself would answer YAML or a page.
    request = context["request"]
    request.accepted_renderer = JSONRenderer()
    request.accepted_media_type = JSONRenderer.media_type
    exception = normalize_exception(exception, context["view"])
    if isinstance(exception, RecognizerError):
        return error_response(exception.code, exception.message)
    response = exception_handler(exception, context)
    if response is None:
        logger.error("Unhandled in the API", exc_info=exception)
        return error_response("server_error", SERVER_ERROR)
    response.data = build_error_body(exception, response.data)
    return response


def normalize_exception(exception: Exception, view: APIView) -> Exception:
    """Replace an exception of Django or of a parser by the one that the API reports."""
    if isinstance(exception, RequestDataTooBig):
        return PhotoTooLarge()
    if isinstance(exception, TooManyFilesSent):
        limit = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return exceptions.ParseError(SEND_FEWER.format(limit=limit))
    if isinstance(exception, UnreadablePostError):
        return exceptions.ParseError(CUT_OFF)
    if isinstance(exception, SuspiciousOperation):
        return exceptions.ParseError()
    if isinstance(exception, exceptions.UnsupportedMediaType):
        return exceptions.UnsupportedMediaType("", str(get_expected_body(view)))
    return find_storage_failure(exception) or exception


def get_expected_body(view: APIView) -> Text:
    """Return a sentence that says which request bodies a view accepts."""
    if RawImageParser in view.parser_classes:
        return SEND_PICTURE
    if JobFormParser in view.parser_classes:
        return SEND_JOB
    return SEND_FORM if PictureFormParser in view.parser_classes else SEND_JSON


def error_response(code: str, detail: Text) -> Response:
    response = Response({"code": code, "detail": detail}, status=STATUSES[code])
    if response.status_code == status.HTTP_503_SERVICE_UNAVAILABLE:
        response["Retry-After"] = RETRY_SECONDS
    return response


def build_error_body(exception: Exception, data: Any) -> dict[str, Any]:
    """Build the error object for an exception that REST framework handled.

    Args:
        exception: of REST framework or Django.
        data: the response body that REST framework built for it.
    """
    if isinstance(exception, exceptions.ValidationError):
        return {"code": "invalid_input", "detail": NOT_VALID, "fields": data}
    if isinstance(exception, Http404):
        return {"code": "not_found", "detail": NOT_FOUND}
    default_code = cast(exceptions.APIException, exception).default_code
    code = RENAMED.get(default_code, default_code)
    detail = str(data["detail"])
    body: dict[str, Any] = {"code": code, "detail": detail}
    if code == "invalid_input":
        body["fields"] = {"non_field_errors": [detail]}
    return body


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 as JSON under /api/, as a page elsewhere."""
    if request.path.startswith("/api/"):
        return json_error_response("invalid_input", MALFORMED)
    # Rendered without the request: one with a refused host name would fail again.
    return HttpResponseBadRequest(render_to_string("400.html"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 as JSON under /api/, as a page elsewhere."""
    if request.path.startswith("/api/"):
        return api_not_found(request)
    return defaults.page_not_found(request, exception)


class PageReporter(ExceptionReporter):
    """Show the site's own page for a bad request in debug mode too."""

    def get_traceback_html(self) -> SafeString:
        if isinstance(self.exc_value, (BadRequest, SuspiciousOperation)):
            page = bad_request(cast(HttpRequest, self.request), self.exc_value)
            return mark_safe(page.content.decode())
        return super().get_traceback_html()


def api_not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer 404 for URLs that no API view serves, in debug mode too."""
    return json_error_response("not_found", NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 as JSON under /api/, as a page elsewhere.

    Django calls it while it handles the error, which may be one of disk or database.
    """
    if refusal := to_storage_refusal(sys.exc_info()[1]):
        return storage_error_response(request, refusal)
    if request.path.startswith("/api/"):
        return json_error_response("server_error", SERVER_ERROR)
    return defaults.server_error(request)


def to_storage_refusal(error: BaseException | None) -> RecognizerError | None:
    """Return an error as a refusal if disk or database failed; None otherwise."""
    if isinstance(error, (StorageFull, StorageUnavailable)):
        return error
    return find_storage_failure(error)


def storage_error_response(
    request: HttpRequest, refusal: RecognizerError
) -> HttpResponse:
    """Answer 503 or 507 as JSON under /api/, as a page elsewhere."""
    if request.path.startswith("/api/"):
        response = json_error_response(refusal.code, refusal.message)
    else:
        REFUSALS.labels(refusal.code).inc()
        # Rendered without the request: the session may be what can't be read.
        page = render_to_string("storage.html", {"message": refusal.message})
        response = HttpResponse(page, status=STATUSES[refusal.code])
    if response.status_code == status.HTTP_503_SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def json_error_response(code: str, detail: Text) -> HttpResponse:
    """Build an error response outside REST framework's views."""
    data = {"code": code, "detail": detail}
    response = JsonResponse(data, status=STATUSES[code])
    # The access log finds the code here, as in responses of REST framework.
    response.data = data  # type: ignore[attr-defined]
    return response
