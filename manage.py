#!/usr/bin/env python
"""The command line of the site."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError


def run() -> None:
    """Run a command; say in one line what an operator has to change.

    With `--traceback`, errors are raised as they are.
    """
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(describe(error))


def describe(error: ImproperlyConfigured | OperationalError) -> str:
    problem = str(error).strip().rstrip(".")
    if isinstance(error, ImproperlyConfigured):
        return f"Not configured: {problem}."
    return f"The database can't be used: {problem}. See `manage.py doctor`."


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
    run()
