"""Texts about a reading that templates and scripts show.

Scripts receive them by `gallery/texts/scripts.py`. What only scripts show is written in
the scripts.
"""

from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NARROW_SPACE = "\u202f"

# From the highest down: the minimum of the confidence, and the text for it.
CONFIDENCE_LEVELS = (
    (0.99, _("Almost certain")),
    (0.9, _("Very likely right")),
    (0.7, _("Probably right")),
    (0.0, _("A guess")),
)

# Title and advice.
VERDICTS = {
    "waiting": (
        _("Your answer"),
        _("It appears here while you write, or after you choose a picture."),
    ),
    "failed": (_("Not read"), ""),
    # It is asked again by itself.
    "delayed": (_("Waiting"), ""),
    "read": (pgettext_lazy("verdict", "Read"), _("Choose a digit to see its details.")),
    "unsure": (
        _("Not sure"),
        _("This is the best guess. Compare it with the picture."),
    ),
    "nothing": (
        _("No digit here"),
        _("The picture looks blank, or what is on it is not a digit."),
    ),
}

# Advice where digits are marked; a digit below "Very likely right" is.
DOUBT = _("Check the digits with a wavy line against the picture.")
MIN_UNMARKED = CONFIDENCE_LEVELS[1][0]

# Where a file is a document of pages, or an animation.
FRAME = _("The file holds {count} pictures; number {number} was read.")

# Of a photo: its verdict, or that a person corrected it.
STATUSES = {
    "read": VERDICTS["read"][0],
    "unsure": VERDICTS["unsure"][0],
    "nothing": _("No digit"),
    "corrected": _("Corrected"),
}

# The sample pictures of the start page.
SAMPLES = {
    "digit": _("One digit, with a felt pen"),
    "number": _("A number on ruled paper"),
    "lines": _("Two lines in pencil, in the shade"),
    "none": _("No digit at all"),
}

LOCATION_FACT = _("where it was taken")
# Parts of tag names, and what such tags reveal.
REMOVED_FACTS = (
    (("DateTime", "OffsetTime", "TimeStamp", "GPSDate"), _("when it was taken")),
    (("Make", "Model", "Lens", "Serial"), _("which camera took it")),
    (("Artist", "Copyright", "Owner"), _("who owns it")),
    (("Software", "XMP", "Content credentials"), _("which program edited it")),
    (
        ("Comment", "ImageDescription", "Text", "IPTC", "XP"),
        _("what somebody wrote into it, such as a title or a name"),
    ),
    (("Video", "Embedded picture"), _("a video or another picture in the same file")),
)

# Tags that only describe how to display the picture.
DISPLAY_TAGS = (
    "Orientation",
    "XResolution",
    "YResolution",
    "ResolutionUnit",
    "ICC profile",
)

REMOVAL = {
    "waiting": _(
        "Hidden data of a photo, such as place, time and camera, is removed and "
        "listed here."
    ),
    "clean": _("There was no hidden data in this picture."),
    "display": _("There was no personal data in this picture, only display settings."),
    # Translators: a list of facts follows, such as "where it was taken".
    "facts": _("Removed from this photo before it was saved:"),
    "technical": _("Technical data was removed from this picture."),
}


def fixed(number: float, places: int) -> str:
    """Return a number rounded to some places, in the visitor's language."""
    # Django would truncate a float.
    return number_format(f"{number:.{places}f}")


def percent(probability: float) -> str:
    """Return a probability in percent, rounded down so that none is written as 100."""
    if probability < 0.01:
        return f"< 1{NARROW_SPACE}%"
    if probability < 0.99:
        return f"{int(probability * 100 + 1e-9)}{NARROW_SPACE}%"
    tenths = min(int(probability * 1000 + 1e-9) / 10, 99.9)
    return f"{fixed(tenths, 1)}{NARROW_SPACE}%"


def confidence_text(probability: float) -> str:
    """Return the text for a confidence, 0-1."""
    levels = CONFIDENCE_LEVELS
    return next(text for minimum, text in levels if probability >= minimum)


def is_doubtful(digit: dict[str, Any] | None) -> bool:
    """Return whether a digit of a reading is marked as doubtful."""
    return bool(digit) and digit["confidence"] < MIN_UNMARKED


def advice_on(reading: dict[str, Any] | None, verdict: str) -> str:
    """Return what the visitor may do about a reading, and which frame was read."""
    texts = [advice_on_verdict(reading, verdict), frame_text(reading)]
    return " ".join(str(text) for text in texts if text)


def frame_text(reading: dict[str, Any] | None) -> str:
    """Return which of several pages or frames of a file was read."""
    photo = reading["photo"] if reading else {}
    count = photo.get("frames", 1)  # earlier versions did not count
    return FRAME.format(count=count, number=photo["frame"] + 1) if count > 1 else ""


def advice_on_verdict(reading: dict[str, Any] | None, verdict: str) -> str | Promise:
    """Return what the visitor may do about a reading; one sure digit needs nothing."""
    digits = reading["digits"] if reading else []
    if len(digits) == 1 and verdict == "read":
        return ""
    has_marks = len(digits) > 1 and any(map(is_doubtful, digits))
    return DOUBT if has_marks else VERDICTS[verdict][1]


def removal_of(metadata: dict[str, Any] | None) -> dict[str, Any]:
    """Return a sentence on what was removed from a photo, and a list of facts."""
    if not metadata:
        return {"text": REMOVAL["waiting"], "facts": []}
    tags = metadata["removed"]
    if not tags:
        return {"text": REMOVAL["clean"], "facts": []}
    if set(tags) <= set(DISPLAY_TAGS) and not metadata["location"]:
        return {"text": REMOVAL["display"], "facts": []}
    facts = [LOCATION_FACT] if metadata["location"] else []
    facts += [
        text
        for parts, text in REMOVED_FACTS
        if any(part in tag for part in parts for tag in tags)
    ]
    return {"text": REMOVAL["facts" if facts else "technical"], "facts": facts}
