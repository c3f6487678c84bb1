"""What OPTIONS answers."""

from rest_framework.metadata import BaseMetadata
from rest_framework.renderers import JSONRenderer


class MethodsAlone(BaseMetadata):
    """Let the header `Allow` say it all; what a method takes stands in the schema."""

    def determine_metadata(self, request, view):
        # The only one that writes nothing for nothing.
        request.accepted_renderer = JSONRenderer()
        return None
