"""The API of the reader: read one picture, tell about the model."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from recognizer import engine, pipeline
from recognizer.errors import EmptyUpload
from recognizer.schema import PICTURE_REFUSALS, PICTURE_REQUEST, READING_EXAMPLES
from recognizer.serializers import (
    CardSerializer,
    ExplainSerializer,
    PictureSerializer,
    ReadingSerializer,
    to_reading_json,
)
from recognizer.uploads import BoundedJSONParser, RawImageParser, read_upload

PICTURE_PARSERS = [MultiPartParser, BoundedJSONParser, RawImageParser]


def picture_of(request):
    """Return the picture of a request as a file, in whichever form it came."""
    # REST framework asks no parser about a body of no bytes, or of no known length.
    if not request.data:
        if "Transfer-Encoding" in request.headers:
            raise ParseError("Send Content-Length with the body: chunks are not read.")
        if request.content_type.startswith("image/"):
            raise EmptyUpload
    body = PictureSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    return body.validated_data["image"]


def wants_explanation(request):
    """Say whether the query asks what was seen of each digit."""
    query = ExplainSerializer(data=request.query_params)
    query.is_valid(raise_exception=True)
    return query.validated_data["explain"]


class ReadingsView(APIView):
    """Read pictures and store nothing."""

    parser_classes = PICTURE_PARSERS
    throttle_scope = "readings"

    @extend_schema(
        operation_id="read",
        summary="Read one picture",
        description="Nothing is stored, and no account, cookie or token is needed.",
        parameters=[ExplainSerializer],
        request=PICTURE_REQUEST,
        responses={200: ReadingSerializer},
        examples=READING_EXAMPLES,
        extensions={"x-refusals": PICTURE_REFUSALS},
    )
    def post(self, request):
        explain = wants_explanation(request)
        data = read_upload(picture_of(request))
        photo, reading = pipeline.recognize(data, explain=explain)
        return Response(to_reading_json(photo, reading))


class ModelView(APIView):
    """Tell what the model is, what it was trained on and how well it reads."""

    @extend_schema(
        operation_id="model",
        summary="Show the model card",
        responses={200: CardSerializer},
        extensions={"x-refusals": ("model_unavailable",)},
    )
    def get(self, request):
        return Response(engine.card())
