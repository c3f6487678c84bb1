"""What the page with the code asks about phones; not part of the public API."""

import segno
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery.identity import (
    create_gallery_key,
    find_joined_pairing,
    get_own_gallery_key,
)
from gallery.models import Pairing, Photo
from gallery.network import address_for_phones
from gallery.services.pairings import end_visit, open_link, withdraw_links


@extend_schema(exclude=True)
class PairingView(APIView):
    """Whatever a visitor does here is about the own gallery alone.

    Whoever has joined another's can't let anybody into it, nor stay for longer.
    """

    @property
    def throttle_scope(self):
        return None if self.request.method in SAFE_METHODS else "writes"

    def finalize_response(self, *args, **kwargs):
        response = super().finalize_response(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class PairingsView(PairingView):
    """The link that waits, and the devices that are here."""

    def get(self, request):
        return Response(state_of(request))

    def post(self, request):
        """Make a link; without one where no phone could follow it."""
        root = address_for_phones(request)
        if not root:
            return Response({"code": None, "url": None})
        key = get_own_gallery_key(request) or create_gallery_key(request)
        _, token = open_link(key)
        query = urlencode({"key": token})
        url = f"{root}{reverse('join')}?{query}"
        return Response({"code": code_of(url), "url": url, **state_of(request)})

    def delete(self, request):
        """Withdraw the link that waits; who has joined stays."""
        if key := get_own_gallery_key(request):
            withdraw_links(key)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PairingDetailView(PairingView):
    """One device."""

    def delete(self, request, pk):
        """Put it out of the gallery, at once."""
        if key := get_own_gallery_key(request):
            end_visit(key, pk)
        return Response(state_of(request))


def code_of(url: str) -> str:
    """Return a code to scan as an SVG in a data URL."""
    return segno.make(url, micro=False).svg_data_uri(border=4, light="#fff")


def state_of(request) -> dict:
    """Say what waits, who is here, what came last, and where this visitor is."""
    key = get_own_gallery_key(request)
    pairings = Pairing.objects.of_gallery(key)
    here = find_joined_pairing(request)
    newest = Photo.objects.in_gallery(key).values_list("pk", flat=True).first()
    return {
        "waits": next((p.seconds_left for p in pairings.open()), 0),
        "phones": [as_json(p) for p in pairings.joined().order_by("used")],
        "newest": newest,
        "joined": here.seconds_left if here else 0,
    }


def as_json(pairing: Pairing) -> dict:
    return {
        "name": pairing.get_device_display(),
        "seconds": pairing.seconds_left,
        "url": reverse("pairing", args=[pairing.pk]),
    }
