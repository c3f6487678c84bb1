"""The API of photos: the visitor's gallery."""

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)
from rest_framework import status
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery.api.serializers import (
    CORRECTION_REQUEST,
    KEPT_EXAMPLES,
    PAGE,
    PHOTOS_OR_REFUSALS,
    CorrectionSerializer,
    ExportSerializer,
    ListSerializer,
    PhotoPageSerializer,
    PhotoSerializer,
)
from gallery.identity import get_gallery_key, get_photos
from gallery.pagination import find_page
from gallery.services.exports import begin, stream_csv, stream_npz, stream_zip
from gallery.services.idempotency import HEADER, IdempotentRequest
from gallery.services.photos import correct_photo, delete_photo, empty_gallery
from gallery.services.submissions import (
    Submission,
    submit_each_to_gallery,
    submit_to_gallery,
)
from recognizer import to_item_json
from recognizer.api import (
    PICTURE_OR_PICTURES_REQUEST,
    PICTURE_PARSERS,
    PICTURE_REFUSALS,
    ExplainSerializer,
    get_picture,
    get_pictures,
    has_many_pictures,
    is_explanation_requested,
)

WRITE_REFUSALS = ("csrf_failed", "storage_full", "throttled")
KEEP_REFUSALS = (*PICTURE_REFUSALS, "csrf_failed", "idempotency_key_reused")
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "header",
    description="A random value for each picture. A request that is repeated with its "
    "key within 24 hours stores the picture once and gets the same answer.",
)
EXPORTS = {
    "zip": ("application/zip", stream_zip),
    "csv": ("text/csv", stream_csv),
    "npz": ("application/octet-stream", stream_npz),
}
LIST_GUIDE = """
Follow `next` until it is null to get every photo once: photos that are added or deleted
meanwhile do not move the others. Photos added since the first page come before it.
"""
KEEP_GUIDE = """
The first picture creates the gallery. What `explain` adds is in this answer only: it is
not stored.

One picture, in `image`, is answered with 201 and its photo. Several, in `images`, are
answered with 200 and a list in their order, with the one in `image` first: a photo for
each, or an object with `code` and `detail` for one that can't be read; the others are
stored all the same. Each picture counts: a request with more pictures than the rate
still allows is refused as a whole.
"""
EXPORT_GUIDE = """
`zip` contains the pictures and `labels.csv`; `csv` is that table only. Its columns:
`file`, `id`, `created`, `verdict`, `confidence`, `text` (what was read), `corrected`
(`yes` or `no`) and `label` (the correction if there is one, else the text). Lines of
digits are in one cell, separated by spaces.

`npz` contains two arrays in the form of MNIST, with one row for each digit whose label
is known: `x`, uint8 (n, 28, 28), where 255 is ink, and `y`, uint8 (n). Labels are known
for photos whose verdict is `read`, and for photos whose correction has as many digits
as were read; it relabels them in reading order. All other photos are left out.
"""


