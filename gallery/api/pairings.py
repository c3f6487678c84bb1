"""The API of pairings, for the page with the QR code; not public."""

import segno
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery.identity import (
    create_gallery_key,
    find_joined_pairing,
    get_own_gallery_key,
    get_token,
)
from gallery.models import Pairing, Photo
from gallery.network import get_url_for_phones
from gallery.services.pairings import end_visit, open_link, withdraw_links


@extend_schema(exclude=True)
class PairingView(APIView):
    """A view about the visitor's own gallery.

    A visitor who has joined another gallery can neither invite others to it nor extend
    the visit.
    """

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # A token beside a session would spare its writes the CSRF token.
        if get_token(request):
            raise PermissionDenied

    @property
    def throttle_scope(self):
        return None if self.request.method in SAFE_METHODS else "writes"

    def finalize_response(self, *args, **kwargs):
        response = super().finalize_response(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class PairingsView(PairingView):
    """The open link, and the devices that have joined."""

    def get(self, request):
        return Response(get_state(request))

    def post(self, request):
        """Create a link; none if no phone could reach this address."""
        root = get_url_for_phones(request)
        if not root:
            return Response({"code": None, "url": None})
        key = get_own_gallery_key(request) or create_gallery_key(request)
        _, token = open_link(key)
        query = urlencode({"key": token})
        url = f"{root}{reverse('join')}?{query}"
        return Response({"code": build_qr_code(url), "url": url, **get_state(request)})

    def delete(self, request):
        """Withdraw the open link; devices that have joined stay."""
        if key := get_own_gallery_key(request):
            withdraw_links(key)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PairingDetailView(PairingView):
    """One device that has joined."""

    def delete(self, request, pk):
        """Remove it from the gallery, with immediate effect."""
        if key := get_own_gallery_key(request):
            end_visit(key, pk)
        return Response(get_state(request))


def build_qr_code(url: str) -> str:
    """Build a QR code, as an SVG in a data URL."""
    return segno.make(url, micro=False).svg_data_uri(border=4, light="#fff")


def get_state(request) -> dict:
    """Return the state of the pairings of this visitor.

    Returns:
        `waits`: seconds until the open link expires, or 0; `phones`: devices that have
        joined; `newest`: id of the newest photo; `joined`: seconds that the visitor can
        still see another gallery, or 0.
    """
    key = get_own_gallery_key(request)
    pairings = Pairing.objects.of_gallery(key)
    here = find_joined_pairing(request)
    newest = Photo.objects.in_gallery(key).values_list("pk", flat=True).first()
    return {
        "waits": next((p.seconds_left for p in pairings.open()), 0),
        "phones": [to_json(p) for p in pairings.joined().order_by("used")],
        "newest": newest,
        "joined": here.seconds_left if here else 0,
    }


def to_json(pairing: Pairing) -> dict:
    return {
        "name": pairing.get_device_display(),
        "seconds": pairing.seconds_left,
        "url": reverse("pairing", args=[pairing.pk]),
    }
