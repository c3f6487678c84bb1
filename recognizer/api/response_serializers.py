"""What the API tells: readings, refusals and the model card, with every field."""

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers


class DigitSerializer(serializers.Serializer):
    """One digit that was read."""

    label = serializers.IntegerField(
        min_value=0, max_value=9, help_text="Which digit it is."
    )
    confidence = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text="Calibrated probability of the label; lower than its place in "
        "`probabilities` by the chance that this is no digit at all.",
    )
    probabilities = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=1),
        min_length=10,
        max_length=10,
        help_text="One for each label, in the order of 0 to 9; their sum is 1.",
    )
    box = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        min_length=4,
        max_length=4,
        help_text="Left, top, right, bottom in pixels of the upright photo; right and "
        "bottom are just outside.",
    )
    line = serializers.IntegerField(
        min_value=0, help_text="In which line of the page it stands; the first is 0."
    )
    seen = serializers.CharField(
        required=False,
        help_text="With `explain`: the 28x28 pixels that the network saw, as a data "
        "URL of a PNG; white is ink.",
    )
    heat = serializers.CharField(
        required=False,
        help_text="With `explain`: what mattered in them, in the same form; white "
        "mattered most.",
    )


class UprightSerializer(serializers.Serializer):
    """The photo as it came, turned upright."""

    width = serializers.IntegerField(min_value=1, help_text="In pixels.")
    height = serializers.IntegerField(min_value=1, help_text="In pixels.")
    format = serializers.CharField(
        help_text="What the bytes are, whatever they were said to be: `JPEG`, `PNG`, "
        "`WEBP`, `HEIF`, `AVIF`, `GIF`, `BMP` or `TIFF`."
    )


class MetadataSerializer(serializers.Serializer):
    """What the file held beside its pixels; the names alone, never the values."""

    removed = serializers.ListField(
        child=serializers.CharField(),
        help_text="Names of what was removed, such as `Make` or `GPSLatitude`.",
    )
    location = serializers.BooleanField(help_text="Whether it told a place.")


class ModelNameSerializer(serializers.Serializer):
    """Which model read it."""

    name = serializers.CharField(help_text="Of the model, as in its card.")
    version = serializers.CharField(
        help_text="Of the model; answers of two versions may differ."
    )


class ReadingSerializer(serializers.Serializer):
    """What one photo says."""

    text = serializers.CharField(
        allow_blank=True,
        help_text="The digits from left to right, lines from top to bottom joined by "
        "newlines; empty if nothing was read.",
    )
    verdict = serializers.ChoiceField(
        choices=["read", "unsure", "nothing"],
        help_text="`read`: trust it. `unsure`: a best guess to be checked. `nothing`: "
        "no digit is there.",
    )
    confidence = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text="Calibrated probability that the whole text is right; 0 with "
        "`nothing`.",
    )
    digits = DigitSerializer(many=True, help_text="In the order of the text.")
    photo = UprightSerializer(help_text="The photo as it came, turned upright.")
    metadata = MetadataSerializer(help_text="What the file held beside its pixels.")
    model = ModelNameSerializer(help_text="Which model read it.")


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
        help_text="What is wrong, as where the picture is sent alone.",
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

    version = serializers.CharField(help_text="Of this network.")
    sha256 = serializers.CharField(help_text="Of its file, in hexadecimal digits.")
    parameters = serializers.IntegerField(
        min_value=1, help_text="How many weights were learned."
    )


class AccuracySerializer(serializers.Serializer):
    """How one labelled set was read; there may be more figures."""

    set = serializers.CharField(help_text="Which pictures.")
    n = serializers.IntegerField(min_value=1, help_text="How many.")
    right = serializers.IntegerField(min_value=0, help_text="How many read right.")


class CardSerializer(ModelNameSerializer):
    """The model card; it may say more than is listed here."""

    sha256 = serializers.CharField(help_text="Of the file, in hexadecimal digits.")
    trained_on = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="How many pictures of each kind it learned from.",
    )
    accuracy = AccuracySerializer(
        many=True, help_text="How well it reads single digits, set by set."
    )
    thresholds = serializers.DictField(
        child=serializers.FloatField(),
        help_text="Probabilities from which a lone shape is a digit (`digit`) and an "
        "answer is trusted (`read`).",
    )
    temperature = serializers.FloatField(
        help_text="What scores are divided by, so that confidences come true."
    )
    line_reader = LineReaderSerializer(
        help_text="The network beside it that reads whole lines."
    )
