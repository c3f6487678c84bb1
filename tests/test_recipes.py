"""What has to be entered in several places, as CONTRIBUTING lists them, is in all."""

import re
from pathlib import Path

from PIL import Image

from recognizer.api.response_serializers import (
    DigitSerializer,
    ReadingSerializer,
    UprightSerializer,
)
from recognizer.bulk.discovery import SUFFIXES
from recognizer.errors import UnsupportedFormat
from recognizer.intake.decoding import FORMATS
from recognizer.readings import Box, Digit, Reading

ROOT = Path(__file__).parent.parent
# What people call a format, where it is not Pillow's name.
SPOKEN = {"HEIF": "HEIC", "WEBP": "WebP"}


def suffixes_of(name: str) -> set[str]:
    known = Image.registered_extensions()
    return {suffix for suffix in SUFFIXES if known.get(suffix) == name}


def test_every_format_is_named_to_visitors_and_programs():
    names = [SPOKEN.get(name, name) for name in FORMATS]
    message = str(UnsupportedFormat().message)
    readme = (ROOT / "README.md").read_text()
    assert [n for n in names if n not in message or n not in readme] == []
    described = UprightSerializer().fields["format"].help_text
    assert [name for name in FORMATS if f"`{name}`" not in described] == []


def test_every_format_is_found_in_folders_by_its_suffix():
    assert [name for name in FORMATS if not suffixes_of(name)] == []
    source = (ROOT / "static/js/read/dropped-files.js").read_text()
    dropped = re.compile(re.search(r"IMAGE_NAME = /(.+)/i;", source)[1])
    missing = [n for n in FORMATS if not any(map(dropped.search, suffixes_of(n)))]
    assert missing == []


def test_every_field_of_a_reading_is_in_the_schema():
    box = Box(0, 0, 9, 9)
    digit = Digit(7, 0.9, (0.1,) * 10, box, seen="data:", heat="data:")
    reading = Reading.of([digit], "read", 0.9).as_json()
    assert set(reading) <= set(ReadingSerializer().fields)
    assert set(reading["digits"][0]) <= set(DigitSerializer().fields)


def test_every_key_of_the_slideshow_is_in_its_help():
    source = (ROOT / "static/js/slideshow/slide-navigation.js").read_text()
    letters = source.split("const LETTERS = {")[1].split("}")[0]
    keys = {key.upper() for key in re.findall(r'^  "?([^\s":]+)"?:', letters, re.M)}
    assert len(keys) >= 7
    text = (ROOT / "templates/gallery/_show_help.html").read_text()
    assert [
        key for key in sorted(keys) if f'<kbd class="key">{key}</kbd>' not in text
    ] == []
