"""Forget a visitor: all that is stored of a browser or a program goes."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from gallery.identity import PAIRING_FIELD, get_own_gallery_key, get_token
from gallery.models import Pairing
from gallery.services.photos import empty_gallery
from recognizer.jobs import Job, delete_jobs

# Pictures and drawings that the browser itself holds.
BROWSER_DATA = '"cache", "storage"'


def forget_visitor(request: HttpRequest | Request) -> None:
    """Delete gallery, jobs, pairings and session of a visitor.

    Of a program, gallery and jobs go; its token is the operator's to revoke. A gallery
    that a browser has joined stays: it is somebody else's.
    """
    if token := get_token(request):
        empty_gallery(token.gallery_key)
        delete_jobs(Job.objects.of_owner(token.gallery_key))
        return
    key = get_own_gallery_key(request)
    if key:
        forget_gallery(key)
    if pk := request.session.get(PAIRING_FIELD):
        Pairing.objects.filter(pk=pk).delete()
    request.session.flush()
    if key:
        # A picture that was being read meanwhile may have been stored before the flush.
        empty_gallery(key)


def forget_gallery(key: UUID) -> None:
    """Delete a gallery, the pairings of devices that have joined it, and the jobs."""
    Pairing.objects.of_gallery(key).delete()
    empty_gallery(key)
    delete_jobs(Job.objects.of_owner(key))


def clear_browser(response: HttpResponseBase) -> None:
    """Have the browser delete its cookies and what it holds of this site."""
    response["Clear-Site-Data"] = BROWSER_DATA
    for name in (settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
