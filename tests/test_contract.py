"""The API keeps to its own schema, whatever schemathesis thinks of.

    make test ARGS="tests/test_contract.py -rP"

prints how many cases there were.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.serving import ROOT
from tests.support.served import served

# In turn every phase: examples, what covers the schema, chance, and chains of calls.
SECONDS = {"program": 45, "anonymous": 25}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("contract")]
COMMAND = [
    str(Path(sys.executable).with_name("schemathesis")),
    f"--config-file={ROOT}/tests/schemathesis.toml",
    "run",
    "--checks=all",
    # By the clock, a busy machine gets through less; by the seed, the same each time.
    "--seed=1",
    "--suppress-health-check=all",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    scopes = ("WRITES", "EXPORTS", "JOBS")
    lifted = {f"THROTTLE_{scope}": "off" for scope in scopes}
    lifted["JOB_MAX_OPEN"] = "1000000"
    with served(tmp_path_factory.mktemp("served"), **lifted) as server:
        yield server


@pytest.mark.parametrize("who", SECONDS)
def test_the_api_keeps_to_its_schema(server, who):
    schema = f"http://127.0.0.1:{server.port}/api/v1/schema/?format=json"
    options = [f"--max-time={SECONDS[who]}"]
    if who == "program":
        options.append(f"--header=Authorization: Bearer {server.token}")
    done = subprocess.run(
        [*COMMAND, *options, schema],
        capture_output=True,
        text=True,
        check=False,
        # What it notes for itself is of this run alone.
        cwd=server.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    print(done.stdout)
    assert done.returncode == 0
    assert re.search(r"Selected: (\d+)/\1\s+Tested: \1\n", done.stdout)
