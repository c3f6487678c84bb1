"""Settings of the tests: the site's own defaults, whatever the environment says."""

import os

os.environ.setdefault("DJANGO_SECRET_KEY", "for-tests-only")

from digitsite.settings import *  # noqa: F403
