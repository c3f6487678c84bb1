"""A view that receives an upload as the product does, and does nothing with it."""

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from digitsite.api_urls import COOKIELESS
from digitsite.monitoring.health import healthz
from recognizer.api import PICTURE_PARSERS, get_picture
from recognizer.intake.uploads import read_upload


class ReceiveView(APIView):
    parser_classes = PICTURE_PARSERS
    throttle_scope = "readings"

    def post(self, request: Request) -> Response:
        return Response({"bytes": len(read_upload(get_picture(request)))})


urlpatterns = [
    path("healthz", healthz),
    # By this name, the load limit knows that the request holds a picture.
    path("api/v1/readings/", ReceiveView.as_view(**COOKIELESS), name="api-readings"),
]
