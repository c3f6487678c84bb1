"""The API of image files: a photo and its thumbnails."""

from functools import partial

from django.conf import settings
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from gallery.api.photos import GalleryView, QueryFormatOnly
from gallery.api.ranged_files import (
    RangeNotSatisfiable,
    answer_with_file,
    redirect_to_file,
)
from gallery.services.photos import open_thumbnail

PICTURE_POLICY = "default-src 'none'; sandbox"
# A copy is shown only after asking whether the photo still exists.
CACHE_POLICY = "private, no-cache"
RANGE_HEADERS = [
    OpenApiParameter(
        "Range",
        str,
        "header",
        description="A byte range, as `bytes=0-1023`; answered with 206.",
    ),
    OpenApiParameter(
        "If-Range",
        str,
        "header",
        description="Apply `Range` only if this is the `ETag`.",
    ),
]


def picture_schema(operation_id, summary, *kinds):
    """Describe a view that answers with a file of these media types, or a range."""
    responses = {
        (status, kind): OpenApiResponse(OpenApiTypes.BINARY, what)
        for status, what in ((200, "The file."), (206, "The requested range."))
        for kind in kinds
    }
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        parameters=RANGE_HEADERS,
        responses=responses,
        extensions={"x-refusals": ("not_found", "range_not_satisfiable")},
    )


class PictureView(GalleryView):
    """A file of one photo of the visitor's gallery; any other is a 404."""

    content_negotiation_class = QueryFormatOnly

    def answer(self, pk, etag, name, open_file):
        """Answer with a file of a photo, or with where a page finds it.

        Args:
            pk: of the photo.
            etag: a template that gets the hexadecimal `pk`.
            name: of the field of the file.
            open_file: opens the file of a photo.
        """
        photo = self.photo(pk)
        etag = etag.format(photo.pk.hex)
        file = getattr(photo, name)
        if file and self.may_redirect():
            return redirect_to_file(self.request, etag, file)
        try:
            response = answer_with_file(self.request, etag, partial(open_file, photo))
        except FileNotFoundError as e:
            # The photo was deleted after its row was read.
            raise Http404 from e
        except RangeNotSatisfiable as e:
            self.headers["Content-Range"] = f"bytes */{e.size}"
            raise
        response["Cache-Control"] = CACHE_POLICY
        response["Content-Security-Policy"] = PICTURE_POLICY
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def may_redirect(self):
        """Return whether a page shows the file, and may load it from the storage.

        A script of a page, and a program with its token, could not read it there.
        """
        is_shown = self.request.headers.get("Sec-Fetch-Dest") == "image"
        is_get = self.request.method == "GET"
        return bool(settings.S3_PICTURE_ORIGIN) and is_shown and is_get


class ImageView(PictureView):
    """The stored picture."""

    @picture_schema("getImage", "Get the picture of a photo", "image/jpeg", "image/png")
    def get(self, request, pk):
        return self.answer(pk, '"{}"', "file", lambda photo: photo.file.open("rb"))


class ThumbnailView(PictureView):
    """A thumbnail; its ETag is weak, as it may be created again with other bytes."""

    name = "thumbnail"

    @picture_schema("getThumbnail", "Get a thumbnail of 480 pixels", "image/webp")
    def get(self, request, pk):
        return self.answer(
            pk, 'W/"{}"', self.name, lambda photo: open_thumbnail(photo, self.name)
        )


class SmallThumbnailView(ThumbnailView):
    """A smaller thumbnail, for lists."""

    name = "small_thumbnail"

    @picture_schema("getSmallThumbnail", "Get a thumbnail of 240 pixels", "image/webp")
    def get(self, request, pk):
        return super().get(request, pk)
