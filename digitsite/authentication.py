"""Authentication of the API: programs by token, browsers by session."""

import re
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request, is_form_media_type

if TYPE_CHECKING:
    from gallery.models import Token

BEARER = re.compile(r"bearer\b", re.IGNORECASE)
WELL_FORMED = re.compile(r"bearer +([0-9A-Za-z]{8}\.[0-9A-Za-z]{32})", re.IGNORECASE)
UNKNOWN_TOKEN = _(
    "This token is unknown or was revoked. Check that you copied all of it, or ask "
    "the operator for a new one."
)
EXPIRED_TOKEN = _("This token has expired. Ask the operator for a new one.")
CSRF_FAILED = "The CSRF token is missing or wrong. Reload the page first."


class InvalidToken(AuthenticationFailed):
    default_code = "invalid_token"
    default_detail = UNKNOWN_TOKEN


class CsrfFailed(PermissionDenied):
    default_code = "csrf_failed"
    default_detail = CSRF_FAILED


class BearerToken(BaseAuthentication):
    """Authenticate a program by `Authorization: Bearer <token>`, without CSRF token.

    Other schemes are ignored: they may be meant for a proxy with passwords.
    """

    def authenticate(self, request: Request) -> "tuple[None, Token] | None":
        header = request.headers.get("Authorization", "").strip()
        return (None, find_token(header)) if BEARER.match(header) else None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer error="invalid_token"'


def find_token(header: str) -> "Token":
    """Return the token that an Authorization header names.

    Raises:
        InvalidToken: if it is malformed, unknown, revoked or expired.
    """
    # REST framework imports this module before the models are loaded.
    model: type[Token] = apps.get_model("gallery", "Token")
    match = WELL_FORMED.fullmatch(header)
    try:
        token = cast("Token", model.objects.get_from_key(match[1] if match else ""))
    except model.DoesNotExist as e:
        raise InvalidToken from e
    if token.has_expired:
        raise InvalidToken(EXPIRED_TOKEN)
    return token


def respond(request: HttpRequest) -> HttpResponse:
    """Stand for the view behind the CSRF check."""
    return HttpResponse()


class WithoutForm:
    """A request whose form is not looked at."""

    POST: ClassVar[dict[str, str]] = {}

    def __init__(self, request: Request) -> None:
        self._request = request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._request, name)


class AnonymousSession(BaseAuthentication):
    """Use the browser's session, and require the CSRF token of every write.

    REST framework's own class requires it of logged-in users only; here nobody logs in.
    """

    def authenticate(self, request: Request) -> None:
        # A body that can't hold the token is not parsed for it.
        is_form = is_form_media_type(request.content_type)
        if is_forged(WithoutForm(request)) and not (is_form and not is_forged(request)):
            raise CsrfFailed
        return None


def is_forged(request: Any) -> bool:
    """Return whether a request writes without the token of its cookie."""
    check = CSRFCheck(respond)
    check.process_request(request)
    return bool(check.process_view(request, respond, (), {}))
