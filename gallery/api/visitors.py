"""The API of a visitor: forget it."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.response import Response

from gallery.api.photos import WRITE_REFUSALS, GalleryView
from gallery.identity import get_token
from gallery.services.visitors import clear_browser, forget_visitor

FORGET_GUIDE = """
Of a browser, gallery, joined devices, session and cookies are deleted. Of a token, the
gallery is deleted; the operator revokes the token itself.
"""


class VisitorView(GalleryView):
    """Whoever sends the request."""

    @extend_schema(
        operation_id="forgetVisitor",
        summary="Forget this visitor: delete everything that is stored",
        description=FORGET_GUIDE,
        request=None,
        responses={204: OpenApiResponse(None, "Forgotten.")},
        extensions={"x-refusals": WRITE_REFUSALS},
    )
    def delete(self, request):
        forget_visitor(request)
        response = Response(status=status.HTTP_204_NO_CONTENT)
        # The cookies sent beside a token belong to another visitor.
        if not get_token(request):
            clear_browser(response)
        return response
