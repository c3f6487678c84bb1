"""Responses to OPTIONS."""

from rest_framework.metadata import BaseMetadata
from rest_framework.renderers import JSONRenderer


class AllowHeaderOnly(BaseMetadata):
    """Answer OPTIONS with the `Allow` header only; the schema describes the methods."""

    def determine_metadata(self, request, view):
        # The only renderer that writes an empty body for None.
        request.accepted_renderer = JSONRenderer()
        return None
