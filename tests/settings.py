"""Settings of the tests: the site's own defaults, whatever the environment says."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("DJANGO_SECRET_KEY", "for-tests-only")

from digitsite.settings import *  # noqa: F403
from digitsite.settings import DATABASES

# In memory, requests of one page at a time would refuse each other: a shared cache
# knows no waiting for a lock.
FOLDER = TemporaryDirectory(prefix="digitsite-test-")
DATABASES["default"]["TEST"] = {"NAME": str(Path(FOLDER.name) / "db.sqlite3")}
# Nothing has to survive a power cut.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
