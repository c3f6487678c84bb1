"""Descriptions and examples of pictures and readings in the API documentation."""

from django.conf import settings
from drf_spectacular.utils import OpenApiExample

# A seven, 8 pixels high.
SEVEN = (
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQAAAADsdIMmAAAAGElEQVR42mP4"
    "z3SE4TfTHyYGph9MDAz/ATLFBbxPRbKfAAAAAElFTkSuQmCC"
)
LETTER = r"(\s*[A-Za-z0-9+/_-])"
DATA_URL = r"\s*[Dd][Aa][Tt][Aa]:[\w.+/-]*(;[\w=.+-]+)*;[Bb][Aa][Ss][Ee]64,"
BASE64_PICTURE = {
    "type": "string",
    "description": "The picture in base64, plain or as a data URL; line breaks, the "
    "URL-safe alphabet and missing padding are accepted.",
    "pattern": rf"^({DATA_URL})?({LETTER}{{4}})*"
    rf"({LETTER}{{4}}|{LETTER}{{3}}(\s*=)?|{LETTER}{{2}}(\s*=\s*=)?)\s*$",
    "examples": [SEVEN, f"data:image/png;base64,{SEVEN}"],
}
ONE_PICTURE = {
    "type": "string",
    "format": "binary",
    "description": "The picture, as a file of any name.",
}
PICTURE_REQUEST = {
    "multipart/form-data": {
        "type": "object",
        "properties": {"image": ONE_PICTURE},
        "required": ["image"],
    },
    "application/json": {
        "type": "object",
        "properties": {"image": BASE64_PICTURE},
        "required": ["image"],
    },
    "image/*": {
        "type": "string",
        "format": "binary",
        "description": "The picture itself, at most `PHOTO_MAX_BYTES` long.",
    },
}
MANY_PICTURES = {
    "type": "array",
    "items": {"type": "string", "format": "binary"},
    "minItems": 1,
    "maxItems": settings.BATCH_MAX_IMAGES,
    "description": "The pictures; the field is repeated for each.",
}
PICTURES_FORM = {
    "type": "object",
    "properties": {"images": MANY_PICTURES},
    "required": ["images"],
}
PICTURES_REQUEST = {"multipart/form-data": PICTURES_FORM}
IMAGES_BESIDE_IMAGE = {
    "properties": {
        "images": {
            "maxItems": settings.BATCH_MAX_IMAGES - 1,
            "description": "The one in `image` counts too.",
        }
    }
}
PICTURE_OR_PICTURES_REQUEST = PICTURE_REQUEST | {
    "multipart/form-data": {
        "type": "object",
        "properties": {"image": ONE_PICTURE, "images": MANY_PICTURES},
        "anyOf": [{"required": ["image"]}, {"required": ["images"]}],
        "dependentSchemas": {"image": IMAGES_BESIDE_IMAGE},
    }
}
BATCH_GUIDE = """
Nothing is stored. The response is a list in the order of the pictures: a reading
for each, or an object with `code` and `detail` for one that can't be read; the others
are read nevertheless. A batch of n counts as n readings: if the remaining rate is
lower, the whole batch is refused.
"""
PICTURE_REFUSALS = (
    "empty_upload",
    "invalid_input",
    "unreadable_photo",
    "photo_too_large",
    "unsupported_format",
    "throttled",
    "model_unavailable",
    "busy",
    "storage_full",
)
# Other refusals of one picture are items of the response.
BATCH_REFUSALS = (
    "invalid_input",
    "photo_too_large",
    "unsupported_format",
    "throttled",
    "model_unavailable",
    "busy",
    "storage_full",
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
    "numbers": [
        {
            "text": "7",
            "digits": [0],
            "box": [412, 380, 1105, 1490],
            "confidence": 0.991,
            "line": 0,
            "row": None,
            "column": None,
        }
    ],
    "photo": {
        "width": 3024,
        "height": 4032,
        "format": "JPEG",
        "frames": 1,
        "frame": 0,
    },
    "metadata": {
        "removed": ["Make", "Model", "DateTimeOriginal", "GPSLatitude"],
        "location": True,
    },
    "model": {"name": "digits", "version": "1.2.0"},
}
NOTHING = {
    **READING,
    "text": "",
    "verdict": "nothing",
    "confidence": 0,
    "digits": [],
    "numbers": [],
}
READING_EXAMPLES = [
    OpenApiExample("A digit", READING, response_only=True, status_codes=["200"]),
    OpenApiExample("No digit", NOTHING, response_only=True, status_codes=["200"]),
]
REFUSAL = {
    "code": "empty_upload",
    "detail": "The file is empty. Choose a picture that opens on your device.",
}
BATCH_EXAMPLES = [
    OpenApiExample("A digit", READING, response_only=True, status_codes=["200"]),
    OpenApiExample("A refusal", REFUSAL, response_only=True, status_codes=["200"]),
]
CARD = {
    "name": "detector",
    "version": "2.2.0",
    "sha256": "ae9aa565998df5fe3f69851cc85ba1970c77bf7dd1310e5cb5cd1aaee3790bcd",
    "trained_on": {"pages": 796885, "digits": 6993917},
    "accuracy": [{"set": "photo_digits", "n": 74, "right": 74}],
    "thresholds": {"min_read_digit": 0.95, "min_read_text": 0.93},
    "temperature": 1.0,
    "line_reader": {
        "version": "1.3.0",
        "sha256": "47d1bd2e407b8bc871e15f9324b8b4f97a76940e5745f099e37a6c48dbda5c5d",
        "parameters": 522267,
    },
}
CARD_EXAMPLES = [OpenApiExample("A card", CARD, response_only=True)]
