"""Between JSON and what the recognizer speaks of."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from recognizer import engine
from recognizer.errors import RecognizerError
from recognizer.pipeline import CleanPhoto
from recognizer.readings import Reading
from recognizer.uploads import from_base64

ONCE = _("Say this once.")


def to_reading_json(photo: CleanPhoto, reading: Reading) -> dict[str, Any]:
    """Return the reading object of the API: what was read, and what was removed."""
    card = engine.card()
    return {
        **reading.as_json(),
        "photo": {
            "width": photo.width,
            "height": photo.height,
            "format": photo.format,
        },
        "metadata": {
            "removed": list(photo.exif.tags),
            "location": photo.exif.has_location,
        },
        "model": {"name": card["name"], "version": card["version"]},
    }


def to_refusal_json(refusal: RecognizerError) -> dict[str, str]:
    """Return what stands for one picture of a batch that can't be read."""
    return {"code": refusal.code, "detail": str(refusal.message)}


class PictureField(serializers.Field):
    """One picture: an uploaded file, or base64 text, bare or in a data URL."""

    default_error_messages = {
        "required": _("Send the picture in this field."),
        "null": _("Send the picture in this field."),
        "invalid": _("Send a file, or a picture as base64 text."),
        "many": _("Send one picture at a time."),
    }

    def get_value(self, dictionary):
        """Return what was sent; all of it, where a form has the field twice."""
        if hasattr(dictionary, "getlist"):
            sent = dictionary.getlist(self.field_name)
            return sent if len(sent) > 1 else super().get_value(dictionary)
        return super().get_value(dictionary)

    def to_internal_value(self, data):
        if hasattr(data, "read"):
            return data
        if isinstance(data, list):
            self.fail("many")
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return from_base64(data)
        except ValueError:
            self.fail("invalid")


class PictureSerializer(serializers.Serializer):
    image = PictureField()


class PicturesField(serializers.Field):
    """The files of one field of a form, in their order."""

    default_error_messages = {
        "required": _("Send the pictures in this field, repeated."),
        "invalid": _("Send files. A text among them has no place in their order."),
        "many": _("Send at most {limit} pictures at once."),
    }

    def get_value(self, dictionary):
        sent = getattr(dictionary, "getlist", lambda name: [])(self.field_name)
        return sent or serializers.empty

    def to_internal_value(self, data):
        if not all(hasattr(picture, "read") for picture in data):
            self.fail("invalid")
        if len(data) > settings.BATCH_MAX_IMAGES:
            self.fail("many", limit=settings.BATCH_MAX_IMAGES)
        return data


class PicturesSerializer(serializers.Serializer):
    images = PicturesField()


class QuerySerializer(serializers.Serializer):
    """What a query asks for; it asks for each thing once."""

    def to_internal_value(self, data):
        twice = [name for name in self.fields if len(data.getlist(name)) > 1]
        if twice:
            raise serializers.ValidationError({name: [ONCE] for name in twice})
        return super().to_internal_value(data)


class ExplainSerializer(QuerySerializer):
    explain = serializers.BooleanField(
        default=False, help_text="Add `seen` and `heat` to each digit."
    )


class DigitSerializer(serializers.Serializer):
    label = serializers.IntegerField(min_value=0, max_value=9)
    confidence = serializers.FloatField(min_value=0, max_value=1)
    probabilities = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=1),
        min_length=10,
        max_length=10,
        help_text="One for each label; their sum is 1.",
    )
    box = serializers.ListField(
        child=serializers.IntegerField(),
        min_length=4,
        max_length=4,
        help_text="Left, top, right, bottom in pixels of the upright photo.",
    )
    line = serializers.IntegerField(min_value=0, help_text="The first line is 0.")
    seen = serializers.CharField(
        required=False, help_text="What the network saw, as a PNG data URL."
    )
    heat = serializers.CharField(
        required=False, help_text="What mattered in it, in the same form."
    )


class UprightSerializer(serializers.Serializer):
    """The upright photo as it came."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()
    format = serializers.CharField()


class MetadataSerializer(serializers.Serializer):
    """What the file held beside its pixels; the names alone, never the values."""

    removed = serializers.ListField(child=serializers.CharField())
    location = serializers.BooleanField(help_text="Whether a place was told.")


class ModelNameSerializer(serializers.Serializer):
    name = serializers.CharField()
    version = serializers.CharField()


class ReadingSerializer(serializers.Serializer):
    """What one photo says."""

    text = serializers.CharField(
        allow_blank=True, help_text="The digits, lines joined by newlines."
    )
    verdict = serializers.ChoiceField(
        choices=["read", "unsure", "nothing"],
        help_text="Trust it, check the best guess, or no digit is there.",
    )
    confidence = serializers.FloatField(
        min_value=0, max_value=1, help_text="Probability that the whole text is right."
    )
    digits = DigitSerializer(many=True)
    photo = UprightSerializer()
    metadata = MetadataSerializer()
    model = ModelNameSerializer()


class PictureRefusalSerializer(serializers.Serializer):
    """Why one picture of a batch was not read; the others were."""

    code = serializers.ChoiceField(
        choices=[
            "empty_upload",
            "unreadable_photo",
            "photo_too_large",
            "unsupported_format",
            "server_error",
        ],
        help_text="As of the refusal of a single picture.",
    )
    detail = serializers.CharField(help_text="What to do, for people.")


READINGS_OR_REFUSALS = PolymorphicProxySerializer(
    component_name="ReadingOrRefusal",
    serializers=[ReadingSerializer, PictureRefusalSerializer],
    resource_type_field_name=None,
    many=True,
)


class LineReaderSerializer(serializers.Serializer):
    """The network beside it that reads whole lines."""

    version = serializers.CharField()
    sha256 = serializers.CharField()
    parameters = serializers.IntegerField(help_text="Weights that were learned.")


class CardSerializer(ModelNameSerializer):
    """The model card; it may say more than is listed here."""

    sha256 = serializers.CharField()
    trained_on = serializers.JSONField()
    accuracy = serializers.ListField(child=serializers.JSONField())
    thresholds = serializers.DictField(child=serializers.FloatField())
    temperature = serializers.FloatField()
    line_reader = LineReaderSerializer()
