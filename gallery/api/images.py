"""The API's pictures: files of the visitor's own photos."""

from functools import partial

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from gallery.api.photos import FormatAlone, GalleryView
from gallery.api.ranged_files import RangeNotSatisfiable, answer_with_file
from gallery.services.photos import open_thumbnail

PICTURE_POLICY = "default-src 'none'; sandbox"
CACHE_SECONDS = 600
PARTS = [
    OpenApiParameter(
        "Range", str, "header", description="One part, as `bytes=0-1023`; a 206 then."
    ),
    OpenApiParameter(
        "If-Range", str, "header", description="The part only if this is its `ETag`."
    ),
]


def picture_schema(operation_id, summary, *kinds):
    """Describe a view that answers with a file of these kinds, whole or in part."""
    responses = {
        (status, kind): OpenApiResponse(OpenApiTypes.BINARY, what)
        for status, what in ((200, "The file."), (206, "The part of it."))
        for kind in kinds
    }
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        parameters=PARTS,
        responses=responses,
        extensions={"x-refusals": ("not_found", "range_not_satisfiable")},
    )


class PictureView(GalleryView):
    """A file of one photo; anybody else's is not found."""

    content_negotiation_class = FormatAlone

    def answer(self, pk, etag, open_file):
        """Answer with a file of a photo that opens so."""
        photo = self.photo(pk)
        try:
            response = answer_with_file(
                self.request, etag.format(photo.pk.hex), partial(open_file, photo)
            )
        except FileNotFoundError as e:
            # Deleted between the look at its row and the look at its file.
            raise Http404 from e
        except RangeNotSatisfiable as e:
            self.headers["Content-Range"] = f"bytes */{e.size}"
            raise
        response["Cache-Control"] = f"private, max-age={CACHE_SECONDS}"
        response["Content-Security-Policy"] = PICTURE_POLICY
        response["X-Content-Type-Options"] = "nosniff"
        return response


class ImageView(PictureView):
    """The picture as it is kept."""

    @picture_schema(
        "getImage", "Fetch the picture of a photo", "image/jpeg", "image/png"
    )
    def get(self, request, pk):
        return self.answer(pk, '"{}"', lambda photo: photo.file.open("rb"))


class ThumbnailView(PictureView):
    """A small picture, made anew where it is lost, and so not the same for ever."""

    name = "thumbnail"

    @picture_schema("getThumbnail", "Fetch a picture of 480 pixels", "image/webp")
    def get(self, request, pk):
        return self.answer(pk, 'W/"{}"', lambda p: open_thumbnail(p, self.name))


class SmallThumbnailView(ThumbnailView):
    """A picture for lists, smaller still."""

    name = "small_thumbnail"

    @picture_schema("getSmallThumbnail", "Fetch a picture of 240 pixels", "image/webp")
    def get(self, request, pk):
        return super().get(request, pk)
