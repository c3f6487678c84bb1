"""Between JSON and what the recognizer speaks of."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from recognizer.intake.uploads import from_base64

ONCE = _("Say this once.")
SOMETHING = _("Say something, or leave this out.")


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
    """The files of a form, in their order; one in `image` comes before the others."""

    default_error_messages = {
        "required": _("Send the pictures in this field, repeated."),
        "invalid": _("Send files. A text among them has no place in their order."),
        "many": _("Send at most {limit} pictures at once."),
    }

    def get_value(self, dictionary):
        if not hasattr(dictionary, "getlist"):
            return serializers.empty
        sent = dictionary.getlist("image") + dictionary.getlist(self.field_name)
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
        said = {name: data.getlist(name) for name in self.fields}
        wrong = {name: [ONCE] for name, values in said.items() if len(values) > 1}
        wrong |= {name: [SOMETHING] for name, values in said.items() if values == [""]}
        if wrong:
            raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)


class ExplainSerializer(QuerySerializer):
    explain = serializers.BooleanField(
        default=False,
        help_text="Add to each digit what was `seen`, and its `heat`: what mattered.",
    )
