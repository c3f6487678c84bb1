"""Runs the tests of the modules without DOM, where Node is there to run them."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from gallery.texts import readings

HERE = Path(__file__).parent
MODULES = HERE.parent.parent / "static" / "js"
NODE = shutil.which("node")
SAMPLES = [0.0, 0.0099, 0.01, 0.29, 0.57, 0.899, 0.98999, 0.99, 0.9968, 0.9999, 1.0]


def percents(sample):
    """Return a share in English and in German."""
    with override("de"):
        german = readings.percent(sample)
    return readings.percent(sample), german


@pytest.fixture
def workshop(tmp_path):
    """Lay modules and tests in one folder that Node takes for ES modules."""
    for path in [*MODULES.glob("*.js"), *HERE.glob("*.js")]:
        shutil.copy(path, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    told = {
        "phrases": readings.for_scripts(),
        "percent": [[sample, *percents(sample)] for sample in SAMPLES],
    }
    (tmp_path / "python.json").write_text(json.dumps(told, cls=DjangoJSONEncoder))
    return tmp_path


@pytest.mark.skipif(not NODE, reason="Node is not installed (Debian: nodejs)")
@pytest.mark.parametrize("name", [path.name for path in sorted(HERE.glob("*.js"))])
def test_module(workshop, name):
    command = [NODE, "--test", name]
    run = subprocess.run(command, cwd=workshop, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
