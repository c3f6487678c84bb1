"""Texts about uploads that the form without script shows."""

import math

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

NO_FILE = _("Choose a picture first.")


def throttled(seconds: float) -> str:
    """Return when the next upload is allowed."""
    count = math.ceil(seconds)
    text = ngettext(
        "Too many pictures at once. Try again in {count} second.",
        "Too many pictures at once. Try again in {count} seconds.",
        count,
    )
    return text.format(count=count)


def busy(seconds: int) -> str:
    """Return when a site that is busy will be less so."""
    text = ngettext(
        "Many pictures are being read now. Send yours again in {count} second.",
        "Many pictures are being read now. Send yours again in {count} seconds.",
        seconds,
    )
    return text.format(count=seconds)
