"""Validate the input of the API: pictures and query parameters."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from recognizer.intake.uploads import from_base64

GIVEN_TWICE = _("Give this parameter only once.")
EMPTY_VALUE = _("Give this parameter a value, or leave it out.")


class PictureField(serializers.Field):
    """One picture: an uploaded file, or base64 text, plain or in a data URL."""

    default_error_messages = {
        "required": _("Send the picture in this field."),
        "null": _("Send the picture in this field."),
        "invalid": _("Send a file, or a picture as base64 text."),
        "many": _("Send one picture at a time."),
    }

    def get_value(self, dictionary: Mapping[Any, Any]) -> Any:
        """Return the value; a list of all values where a form repeats the field."""
        if hasattr(dictionary, "getlist"):
            values = dictionary.getlist(self.field_name)
            return values if len(values) > 1 else super().get_value(dictionary)
        return super().get_value(dictionary)

    def to_internal_value(self, data: Any) -> Any:
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
    """The files of a form, in order; one in `image` comes before those in `images`."""

    default_error_messages = {
        "required": _("Send the pictures in this field, repeated."),
        "invalid": _("Send files. A text among them has no place in their order."),
        "many": _("Send at most {limit} pictures at once."),
    }

    def get_value(self, dictionary: Mapping[Any, Any]) -> Any:
        if not hasattr(dictionary, "getlist"):
            return serializers.empty
        values = dictionary.getlist("image") + dictionary.getlist(self.field_name)
        return values or serializers.empty

    def to_internal_value(self, data: list[Any]) -> list[Any]:
        if not all(hasattr(picture, "read") for picture in data):
            self.fail("invalid")
        if len(data) > settings.BATCH_MAX_IMAGES:
            self.fail("many", limit=settings.BATCH_MAX_IMAGES)
        return data


class PicturesSerializer(serializers.Serializer):
    images = PicturesField()


class QuerySerializer(serializers.Serializer):
    """Query parameters, each of which may be given once."""

    def to_internal_value(self, data: QueryDict) -> Any:
        given = {str(name): data.getlist(str(name)) for name in self.fields}
        wrong = {
            name: [str(GIVEN_TWICE)]
            for name, values in given.items()
            if len(values) > 1
        }
        wrong |= {
            name: [str(EMPTY_VALUE)] for name, values in given.items() if values == [""]
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)


class ExplainSerializer(QuerySerializer):
    explain = serializers.BooleanField(
        default=False,
        help_text="Add to each digit the glyph image `seen` and its saliency `heat`.",
    )
