"""The site as deployed, in processes of its own, with a model that sees sevens."""

import os
import subprocess
import sys
from contextlib import contextmanager
from uuid import uuid4

import pytest

from benchmarks.serving import ROOT, Server, site_environment, wait_until_ready
from tests.support.drawing import encoded, page_of


@contextmanager
def served(folder, **settings):
    """Start a server with everything in this folder, and a token in `token`.

    Settings such as MEDIA_ROOT place it elsewhere.
    """
    environment = site_environment(str(folder)) | {
        "DIGIT_ENGINE": "tests.support.engines.load_seven",
        "TMPDIR": str(folder),
        "WEB_CONCURRENCY": "1",
        **settings,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        manage("migrate", "--verbosity=0")
        token = manage("createtoken", f"tests {uuid4()}").split()[-1]
        server = Server(str(folder), **settings)
    server.folder, server.token = folder, token
    try:
        wait_until_ready(server, encoded(page_of("7")))
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def manage(*words: str) -> str:
    """Run a command of the site and return what it printed."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True
    )
    return done.stdout
