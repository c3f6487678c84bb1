"""What the documentation of the API says about pictures and readings."""

from drf_spectacular.utils import OpenApiExample

TEXT_OF_PICTURE = {
    "type": "string",
    "description": "The picture in base64, bare or as a data URL.",
    "examples": ["data:image/png;base64,iVBORw0KGgo..."],
}
PICTURE_REQUEST = {
    "multipart/form-data": {
        "type": "object",
        "properties": {"image": {"type": "string", "format": "binary"}},
        "required": ["image"],
    },
    "application/json": {
        "type": "object",
        "properties": {"image": TEXT_OF_PICTURE},
        "required": ["image"],
    },
    "image/*": {"type": "string", "format": "binary"},
}
MANY_PICTURES = {
    "type": "array",
    "items": {"type": "string", "format": "binary"},
    "minItems": 1,
    "description": "The pictures, the field repeated for each.",
}
PICTURES_FORM = {
    "type": "object",
    "properties": {"images": MANY_PICTURES},
    "required": ["images"],
}
PICTURES_REQUEST = {"multipart/form-data": PICTURES_FORM}
PICTURE_OR_PICTURES_REQUEST = PICTURE_REQUEST | {
    "multipart/form-data": {
        "oneOf": [PICTURE_REQUEST["multipart/form-data"], PICTURES_FORM]
    }
}
BATCH_GUIDE = """
Nothing is stored. The answer is a list in the order of the pictures: a reading for
each, or an object with `code` and `detail` for one that can't be read; it does not
spoil the rest. A batch of n counts as n readings: one that does not fit into what is
left of the rate is refused as a whole.
"""
PICTURE_REFUSALS = (
    "empty_upload",
    "invalid_input",
    "unreadable_photo",
    "photo_too_large",
    "unsupported_format",
    "throttled",
    "model_unavailable",
)
# Other faults of one picture stand in its place.
BATCH_REFUSALS = (
    "invalid_input",
    "photo_too_large",
    "unsupported_format",
    "throttled",
    "model_unavailable",
)
READING = {
    "text": "7",
    "verdict": "read",
    "confidence": 0.991,
    "digits": [
        {
            "label": 7,
            "confidence": 0.991,
            "probabilities": [0, 0.004, 0.003, 0, 0, 0, 0, 0.991, 0, 0.002],
            "box": [412, 380, 1105, 1490],
            "line": 0,
        }
    ],
    "photo": {"width": 3024, "height": 4032, "format": "JPEG"},
    "metadata": {
        "removed": ["Make", "Model", "DateTimeOriginal", "GPSLatitude"],
        "location": True,
    },
    "model": {"name": "digits", "version": "1"},
}
NOTHING = {**READING, "text": "", "verdict": "nothing", "confidence": 0, "digits": []}
READING_EXAMPLES = [
    OpenApiExample("A digit", READING, response_only=True, status_codes=["200"]),
    OpenApiExample("No digit", NOTHING, response_only=True, status_codes=["200"]),
]
