"""Sessions by cookie, which a late answer does not take away."""

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class SteadySessionMiddleware(SessionMiddleware):
    """Deletes the cookie only in answer to a request that ended its session.

    Django deletes it whenever the session of a request is gone. Where a browser gets
    another session while a picture is on its way, as a phone that joins a gallery, the
    answer about that picture would delete the cookie of the new session.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """Leave the cookie where the session is gone, but not by this request."""
        session = request.session
        if session.is_empty() and not session.modified:
            if session.accessed:
                patch_vary_headers(response, ("Cookie",))
            return response
        return super().process_response(request, response)
