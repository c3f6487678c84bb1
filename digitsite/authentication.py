"""How the API knows who asks: a program by its token, a browser by its session."""

import re

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

BEARER = re.compile(r"bearer\b", re.IGNORECASE)
WELL_FORMED = re.compile(r"bearer +([0-9A-Za-z]{8}\.[0-9A-Za-z]{32})", re.IGNORECASE)
UNKNOWN_TOKEN = _(
    "This token is not known or was revoked. Check that it was copied whole, or ask "
    "the operator for a new one."
)
EXPIRED_TOKEN = _("This token has expired. Ask the operator for a new one.")


class InvalidToken(AuthenticationFailed):
    default_code = "invalid_token"
    default_detail = UNKNOWN_TOKEN


class CsrfFailed(PermissionDenied):
    default_code = "csrf_failed"
    default_detail = "The CSRF token is missing or wrong. Reload the page first."


class BearerToken(BaseAuthentication):
    """Let a program in by `Authorization: Bearer <token>`, without cookie or CSRF.

    Another scheme is left to who asked for it, such as a proxy with passwords.
    """

    def authenticate(self, request):
        header = request.headers.get("Authorization", "").strip()
        return (None, find_token(header)) if BEARER.match(header) else None

    def authenticate_header(self, request):
        return 'Bearer error="invalid_token"'


def find_token(header):
    """Return the token that a header names.

    Raises:
        InvalidToken: if it is malformed, unknown, revoked or expired.
    """
    # REST framework imports this module before there are models.
    model = apps.get_model("gallery", "Token")
    named = WELL_FORMED.fullmatch(header)
    try:
        token = model.objects.get_from_key(named[1] if named else "")
    except model.DoesNotExist as e:
        raise InvalidToken from e
    if token.has_expired:
        raise InvalidToken(EXPIRED_TOKEN)
    return token


class AnonymousSession(BaseAuthentication):
    """Take the browser's session, and demand the CSRF token of every write.

    REST framework's own class demands it of logged-in users alone; here nobody logs in.
    """

    def authenticate(self, request):
        check = CSRFCheck(lambda request: None)
        check.process_request(request)
        if check.process_view(request, None, (), {}):
            raise CsrfFailed
        return None
