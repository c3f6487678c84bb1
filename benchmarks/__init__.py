"""Measurements of the product from outside; each module is run by `python -m`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
