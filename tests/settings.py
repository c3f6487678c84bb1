"""Settings of the tests: the site's own defaults, whatever the environment says."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("DJANGO_SECRET_KEY", "for-tests-only")

# Processes that run tests at the same time clear the cache, each its own.
if os.environ.get("REDIS_URL"):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{worker}"

from digitsite.settings import *  # noqa: F403
from digitsite.settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, requests of one page at a time would refuse each other: a shared cache
    # knows no waiting for a lock.
    FOLDER = TemporaryDirectory(prefix="digitsite-test-")
    DATABASES["default"]["TEST"] = {"NAME": str(Path(FOLDER.name) / "db.sqlite3")}
    # Nothing has to survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
