"""What the page says about pictures on their way in; scripts get it as JSON."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gallery.texts.plurals import counted


def found_words(count: int) -> str:
    return ngettext(
        "{count} picture taken. Other files left out: {others}.",
        "{count} pictures taken. Other files left out: {others}.",
        count,
    )


# Why the queue waits; each goes on by itself.
PAUSES = {
    "offline": _(
        "The server can't be reached. The picture waits here and is sent by itself "
        "once it can be."
    ),
    "throttled": _(
        "Too many pictures at once. The next try is made by itself in {seconds} s."
    ),
    "model_unavailable": _(
        "Digits can't be read right now. The next try is made by itself in {seconds} s."
    ),
    "server_error": _(
        "Something went wrong here, not with your picture. "
        "The next try is made by itself in {seconds} s."
    ),
}

FILES = {
    "sending": _("Sending …"),
    "slow_sending": _("The connection is slow. Sent: {share} %. It goes on."),
    "slow_reading": _("Still reading. It takes longer than usual."),
    "cancelled": _("Not sent"),
    "show": _("Show the answer of {name}"),
    "retry": _("Try again: {name}"),
    "cancel": _("Cancel {name}"),
    "bar": _("How much of {name} is sent"),
    "tally": _("{answered} of {total} done"),
    "tally_failed": _("{failed} failed"),
    "tally_cancelled": _("{cancelled} not sent"),
}

CROP = {
    "frame": _("Left {left} %, top {top} %, width {width} %, height {height} %"),
    "degrees": _("{degrees}°"),
    "cropped": _("{name}, cropped"),
    "picture": _("Picture"),
    "unmade": _(
        "This browser has no room for so large a picture. Choose a smaller part."
    ),
}

INTAKE = {
    "found": counted(found_words),
    "searching": _("Looking for pictures …"),
}

WEBCAM = {
    "camera": _("Camera {number}"),
    "opening": _("Opening the camera …"),
}
