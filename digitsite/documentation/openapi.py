"""The OpenAPI schema, its error responses, and the page that shows it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from digitsite.authentication import CSRF_FAILED, UNKNOWN_TOKEN
from digitsite.exceptions import NOT_FOUND, SERVER_ERROR, STATUSES
from gallery.api.ranged_files import RangeNotSatisfiable
from gallery.services.idempotency import IdempotencyKeyReused
from recognizer import RecognizerError

Schema = dict[str, Any]

ERROR = {
    "type": "object",
    "description": "An error.",
    "properties": {
        "code": {
            "type": "string",
            "enum": list(STATUSES),
            "description": "The kind of error, for programs. Its meaning is stable.",
        },
        "detail": {"type": "string", "description": "What to do, for people."},
        "fields": {
            "type": "object",
            "description": "For invalid input: the errors of each field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["code", "detail"],
}
DETAILS = {
    "csrf_failed": CSRF_FAILED,
    "idempotency_key_reused": IdempotencyKeyReused.default_detail,
    "invalid_input": "The input is not valid. See fields.",
    "invalid_token": UNKNOWN_TOKEN,
    "method_not_allowed": 'Method "PUT" not allowed.',
    "not_acceptable": "Could not satisfy the request Accept header.",
    "not_found": NOT_FOUND,
    "range_not_satisfiable": RangeNotSatisfiable.default_detail,
    "server_error": SERVER_ERROR,
    "throttled": "Request was throttled. Expected available in 12 seconds.",
}
GUIDE = """

Reading a picture stores nothing and needs no account, cookie or token:

    curl -F image=@seven.png {host}/api/v1/readings/

Storing photos needs a token, which the operator creates with `manage.py createtoken`.
Each token has its own gallery:

    curl -H "Authorization: Bearer $TOKEN" -F image=@seven.png {host}/api/v1/photos/

A browser uses its session instead, with the CSRF token of the pages for every write.

An error is `{{"code": "...", "detail": "..."}}`, with `fields` for invalid input. The
codes:

{codes}

Within version 1, none of these is removed or changes its meaning: URLs, methods,
fields with their types and units, codes with their statuses. New URLs, optional
parameters, response fields, headers and codes may be added: ignore fields that you do
not know, and use the status where you do not know a code. These may change: the
sentences in `detail` and `fields`, the readings as models improve (see
`model.version`), limits and rates, and the form of ids, tokens, cursors, ETags and URLs
in responses. Any other change comes as version 2, with version 1 available beside it
for a year.
"""
# Errors that any call may return, so that the operations do not list them.
COMMON_CODES = (
    "invalid_token",
    "method_not_allowed",
    "not_acceptable",
    "server_error",
    "storage_unavailable",
)
# Operations whose responses are generated while they are sent.
STREAMED = ("exportPhotos", "getJobResults")
RETRY_AFTER = {
    "description": "Seconds to wait.",
    "schema": {"type": "integer", "minimum": 1},
}
HEADERS = {
    "401": {
        "WWW-Authenticate": {
            "description": "The authentication scheme and the error.",
            "schema": {"type": "string"},
        }
    },
    "416": {
        "Content-Range": {
            "description": "The size of the file, as `bytes */4711`.",
            "schema": {"type": "string"},
        }
    },
    "429": {"Retry-After": RETRY_AFTER},
    "503": {"Retry-After": RETRY_AFTER},
}


IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of an earlier response; 304 if nothing has changed.",
    "schema": {"type": "string"},
}
ETAG = {"description": "Identifies this version.", "schema": {"type": "string"}}


class FormatInQuery(DefaultContentNegotiation):
    """Select the renderer by `?format=json` as well as by the Accept header."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        wanted = format_suffix or request.query_params.get("format")
        return super().select_renderer(request, renderers, wanted)


class SchemaView(SpectacularAPIView):
    """Serve the schema as YAML or JSON, always in English."""

    content_negotiation_class = FormatInQuery

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with translation.override("en"):
            return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]


class DocsView(SpectacularSwaggerSplitView):
    """Show the schema, with a form to try each call."""

    authentication_classes = ()
    template_name = "docs.html"


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describe the authentication of programs."""

    target_class = "digitsite.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that the operator created with `manage.py "
            "createtoken`. It has its own gallery, and expires.",
        }


class AnonymousSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describe the authentication of browsers."""

    target_class = "digitsite.authentication.AnonymousSession"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The browser's session, set when its first photo is "
            "stored. A write also needs the value of the cookie "
            f"`{settings.CSRF_COOKIE_NAME}` in the header `X-CSRFToken`.",
        }


def add_error_responses(
    result: Schema, generator: SchemaGenerator, request: Request | None, public: bool
) -> Schema:
    """Add the responses for the error codes that each operation lists."""
    result["components"]["schemas"]["Error"] = ERROR
    result["info"]["description"] += build_guide(request)
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            complete_operation(operation, "job" if "/jobs/" in path else "photo")
            if method == "get":
                add_conditional_response(operation)
            codes = (*operation.pop("x-refusals", ()), *COMMON_CODES)
            operation["responses"].update(build_responses(codes))
    return result


def complete_operation(operation: Schema, kind: str) -> None:
    """Add what drf-spectacular does not know of an operation on this kind of object."""
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "id":
            parameter["description"] = f"Id of the {kind}."


def add_conditional_response(operation: Schema) -> None:
    """Describe the response 304 to a client that has the current version."""
    responses = operation["responses"]
    if operation["operationId"] in STREAMED:
        return
    operation.setdefault("parameters", []).append(IF_NONE_MATCH)
    responses["200"]["headers"] = {"ETag": ETAG}
    responses["304"] = {"description": "Not modified.", "headers": {"ETag": ETAG}}


def build_guide(request: Request | None) -> str:
    """Build the introduction, in Markdown, with URLs of the requested host."""
    host = request.build_absolute_uri("/")[:-1] if request else "http://127.0.0.1:8000"
    codes = "\n".join(f"* `{code}` ({status})" for code, status in STATUSES.items())
    return GUIDE.format(host=host, codes=codes)


def build_responses(codes: Iterable[str]) -> dict[str, Schema]:
    """Build OpenAPI responses, one for each status, with the codes of each."""
    by_status: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        by_status[str(STATUSES[code])].append(code)
    return {
        status: build_response(status, names) for status, names in by_status.items()
    }


def build_response(status: str, codes: list[str]) -> Schema:
    content = {
        "schema": {"$ref": "#/components/schemas/Error"},
        "examples": {code: {"value": build_example(code)} for code in codes},
    }
    response: Schema = {
        "description": " or ".join(f"`{code}`" for code in codes),
        "content": {"application/json": content},
    }
    if status in HEADERS:
        response["headers"] = HEADERS[status]
    return response


def build_example(code: str) -> Schema:
    details = {
        kind.code: str(kind.message) for kind in RecognizerError.__subclasses__()
    }
    example: Schema = {"code": code, "detail": details.get(code) or str(DETAILS[code])}
    if code == "invalid_input":
        example["fields"] = {"image": ["Send the picture in this field."]}
    return example
