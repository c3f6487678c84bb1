"""Processor and clock of this machine."""

import os
import platform
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from digitsite.diagnosis.findings import Finding, failed, ok, warning
from gallery.models import Photo

PROCESSOR = Path("/proc/cpuinfo")
# TensorFlow's packages for x86-64 end at the first instruction of a processor without.
NEEDED_FEATURE = "avx"
FASTER_FEATURES = ("avx2", "fma", "avx512f", "avx512_vnni")
# A link for a phone lives five minutes, and a signature of doctor one.
MAX_SKEW = timedelta(seconds=5)
SET_CLOCK = "Let the clock follow a time server: timedatectl set-ntp true."


def find_machine() -> Iterator[Finding]:
    yield find_processor(read_features(PROCESSOR))
    yield find_clock()


def read_features(file: Path) -> set[str]:
    """Return the features of the processor; empty where it does not tell them."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return set()
    flags = (line for line in lines if line.startswith(("flags", "Features")))
    return set(next(flags, "").partition(":")[2].split())


def find_processor(features: set[str]) -> Finding:
    """Look for what the engine needs of the processor, and for what makes it faster."""
    kind, cores = platform.machine(), os.cpu_count()
    is_x86 = kind in ("x86_64", "AMD64")
    if not features:
        return ok("processor", f"{kind}, {cores} cores; it does not tell its features")
    if is_x86 and settings.DIGIT_ENGINE == "keras" and NEEDED_FEATURE not in features:
        return failed(
            "processor",
            f"{kind} without AVX, which TensorFlow needs.",
            "Set DIGIT_ENGINE=litert, or give the virtual machine its host's CPU type.",
        )
    faster = ", ".join(name for name in FASTER_FEATURES if name in features)
    return ok("processor", f"{kind}, {cores} cores; {faster or 'no vector features'}")


def find_clock() -> Finding:
    """Compare this machine's clock with the database's, or with the newest photo."""
    try:
        skew = find_skew_of_database() if connection.vendor == "postgresql" else None
        newest = Photo.objects.order_by("-created").values_list("created").first()
    except DatabaseError:
        action = "See the finding about the database first."
        return warning("clock", "There is nothing to compare it with.", action)
    return describe_clock(timezone.now(), skew, newest and newest[0])


def find_skew_of_database() -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        time: datetime = cursor.fetchone()[0]
    return timezone.now() - time


def describe_clock(
    now: datetime, skew: timedelta | None, newest: datetime | None
) -> Finding:
    """Return whether the clock is right, as far as can be known.

    Args:
        now: by this machine.
        skew: how far it is ahead of the database; None if that is on this machine.
        newest: when the last photo was stored; None without photos.
    """
    time = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if skew is not None and abs(skew) > MAX_SKEW:
        ahead = f"{skew.total_seconds():+.0f} s from the database's"
        return failed("clock", f"{time}, {ahead}", SET_CLOCK)
    if newest is not None and newest - now > MAX_SKEW:
        detail = f"{time}, which is before the newest photo ({newest:%Y-%m-%d %H:%M})"
        return failed("clock", detail, SET_CLOCK)
    agrees = ", as the database's" if skew is not None else ""
    return ok("clock", f"{time}{agrees}")
