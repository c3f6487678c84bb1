"""SIGKILL at every step of keeping and deleting: no row without file, ever."""

import json
import os
import subprocess
import sys
import time

import pytest

from benchmarks.serving import ROOT
from tests.support.served import manage
from tests.support.traces import find_incomplete, find_orphans

pytestmark = pytest.mark.slow
MIN_KILLS = {"keep": 200, "delete": 100}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Place a site in a folder of its own; return the folder."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/db.sqlite3")
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path))
    monkeypatch.setenv("DJANGO_DEBUG", "1")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "digitsite.settings")
    return tmp_path


def test_a_kill_at_any_step_leaves_no_row_without_file(place):
    command = [sys.executable, "-m", "tests.support.kill_steps", str(place)]
    printed = subprocess.run(
        command, cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True
    ).stdout
    counts = json.loads(printed)
    assert all(counts[what]["killed"] >= n for what, n in MIN_KILLS.items()), counts
    orphans = find_orphans(place)
    assert orphans  # or nothing was put to the test
    long_ago = time.time() - 2 * 3600
    for name in orphans:
        os.utime(place / name, (long_ago, long_ago))
    assert manage("sweepfiles") == f"{len(orphans)} files deleted.\n"
    assert find_incomplete(place) == []
