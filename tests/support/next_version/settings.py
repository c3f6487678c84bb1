"""Settings of the next version: the site's own, with its column and migrations."""

from digitsite.settings import *  # noqa: F403
from digitsite.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.next_version.apps.NextVersion"]
MIGRATION_MODULES = {"gallery": "tests.support.next_version.gallery_migrations"}
