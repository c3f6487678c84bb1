"""The script with the texts of all scripts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gallery.texts.scripts import digest_of, script_texts

YEAR_SECONDS = 365 * 24 * 60 * 60


@require_safe
def script_texts_view(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    """Serve the texts of a language; the address changes when any of them does."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponse(script_texts(language), content_type="text/javascript")
    response["Content-Language"] = language
    is_current = digest == digest_of(language)
    response["Cache-Control"] = (
        f"public, max-age={YEAR_SECONDS}, immutable" if is_current else "no-cache"
    )
    return response
