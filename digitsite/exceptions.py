"""From what went wrong to what the API answers: one table, one envelope."""

import logging

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.http import (
    Http404,
    HttpResponseBadRequest,
    JsonResponse,
    UnreadablePostError,
)
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.debug import ExceptionReporter
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from recognizer.api.parsers import CUT_OFF, PictureFormParser, RawImageParser
from recognizer.errors import BrokenReading, PhotoTooLarge, RecognizerError

STATUSES = {
    "empty_upload": status.HTTP_400_BAD_REQUEST,
    "unreadable_photo": status.HTTP_400_BAD_REQUEST,
    "invalid_input": status.HTTP_400_BAD_REQUEST,
    "invalid_token": status.HTTP_401_UNAUTHORIZED,
    "csrf_failed": status.HTTP_403_FORBIDDEN,
    "not_found": status.HTTP_404_NOT_FOUND,
    "method_not_allowed": status.HTTP_405_METHOD_NOT_ALLOWED,
    "not_acceptable": status.HTTP_406_NOT_ACCEPTABLE,
    "photo_too_large": status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    "unsupported_format": status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    "range_not_satisfiable": status.HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE,
    "idempotency_key_reused": status.HTTP_422_UNPROCESSABLE_ENTITY,
    "throttled": status.HTTP_429_TOO_MANY_REQUESTS,
    "server_error": status.HTTP_500_INTERNAL_SERVER_ERROR,
    "model_unavailable": status.HTTP_503_SERVICE_UNAVAILABLE,
}
# REST framework's names for what has another name here.
RENAMED = {
    "invalid": "invalid_input",
    "parse_error": "invalid_input",
    "unsupported_media_type": "unsupported_format",
}
# A worker that starts has its model within that time.
RETRY_SECONDS = 60
NOT_FOUND = _("There is nothing at this address. Addresses end with a slash.")
SERVER_ERROR = BrokenReading.message
SEND_PICTURE = _(
    "Send multipart/form-data with the picture in `image`, JSON, or the picture "
    "itself as image/*."
)
SEND_FORM = _("Send multipart/form-data with the pictures in `images`.")
SEND_FEWER = _("Send at most {limit} files at once.")
NOT_VALID = _("The input is not valid. See fields.")
MALFORMED = _("The request is malformed.")
SEND_JSON = _("Send JSON, as application/json.")

logger = logging.getLogger(__name__)


def answer(exception, context):
    """Answer any exception of an API view in the one envelope."""
    # A refusal is JSON even where the view itself would answer YAML or a page.
    request = context["request"]
    request.accepted_renderer = JSONRenderer()
    request.accepted_media_type = JSONRenderer.media_type
    exception = translated(exception, context["view"])
    if isinstance(exception, RecognizerError):
        return refusal(exception.code, exception.message)
    response = exception_handler(exception, context)
    if response is None:
        logger.error("Unhandled in the API", exc_info=exception)
        return refusal("server_error", SERVER_ERROR)
    response.data = envelope_of(exception, response.data)
    return response


def translated(exception, view):
    """Return what the envelope knows instead of what Django or a parser raised."""
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
        exception.detail = wanted_form(view)
    return exception


def wanted_form(view):
    """Say which forms of a body a view takes."""
    if RawImageParser in view.parser_classes:
        return SEND_PICTURE
    return SEND_FORM if PictureFormParser in view.parser_classes else SEND_JSON


def refusal(code, detail):
    response = Response({"code": code, "detail": detail}, status=STATUSES[code])
    if response.status_code == status.HTTP_503_SERVICE_UNAVAILABLE:
        response["Retry-After"] = RETRY_SECONDS
    return response


def envelope_of(exception, data):
    """Return the envelope for an exception that REST framework understood."""
    if isinstance(exception, exceptions.ValidationError):
        return {"code": "invalid_input", "detail": NOT_VALID, "fields": data}
    if isinstance(exception, Http404):
        return {"code": "not_found", "detail": NOT_FOUND}
    code = RENAMED.get(exception.default_code, exception.default_code)
    detail = str(data["detail"])
    envelope = {"code": code, "detail": detail}
    if code == "invalid_input":
        envelope["fields"] = {"non_field_errors": [detail]}
    return envelope


def bad_request(request, exception):
    """Answer 400 as JSON under /api/, as a page elsewhere."""
    if request.path.startswith("/api/"):
        return json_refusal("invalid_input", MALFORMED)
    # Not by the request: a page that names its host would be refused for it again.
    return HttpResponseBadRequest(render_to_string("400.html"))


def page_not_found(request, exception):
    """Answer 404 as JSON under /api/, as a page elsewhere."""
    if request.path.startswith("/api/"):
        return api_not_found(request)
    return defaults.page_not_found(request, exception)


class PageReporter(ExceptionReporter):
    """Show the site's own page for a bad request while debugging too."""

    def get_traceback_html(self):
        if isinstance(self.exc_value, (BadRequest, SuspiciousOperation)):
            return bad_request(self.request, self.exc_value).content.decode()
        return super().get_traceback_html()


def api_not_found(request, path=""):
    """Answer 404 for what no API view knows, whatever the method and debug mode."""
    return json_refusal("not_found", NOT_FOUND)


def server_error(request):
    """Answer 500 as JSON under /api/, as a page elsewhere."""
    if request.path.startswith("/api/"):
        return json_refusal("server_error", SERVER_ERROR)
    return defaults.server_error(request)


def json_refusal(code, detail):
    data = {"code": code, "detail": detail}
    response = JsonResponse(data, status=STATUSES[code])
    response.data = data  # as REST framework's answers have it, for the log
    return response
