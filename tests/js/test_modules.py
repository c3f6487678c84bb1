"""Runs the tests of the scripts, where Node is there to run them."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from gallery.texts import numbers, readings
from gallery.texts.scripts import shared_texts
from tests.support.readings import grid_of, reading_of

HERE = Path(__file__).parent
NODE = shutil.which("node")
MIN_NODE = 20
SAMPLES = [0.0, 0.0099, 0.01, 0.29, 0.57, 0.899, 0.98999, 0.99, 0.9968, 0.9999, 1.0]
TAGS = [
    [],
    ["Orientation", "ICC profile"],
    ["Flash"],
    ["GPSLatitude", "Model", "XPTitle"],
    ["DateTimeOriginal", "Artist", "Software", "IPTC"],
]

PAGES = [
    reading_of(*lines)
    for lines in ([], ["5"], ["10/24"], ["7" * 24], ["38", "614"], ["7" * 25])
]
PAGES += [reading_of("1234567 1234567 1234567"), reading_of("10/24 -17", "3.14", "6")]
PAGES += [grid_of("5||3", "|17|"), grid_of("1")]


def percents(sample):
    """Return a share in English and in German."""
    with override("de"):
        german = readings.percent(sample)
    return readings.percent(sample), german


def removals():
    for tags in TAGS:
        for location in (False, True):
            metadata = {"removed": tags, "location": location and bool(tags)}
            yield metadata, readings.removal_of(metadata)


def text_of(page):
    return numbers.to_text(page["numbers"])


@pytest.fixture
def values(tmp_path):
    """Write what Python says, for the scripts to say the same; return the file."""
    path = tmp_path / "values.json"
    values = {
        "readings": shared_texts(settings.PHOTO_MAX_BYTES),
        "percent": [[sample, *percents(sample)] for sample in SAMPLES],
        "removals": list(removals()),
        "pages": [
            [page["numbers"], numbers.layout_of(page["numbers"]), text_of(page)]
            for page in PAGES
        ],
    }
    path.write_text(json.dumps(values, cls=DjangoJSONEncoder))
    return path


def has_node() -> bool:
    if not NODE:
        return False
    version = subprocess.check_output([NODE, "--version"], text=True)
    return int(version.lstrip("v").split(".")[0]) >= MIN_NODE


@pytest.mark.skipif(not has_node(), reason=f"Node {MIN_NODE} is not installed")
@pytest.mark.parametrize("path", sorted(HERE.rglob("*.test.js")), ids=lambda p: p.stem)
def test_module(values, path):
    environment = {**os.environ, "PYTHON_VALUES": str(values)}
    command = [NODE, "--test", path]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
