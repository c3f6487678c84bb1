"""Between JSON and photos."""

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
                "description": "What the photo really says, line by line; empty for no "
                "digit, null to withdraw.",
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
    """A photo as the API tells it; addresses are relative to the host."""

    id = serializers.UUIDField(help_text="Of the photo, for ever.")
    url = serializers.SerializerMethodField(help_text="Where this object is.")
    image = serializers.SerializerMethodField(
        help_text="Where the picture is as it is kept: a JPEG, or a PNG of a drawing."
    )
    thumbnail = serializers.SerializerMethodField(
        help_text="Where it is at 480 pixels, as WebP."
    )
    created = serializers.DateTimeField(help_text="When it was kept, in UTC.")
    reading = ReadingSerializer(help_text="What was read when it was kept.")
    correction = serializers.CharField(
        allow_null=True,
        max_length=1000,
        help_text='What it really says, if somebody said so; "" is no digit.',
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
    """Part of a gallery, and where the parts beside it are."""

    next = serializers.CharField(
        allow_null=True, help_text="Where older photos are, or null."
    )
    previous = serializers.CharField(
        allow_null=True, help_text="Where newer photos are, or null."
    )
    results = PhotoSerializer(many=True, help_text="The newest first.")


PAGE = {
    "next": "/api/v1/photos/?cursor=cD0yMDI2LTExLTIxKzEwJTNBMTUlM0EzMA%3D%3D",
    "previous": None,
    "results": [PHOTO],
}


class DigitsField(serializers.RegexField):
    """Text, and not a number: 047 and 47 are two answers."""

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
        error_messages={"invalid": _("Give digits alone, as text, line by line.")},
    )


class FilterSerializer(QuerySerializer):
    """Which photos of the gallery are wanted."""

    verdict = serializers.ChoiceField(
        choices=Verdict.choices, required=False, help_text="Photos of this verdict."
    )
    label = serializers.IntegerField(
        min_value=0,
        max_value=9,
        required=False,
        help_text="Photos that say this digit: by hand, or else by the reading.",
    )
    corrected = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Photos with a correction, or those without.",
    )

    def filter(self, photos):
        """Return those of the photos that the valid query asks for."""
        query = self.validated_data
        if "verdict" in query:
            photos = photos.with_verdict(query["verdict"])
        if "label" in query:
            photos = photos.with_label(query["label"])
        if query["corrected"] is not None:
            photos = photos.corrected(query["corrected"])
        return photos


class CursorField(serializers.CharField):
    """Where a page begins."""

    default_error_messages = {
        "unknown": _("This cursor is not known. Begin again without one.")
    }

    def to_internal_value(self, data):
        try:
            return Cursor.decode(super().to_internal_value(data))
        except ValueError:
            self.fail("unknown")


class ListSerializer(FilterSerializer):
    """Which photos of the gallery are wanted, and which part of them."""

    cursor = CursorField(
        default=None, help_text="Where to go on: follow `next` and `previous`."
    )
    page_size = serializers.IntegerField(
        min_value=1, max_value=200, default=50, help_text="How many at once."
    )


class ExportSerializer(FilterSerializer):
    """Which photos are wanted, and in which form."""

    format = serializers.ChoiceField(
        choices=["zip", "csv", "npz"],
        help_text="Pictures and labels.csv, labels.csv alone, or arrays as of MNIST.",
    )