class GalleryView(APIView):
    """Base of the views of a gallery: its photos, throttled writes, private caching."""

    @property
    def throttle_scope(self):
        return None if self.request.method in SAFE_METHODS else "writes"

    def finalize_response(self, *args, **kwargs):
        """Forbid shared caches, and make browsers revalidate."""
        response = super().finalize_response(*args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Authorization", "Cookie"])
        return response

    def photos(self):
        return get_photos(self.request)

    def photo(self, pk):
        return get_object_or_404(self.photos(), pk=pk)


class QueryFormatOnly(BaseContentNegotiation):
    """Ignore the Accept header: the query selects the format, and errors are JSON."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class PhotoListView(GalleryView):
    """The photos of the visitor's gallery."""

    parser_classes = PICTURE_PARSERS

    @extend_schema(
        operation_id="listPhotos",
        summary="List the gallery, newest first",
        description=LIST_GUIDE,
        parameters=[ListSerializer],
        responses={200: OpenApiResponse(PhotoPageSerializer, "Part of the gallery.")},
        examples=[OpenApiExample("A page", PAGE, response_only=True)],
        extensions={"x-refusals": ("invalid_input",)},
    )
    def get(self, request):
        query = ListSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        photos = query.filter(self.photos())
        page = find_page(photos, wanted["cursor"], wanted["page_size"])
        newer, older = page.links(request)
        results = PhotoSerializer(page.photos, many=True).data
        return Response({"next": older, "previous": newer, "results": results})

    @extend_schema(
        operation_id="keepPhoto",
        summary="Read a picture and store it in the gallery",
        description=KEEP_GUIDE,
        parameters=[ExplainSerializer, IDEMPOTENCY_KEY],
        request=PICTURE_OR_PICTURES_REQUEST,
        responses={
            201: OpenApiResponse(PhotoSerializer, "The stored photo."),
            200: OpenApiResponse(PHOTOS_OR_REFUSALS, "The result for each picture."),
        },
        examples=KEPT_EXAMPLES,
        extensions={"x-refusals": KEEP_REFUSALS},
    )
    def post(self, request):
        explain = is_explanation_requested(request)
        if has_many_pictures(request):
            return self.post_many(request, explain)
        picture = get_picture(request)
        idempotent = IdempotentRequest.from_request(request, [picture])
        submission = submit_to_gallery(request, picture, explain, idempotent)
        body = PhotoSerializer(submission.photo).data
        headers = {"Location": body["url"], **build_replay_headers([submission])}
        return Response(body, status=status.HTTP_201_CREATED, headers=headers)

    def post_many(self, request, explain):
        pictures = get_pictures(self, request)
        idempotent = IdempotentRequest.from_request(request, pictures)
        results = submit_each_to_gallery(request, pictures, explain, idempotent)
        body = [to_item_json(result, to_photo_json) for result in results]
        return Response(body, headers=build_replay_headers(results))

    @extend_schema(
        operation_id="emptyGallery",
        summary="Delete all photos of the gallery, with their files",
        request=None,
        responses={204: OpenApiResponse(None, "Deleted.")},
        extensions={"x-refusals": WRITE_REFUSALS},
    )
    def delete(self, request):
        if key := get_gallery_key(request):
            empty_gallery(key)
        return Response(status=status.HTTP_204_NO_CONTENT)


def build_replay_headers(results):
    """Build the header for photos that the same request had stored before."""
    submissions = [result for result in results if isinstance(result, Submission)]
    is_replayed = any(not submission.created for submission in submissions)
    return {"Idempotent-Replayed": "true"} if is_replayed else {}


def to_photo_json(submission):
    """Return the photo object of the API."""
    return PhotoSerializer(submission.photo).data


class ExportView(GalleryView):
    """The gallery as one file."""

    content_negotiation_class = QueryFormatOnly
    # It takes more time than a write.
    throttle_scope = "exports"

    @extend_schema(
        operation_id="exportPhotos",
        summary="Export the gallery as one file",
        description=EXPORT_GUIDE,
        parameters=[ExportSerializer],
        responses={
            (200, kind): OpenApiResponse(OpenApiTypes.BINARY, "The file.")
            for kind, _ in EXPORTS.values()
        },
        extensions={"x-refusals": ("invalid_input", "throttled")},
    )
    def get(self, request):
        query = ExportSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        export_format = query.validated_data["format"]
        content_type, stream = EXPORTS[export_format]
        is_read = request.method == "GET"
        chunks = begin(stream(query.filter(self.photos()))) if is_read else ()
        name = f"digitsite-{timezone.now():%Y-%m-%d}.{export_format}"
        return StreamingHttpResponse(
            chunks,
            content_type=content_type,
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": f'attachment; filename="{name}"',
            },
        )


class PhotoView(GalleryView):
    """One photo of the visitor's gallery; any other is a 404."""

    @extend_schema(
        operation_id="getPhoto",
        summary="Get one photo",
        responses={200: OpenApiResponse(PhotoSerializer, "The photo.")},
        extensions={"x-refusals": ("not_found",)},
    )
    def get(self, request, pk):
        return Response(PhotoSerializer(self.photo(pk)).data)

    @extend_schema(
        operation_id="correctPhoto",
        summary="Correct a photo",
        request=CORRECTION_REQUEST,
        responses={200: OpenApiResponse(PhotoSerializer, "The photo.")},
        extensions={"x-refusals": ("invalid_input", "not_found", *WRITE_REFUSALS)},
    )
    def patch(self, request, pk):
        photo = self.photo(pk)
        body = CorrectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        correct_photo(photo, body.validated_data["correction"])
        return Response(PhotoSerializer(photo).data)

    @extend_schema(
        operation_id="deletePhoto",
        summary="Delete one photo, with its files",
        request=None,
        responses={204: OpenApiResponse(None, "Deleted.")},
        extensions={"x-refusals": ("not_found", *WRITE_REFUSALS)},
    )
    def delete(self, request, pk):
        delete_photo(self.photo(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
