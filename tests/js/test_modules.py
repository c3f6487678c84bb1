"""Runs the tests of the modules without DOM, where Node is there to run them."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from gallery.texts import readings

HERE = Path(__file__).parent
NODE = shutil.which("node")
SAMPLES = [0.0, 0.0099, 0.01, 0.29, 0.57, 0.899, 0.98999, 0.99, 0.9968, 0.9999, 1.0]


def percents(sample):
    """Return a share in English and in German."""
    with override("de"):
        german = readings.percent(sample)
    return readings.percent(sample), german


@pytest.fixture
def values(tmp_path):
    """Write what Python says, for the scripts to say the same; return the file."""
    path = tmp_path / "values.json"
    told = {
        "phrases": readings.for_scripts(),
        "percent": [[sample, *percents(sample)] for sample in SAMPLES],
    }
    path.write_text(json.dumps(told, cls=DjangoJSONEncoder))
    return path


@pytest.mark.skipif(not NODE, reason="Node is not installed (Debian: nodejs)")
@pytest.mark.parametrize("path", sorted(HERE.rglob("*.test.js")), ids=lambda p: p.stem)
def test_module(values, path):
    environment = {**os.environ, "PYTHON_VALUES": str(values)}
    command = [NODE, "--test", path]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
