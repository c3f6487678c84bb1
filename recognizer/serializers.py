"""Between JSON and what the recognizer speaks of."""

from typing import Any

from rest_framework import serializers

from recognizer import engine
from recognizer.pipeline import CleanPhoto
from recognizer.readings import Reading
from recognizer.uploads import from_base64


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


class PictureField(serializers.Field):
    """One picture: an uploaded file, or base64 text, bare or in a data URL."""

    default_error_messages = {
        "required": "Send the picture in this field.",
        "null": "Send the picture in this field.",
        "invalid": "Send a file, or a picture as base64 text.",
    }

    def to_internal_value(self, data):
        if hasattr(data, "read"):
            return data
        try:
            return from_base64(data)
        except (AttributeError, ValueError):
            self.fail("invalid")


class PictureSerializer(serializers.Serializer):
    image = PictureField()


class ExplainSerializer(serializers.Serializer):
    explain = serializers.BooleanField(
        default=False, help_text="Add `seen` and `heat` to each digit."
    )
