"""Serializers of photos, corrections and queries."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiExample,
    PolymorphicProxySerializer,
    extend_schema_serializer,
)
from rest_framework import serializers

from gallery.models import Photo, Verdict
from gallery.pagination import Cursor
from recognizer.api import (
    READING,
    REFUSAL,
    PictureRefusalSerializer,
    QuerySerializer,
    ReadingSerializer,
)

PHOTO = {
    "id": "0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1",
    "url": "/api/v1/photos/0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1/",
    "image": "/api/v1/photos/0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1/image/",
    "thumbnail": "/api/v1/photos/0b8f4f0e-7d3f-4b55-9d0a-3d4c62a1c7f1/thumbnail/",
    "created": "2026-11-21T10:15:30.123456Z",
    "reading": READING,
    "correction": None,
}


LINES_OF_DIGITS = r"^([0-9]+(\n[0-9]+)*)?"
PHOTO_EXAMPLE = OpenApiExample("A photo", PHOTO, response_only=True)
CORRECTION_REQUEST = {
    "application/json": {
        "type": "object",
        "properties": {
            "correction": {
                "type": ["string", "null"],
                "pattern": LINES_OF_DIGITS + "$",
                "maxLength": 1000,
                "description": "The correct digits, line by line; empty if there is no "
                "digit, null to withdraw the correction.",
                "examples": ["47", "", None],
            }
        },
        "required": ["correction"],
    }
}
KEPT_EXAMPLES = [
    PHOTO_EXAMPLE,
    OpenApiExample("A refusal", REFUSAL, response_only=True, status_codes=["200"]),
]


@extend_schema_serializer(examples=[PHOTO_EXAMPLE])
class PhotoSerializer(serializers.ModelSerializer):
    """A photo; its URLs are relative to the host."""

    id = serializers.UUIDField(help_text="Id of the photo; it never changes.")
    url = serializers.SerializerMethodField(help_text="URL of this object.")
    image = serializers.SerializerMethodField(
        help_text="URL of the stored picture: a JPEG, or a PNG of a drawing."
    )
    thumbnail = serializers.SerializerMethodField(
        help_text="URL of the thumbnail: a WebP of 480 pixels."
    )
    created = serializers.DateTimeField(help_text="When it was stored, in UTC.")
    reading = ReadingSerializer(help_text="The reading from when it was stored.")
    correction = serializers.CharField(
        allow_null=True,
        max_length=1000,
        help_text='The correct digits, if a person entered them; "" means no digit.',
    )

    class Meta:
        model = Photo
        fields = ["id", "url", "image", "thumbnail", "created", "reading", "correction"]

    def get_url(self, photo) -> str:
        return reverse("api-photo", args=[photo.pk])

    def get_image(self, photo) -> str:
        return reverse("photo-image", args=[photo.pk])

    def get_thumbnail(self, photo) -> str:
        return reverse("photo-thumbnail", args=[photo.pk])


PHOTOS_OR_REFUSALS = PolymorphicProxySerializer(
    component_name="PhotoOrRefusal",
    serializers=[PhotoSerializer, PictureRefusalSerializer],
    resource_type_field_name=None,
    many=True,
)


class PhotoPageSerializer(serializers.Serializer):
    """A page of a gallery, with the URLs of its neighbors."""

    next = serializers.CharField(
        allow_null=True, help_text="URL of the page of older photos, or null."
    )
    previous = serializers.CharField(
        allow_null=True, help_text="URL of the page of newer photos, or null."
    )
    results = PhotoSerializer(many=True, help_text="The photos, newest first.")


PAGE = {
    "next": "/api/v1/photos/?cursor=cD0yMDI2LTExLTIxKzEwJTNBMTUlM0EzMA%3D%3D",
    "previous": None,
    "results": [PHOTO],
}


class DigitsField(serializers.RegexField):
    """Digits as text: 047 and 47 differ."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class CorrectionSerializer(serializers.Serializer):
    correction = DigitsField(
        LINES_OF_DIGITS + r"\Z",
        max_length=1000,
        allow_blank=True,
        allow_null=True,
        trim_whitespace=False,
        error_messages={"invalid": _("Send digits only, as text, line by line.")},
    )


class FilterSerializer(QuerySerializer):
    """Filters of the photos of a gallery."""

    verdict = serializers.ChoiceField(
        choices=Verdict.choices, required=False, help_text="Photos with this verdict."
    )
    label = serializers.IntegerField(
        min_value=0,
        max_value=9,
        required=False,
        help_text="Photos with this digit in the correction, else in the reading.",
    )
    corrected = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Photos with a correction, or those without.",
    )

    def filter(self, photos):
        """Apply the filters of a valid query."""
        query = self.validated_data
        if "verdict" in query:
            photos = photos.with_verdict(query["verdict"])
        if "label" in query:
            photos = photos.with_label(query["label"])
        if query["corrected"] is not None:
            photos = photos.corrected(query["corrected"])
        return photos


class CursorField(serializers.CharField):
    """The start of a page."""

    default_error_messages = {
        "unknown": _("This cursor is unknown. Start again without one.")
    }

    def to_internal_value(self, data):
        try:
            return Cursor.decode(super().to_internal_value(data))
        except ValueError:
            self.fail("unknown")


class ListSerializer(FilterSerializer):
    """Filters of the photos of a gallery, and the page of them."""

    cursor = CursorField(
        default=None, help_text="Start of the page; use `next` and `previous`."
    )
    page_size = serializers.IntegerField(
        min_value=1, max_value=200, default=50, help_text="Photos in a page."
    )


class ExportSerializer(FilterSerializer):
    """Filters of the photos, and the format of the export."""

    format = serializers.ChoiceField(
        choices=["zip", "csv", "npz"],
        help_text="Pictures and labels.csv, labels.csv only, or arrays like MNIST.",
    )
