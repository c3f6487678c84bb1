"""Texts about jobs: their states, how far they are, and when they end."""

import math

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recognizer.jobs import Job

STATES = {
    "waiting": _("Waiting"),
    "running": _("Being read"),
    "paused": _("Paused"),
    "finished": _("Finished"),
    "canceled": _("Canceled"),
}
NOTHING_CHOSEN = _("Choose a ZIP file or pictures first.")
MINUTE_SECONDS, HOUR_SECONDS = 60, 3600


def state_text(job: Job) -> str:
    """Return the state of a job in a word or two."""
    return str(STATES[job.state])


def progress_text(job: Job) -> str:
    """Return how many pictures of a job were read and refused."""
    values = {"count": to_number(job.counted), "total": to_number(job.total)}
    text = str(_("{count} of {total} pictures")).format(**values)
    if job.failed_count:
        refused = ngettext("{count} refused", "{count} refused", job.failed_count)
        text += f", {refused.format(count=to_number(job.failed_count))}"
    return text


def remaining_text(job: Job) -> str:
    """Return about when a job ends; "" if that is unknown."""
    seconds = job.seconds_left
    if seconds is None:
        return ""
    if seconds < MINUTE_SECONDS:
        return str(_("under a minute left"))
    if seconds < 2 * HOUR_SECONDS:
        minutes = math.ceil(seconds / MINUTE_SECONDS)
        text = ngettext(
            "about {count} minute left", "about {count} minutes left", minutes
        )
        return text.format(count=minutes)
    hours = round(seconds / HOUR_SECONDS)
    text = ngettext("about {count} hour left", "about {count} hours left", hours)
    return text.format(count=to_number(hours))


def to_number(number: int) -> str:
    return number_format(number, force_grouping=True)
