"""How the API knows that a write comes from the visitor's own pages."""

from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import PermissionDenied


class CsrfFailed(PermissionDenied):
    default_code = "csrf_failed"
    default_detail = "The CSRF token is missing or wrong. Reload the page first."


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
