"""The site in this process, on tables and files of its own."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.serving import site_environment


def set_up_site(folder: str) -> None:
    """Set up an empty site in a folder."""
    import django

    os.environ |= site_environment(folder) | {"MEDIA_ROOT": f"{folder}/media"}
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False  # with it, Django keeps every query
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, skip_checks=True)


def count_processor_ms(call: Callable[[], object]) -> float:
    """Return the processor time of a call, of all threads."""
    start = time.process_time()
    call()
    return 1000 * (time.process_time() - start)


def read_memory_mb(name: str) -> float:
    """Return VmRSS or VmHWM of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
