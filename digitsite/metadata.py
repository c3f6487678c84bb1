"""Responses to OPTIONS."""

from typing import TYPE_CHECKING

from rest_framework.metadata import BaseMetadata
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView


class AllowHeaderOnly(BaseMetadata):
    """Answer OPTIONS with the `Allow` header only; the schema describes the methods."""

    def determine_metadata(self, request: Request, view: "APIView") -> None:
        # The only renderer that writes an empty body for None.
        request.accepted_renderer = JSONRenderer()
        return None
