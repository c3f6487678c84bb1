"""The views of the API: read one picture or many, and return the model card."""

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recognizer import pipeline
from recognizer.api.openapi import (
    BATCH_EXAMPLES,
    BATCH_GUIDE,
    BATCH_REFUSALS,
    CARD_EXAMPLES,
    PICTURE_REFUSALS,
    PICTURE_REQUEST,
    PICTURES_REQUEST,
    READING_EXAMPLES,
)
from recognizer.api.parsers import BoundedJSONParser, PictureFormParser, RawImageParser
from recognizer.api.request_serializers import (
    ExplainSerializer,
    PictureSerializer,
    PicturesSerializer,
)
from recognizer.api.response_serializers import (
    READINGS_OR_REFUSALS,
    CardSerializer,
    ReadingSerializer,
)
from recognizer.batch import Batch
from recognizer.errors import EmptyUpload
from recognizer.inference import engine
from recognizer.pipeline import CleanPhoto
from recognizer.representation import to_item_json, to_reading_json

PICTURE_PARSERS = [PictureFormParser, BoundedJSONParser, RawImageParser]
NO_CHUNKS = _("Send Content-Length with the body: chunks are not read.")


def get_picture(request: Request) -> File:
    """Return the picture of a request as a file, from any kind of body."""
    check_length(request)
    if not request.data and request.content_type.startswith("image/"):
        raise EmptyUpload
    body = PictureSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    picture: File = body.validated_data["image"]
    return picture


def get_pictures(view: APIView, request: Request) -> list[File]:
    """Return the pictures of a request as files; throttles count each of them."""
    check_length(request)
    body = PicturesSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    pictures: list[File] = body.validated_data["images"]
    more_to_count = len(pictures) - 1
    setattr(view, "more_to_count", more_to_count)  # noqa: B010
    if more_to_count:
        view.check_throttles(request)
    return pictures


def has_many_pictures(request: Request) -> bool:
    """Return whether a form has the field for many pictures."""
    return hasattr(request.data, "getlist") and "images" in request.data


def check_length(request: Request) -> None:
    """Raise ParseError for a chunked body: no parser is called for it."""
    if "Transfer-Encoding" in request.headers and not request.data:
        raise ParseError(NO_CHUNKS)


def is_explanation_requested(request: Request) -> bool:
    """Return whether the query asks for an explanation of each digit."""
    query = ExplainSerializer(data=request.query_params)
    query.is_valid(raise_exception=True)
    return bool(query.validated_data["explain"])


class ReadingsView(APIView):
    """Read one picture and store nothing."""

    parser_classes = PICTURE_PARSERS
    throttle_scope = "readings"

    @extend_schema(
        operation_id="read",
        summary="Read one picture",
        description="Nothing is stored, and no account, cookie or token is needed.",
        parameters=[ExplainSerializer],
        request=PICTURE_REQUEST,
        responses={
            200: OpenApiResponse(ReadingSerializer, "The reading of the picture.")
        },
        examples=READING_EXAMPLES,
        extensions={"x-refusals": PICTURE_REFUSALS},
    )
    def post(self, request: Request) -> Response:
        explain = is_explanation_requested(request)
        photo, reading = pipeline.recognize(get_picture(request), explain=explain)
        return Response(to_reading_json(photo, reading))


class BatchView(APIView):
    """Read many pictures and store nothing."""

    parser_classes = [PictureFormParser]
    throttle_scope = "readings"

    @extend_schema(
        operation_id="readBatch",
        summary="Read many pictures",
        description=BATCH_GUIDE,
        parameters=[ExplainSerializer],
        request=PICTURES_REQUEST,
        responses={
            200: OpenApiResponse(
                READINGS_OR_REFUSALS, "A reading or a refusal of each picture."
            )
        },
        examples=BATCH_EXAMPLES,
        extensions={"x-refusals": BATCH_REFUSALS},
    )
    def post(self, request: Request) -> Response:
        explain = is_explanation_requested(request)
        batch = Batch(CleanPhoto.without_image, explain=explain)
        readings = batch.read(get_pictures(self, request))
        return Response(
            [
                to_item_json(each, lambda pair: to_reading_json(*pair))
                for each in readings
            ]
        )


class ModelView(APIView):
    """Return the card of the model: its version, training data and accuracy."""

    @extend_schema(
        operation_id="model",
        summary="Show the model card",
        responses={200: OpenApiResponse(CardSerializer, "The card.")},
        examples=CARD_EXAMPLES,
        extensions={"x-refusals": ("model_unavailable",)},
    )
    def get(self, request: Request) -> Response:
        return Response(engine.get_model_card())
