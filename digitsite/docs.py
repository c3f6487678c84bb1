"""The API's documentation: its page, which asks no other host, and its refusals."""

from collections import defaultdict

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation

from digitsite.authentication import UNKNOWN_TOKEN
from digitsite.exceptions import NOT_FOUND, SERVER_ERROR, STATUSES
from gallery.api.ranged_files import RangeNotSatisfiable
from gallery.services.idempotency import KeyReused
from recognizer.errors import RecognizerError

ERROR = {
    "type": "object",
    "description": "A refusal.",
    "properties": {
        "code": {
            "type": "string",
            "enum": list(STATUSES),
            "description": "What is wrong, for programs; no code changes its meaning.",
        },
        "detail": {"type": "string", "description": "What to do, for people."},
        "fields": {
            "type": "object",
            "description": "What is wrong with which field, for bad input.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["code", "detail"],
}
DETAILS = {
    "csrf_failed": "The CSRF token is missing or wrong. Reload the page first.",
    "idempotency_key_reused": KeyReused.default_detail,
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

Reading stores nothing and needs no account, cookie or token:

    curl -F image=@seven.png {host}/api/v1/readings/

Keeping photos needs a token, which the operator makes with `manage.py createtoken`; it
has a gallery of its own:

    curl -H "Authorization: Bearer $TOKEN" -F image=@seven.png {host}/api/v1/photos/

or else a browser's session, with the CSRF token of its pages for every write.

A refusal is `{{"code": "...", "detail": "..."}}`, with `fields` for bad input. Codes:

{codes}

Within version 1 nothing of this is taken away or gets another meaning: addresses,
methods, fields with their types and units, codes with their statuses. Added may be
addresses, optional parameters, fields of answers, headers and codes: ignore fields that
you do not know, and go by the status where you do not know a code. Free to change are
the sentences in `detail` and `fields`, the readings as models get better
(`model.version` tells), limits and rates, and how ids, tokens, cursors, ETags and
addresses in answers look. Whatever else has to change comes as version 2, with version
1 beside it for a year.
"""
# What any call may be answered, and so is not listed by each.
ALWAYS = ("invalid_token", "method_not_allowed", "not_acceptable", "server_error")
RETRY_AFTER = {
    "description": "Seconds to wait.",
    "schema": {"type": "integer", "minimum": 1},
}
HEADERS = {
    "401": {
        "WWW-Authenticate": {
            "description": "The scheme, and what is wrong.",
            "schema": {"type": "string"},
        }
    },
    "416": {
        "Content-Range": {
            "description": "How many bytes there are, as `bytes */4711`.",
            "schema": {"type": "string"},
        }
    },
    "429": {"Retry-After": RETRY_AFTER},
    "503": {"Retry-After": RETRY_AFTER},
}


IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of an answer at hand; 304 if it has not changed.",
    "schema": {"type": "string"},
}
ETAG = {"description": "The name of this state.", "schema": {"type": "string"}}


class FormatInQuery(DefaultContentNegotiation):
    """Let `?format=json` choose, as well as the header."""

    def select_renderer(self, request, renderers, format_suffix=None):
        wanted = format_suffix or request.query_params.get("format")
        return super().select_renderer(request, renderers, wanted)


class SchemaView(SpectacularAPIView):
    """Give the schema, as YAML or JSON; in English, whatever the visitor reads."""

    content_negotiation_class = FormatInQuery

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        with translation.override("en"):
            return super().get(request, *args, **kwargs)


class DocsView(SpectacularSwaggerSplitView):
    """Show the schema, with a form to try each call."""

    authentication_classes = ()
    template_name = "docs.html"


class BearerTokenScheme(OpenApiAuthenticationExtension):
    """Describe how a program is let in."""

    target_class = "digitsite.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that the operator made with `manage.py "
            "createtoken`. It has a gallery of its own, and expires.",
        }


class AnonymousSessionScheme(OpenApiAuthenticationExtension):
    """Describe how a write to the gallery is allowed."""

    target_class = "digitsite.authentication.AnonymousSession"
    name = "session"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The browser's session, set by the first photo that is "
            "kept. A write also needs the CSRF token of the cookie `csrftoken`, in the "
            "header `X-CSRFToken`.",
        }


def add_refusals(result, generator, request, public):
    """Write out the codes that operations name, by the statuses they come with."""
    result["components"]["schemas"]["Error"] = ERROR
    result["info"]["description"] += guide(request)
    for methods in result["paths"].values():
        for method, operation in methods.items():
            complete(operation)
            if method == "get":
                add_condition(operation)
            codes = (*operation.pop("x-refusals", ()), *ALWAYS)
            operation["responses"].update(refusals(codes))
    return result


def complete(operation):
    """Say what every operation has in common."""
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "id":
            parameter["description"] = "Of the photo."


def add_condition(operation):
    """Describe how an answer that is at hand already is not sent again."""
    responses = operation["responses"]
    if operation["operationId"] == "exportPhotos":
        return
    operation.setdefault("parameters", []).append(IF_NONE_MATCH)
    responses["200"]["headers"] = {"ETag": ETAG}
    responses["304"] = {"description": "Not changed.", "headers": {"ETag": ETAG}}


def guide(request):
    """Return the first steps, in Markdown, with addresses of the host asked."""
    host = request.build_absolute_uri("/")[:-1] if request else "http://127.0.0.1:8000"
    codes = "\n".join(f"* `{code}` ({status})" for code, status in STATUSES.items())
    return GUIDE.format(host=host, codes=codes)


def refusals(codes):
    """Return OpenAPI responses, one for each status, that list its codes."""
    by_status = defaultdict(list)
    for code in codes:
        by_status[str(STATUSES[code])].append(code)
    return {status: refusal(status, names) for status, names in by_status.items()}


def refusal(status, codes):
    content = {
        "schema": {"$ref": "#/components/schemas/Error"},
        "examples": {code: {"value": example_of(code)} for code in codes},
    }
    response = {
        "description": " or ".join(f"`{code}`" for code in codes),
        "content": {"application/json": content},
    }
    if status in HEADERS:
        response["headers"] = HEADERS[status]
    return response


def example_of(code):
    details = {
        kind.code: str(kind.message) for kind in RecognizerError.__subclasses__()
    }
    example = {"code": code, "detail": details.get(code) or str(DETAILS[code])}
    if code == "invalid_input":
        example["fields"] = {"image": ["Send the picture in this field."]}
    return example
