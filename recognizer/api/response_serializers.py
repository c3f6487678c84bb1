"""The objects that the API returns, field by field, for its documentation."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers


class BoxField(serializers.ListField):
    """Where a digit or a number is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            child=serializers.IntegerField(min_value=0),
            min_length=4,
            max_length=4,
            help_text="Left, top, right, bottom in pixels of the upright photo; right "
            "and bottom are exclusive.",
            **options,
        )


class DigitSerializer(serializers.Serializer):
    """One digit that was read."""

    label = serializers.IntegerField(  # type: ignore[assignment]  # a field's name
        min_value=0, max_value=9, help_text="Which digit it is."
    )
    confidence = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text="Calibrated probability of the label; lower than its entry "
        "in `probabilities` by the probability that this is no digit at all.",
    )
    probabilities = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=1),
        min_length=10,
        max_length=10,
        help_text="One for each label, from 0 to 9; their sum is 1.",
    )
    box = BoxField()
    line = serializers.IntegerField(
        min_value=0, help_text="Line of the page, counted from 0."
    )
    seen = serializers.CharField(
        required=False,
        help_text="With `explain`: the 28x28 pixels that the network saw, as a data "
        "URL of a PNG; white is ink.",
    )
    heat = serializers.CharField(
        required=False,
        help_text="With `explain`: the saliency of these pixels, in the same form; "
        "white mattered most.",
    )


class NumberSerializer(serializers.Serializer):
    """Digits that belong together, with the signs between them."""

    text = serializers.CharField(
        help_text="The number as written, with the signs `. , - + / :` inside it, "
        "such as `10/24`, `3.14` or `-17`.",
    )
    digits = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        min_length=1,
        help_text="Its digits, as indices of the list `digits` of the reading.",
    )
    box = BoxField()
    confidence = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text="Product of the confidences of its digits.",
    )
    line = serializers.IntegerField(
        min_value=0, help_text="Line of the page, counted from 0."
    )
    row = serializers.IntegerField(
        min_value=0,
        allow_null=True,
        help_text="Row in a grid or table, counted from 0; null elsewhere.",
    )
    column = serializers.IntegerField(
        min_value=0,
        allow_null=True,
        help_text="Column in a grid or table, counted from 0; null elsewhere.",
    )


class UprightSerializer(serializers.Serializer):
    """The uploaded photo, turned upright."""

    width = serializers.IntegerField(min_value=1, help_text="In pixels.")
    height = serializers.IntegerField(min_value=1, help_text="In pixels.")
    format = serializers.CharField(
        help_text="The format detected from the content: `JPEG`, `PNG`, `WEBP`, "
        " `HEIF`, `AVIF`, `GIF`, `BMP` or `TIFF`."
    )
    frames = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text="How many pages or frames of an animation the file has. Missing in "
        "photos that an earlier version stored.",
    )
    frame = serializers.IntegerField(
        min_value=0,
        required=False,
        help_text="Which of them was read, counted from 0: the first page that is not "
        "blank, or the frame with the most strokes.",
    )


class MetadataSerializer(serializers.Serializer):
    """The metadata that was removed: names, never values."""

    removed = serializers.ListField(
        child=serializers.CharField(),
        help_text="Names of what was removed, such as `Make` or `GPSLatitude`.",
    )
    location = serializers.BooleanField(help_text="Whether a location was among it.")


class ModelNameSerializer(serializers.Serializer):
    """The model that has read the photo."""

    name = serializers.CharField(help_text="Name of the model, as in its card.")
    version = serializers.CharField(
        help_text="Version of the model; readings of two versions may differ."
    )


class ReadingSerializer(serializers.Serializer):
    """The result of reading one photo."""

    text = serializers.CharField(
        allow_blank=True,
        help_text="The digits from left to right, lines from top to bottom joined by "
        "newlines; empty if nothing was read.",
    )
    verdict = serializers.ChoiceField(
        choices=["read", "unsure", "nothing"],
        help_text="`read`: can be trusted. `unsure`: a best guess to be checked. "
        "`nothing`: there is no digit.",
    )
    confidence = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text="Calibrated probability that the whole text is right; 0 with "
        "`nothing`.",
    )
    digits = DigitSerializer(many=True, help_text="In the order of the text.")
    numbers = NumberSerializer(
        many=True,
        help_text="The digits grouped into numbers, in the order of the text; every "
        "digit belongs to one.",
    )
    photo = UprightSerializer(help_text="The uploaded photo, turned upright.")
    metadata = MetadataSerializer(help_text="The metadata that was removed.")
    model = ModelNameSerializer(help_text="The model that has read it.")


class PictureRefusalSerializer(serializers.Serializer):
    """Why one picture of a batch was not read."""

    code = serializers.ChoiceField(
        choices=[
            "empty_upload",
            "unreadable_photo",
            "photo_too_large",
            "unsupported_format",
            "server_error",
        ],
        help_text="The same code as for a picture sent alone.",
    )
    detail = serializers.CharField(help_text="What to do, as a sentence for people.")


READINGS_OR_REFUSALS = PolymorphicProxySerializer(
    component_name="ReadingOrRefusal",
    serializers=[ReadingSerializer, PictureRefusalSerializer],
    resource_type_field_name=None,
    many=True,
)


class LineReaderSerializer(serializers.Serializer):
    """The network that reads whole lines."""

    version = serializers.CharField(help_text="Version of this network.")
    sha256 = serializers.CharField(
        help_text="SHA-256 of its file, in hexadecimal digits."
    )
    parameters = serializers.IntegerField(
        min_value=1, help_text="Number of learned weights."
    )


class GlyphNetworkSerializer(LineReaderSerializer):
    """The network that reads single characters of a page."""


class AccuracySerializer(serializers.Serializer):
    """The accuracy on one labeled set; there may be more fields."""

    set = serializers.CharField(help_text="Name of the set.")
    n = serializers.IntegerField(min_value=1, help_text="Number of pictures.")
    right = serializers.IntegerField(
        min_value=0, help_text="Number of pictures read correctly."
    )


class CardSerializer(ModelNameSerializer):
    """The model card; there may be more fields than listed here."""

    sha256 = serializers.CharField(
        help_text="SHA-256 of the file, in hexadecimal digits."
    )
    trained_on = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="Number of training pictures of each kind.",
    )
    accuracy = AccuracySerializer(
        many=True, help_text="Accuracy on single digits, set by set."
    )
    thresholds = serializers.DictField(
        child=serializers.FloatField(),
        help_text="Probabilities behind the verdict, such as `min_read_digit`: the "
        "minimum of a lone digit that is `read`.",
    )
    temperature = serializers.FloatField(
        help_text="Temperature of the calibration, by which scores are divided."
    )
    line_reader = LineReaderSerializer(help_text="The network that reads whole lines.")
    glyph_network = GlyphNetworkSerializer(
        required=False,
        help_text="The network that reads single characters.",
    )
