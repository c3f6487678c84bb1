"""What the pages say about a reading; scripts get the same words as JSON."""

import math
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from gallery.texts.plurals import counted
from gallery.texts.uploads import CROP, FILES, INTAKE, PAUSES, WEBCAM


def seconds_words(count: int) -> str:
    # Translators: stands in "Try again in …".
    return ngettext("{count} second", "{count} seconds", count)


def arrived_words(count: int) -> str:
    return ngettext(
        "A new picture arrived. It is the first one.",
        "{count} new pictures arrived. They come first.",
        count,
    )


# From the surest down: the least confidence, and the words for it.
LEVELS = (
    (0.99, _("Almost certain")),
    (0.9, _("Very likely right")),
    (0.7, _("Probably right")),
    (0.0, _("A guess")),
)

VERDICTS = {
    "waiting": (
        _("Your answer"),
        _("It appears here while you write, or once you have chosen a picture."),
    ),
    "failed": (_("Not read"), ""),
    "read": (pgettext_lazy("verdict", "Read"), _("Choose a digit to look closer.")),
    "unsure": (
        _("Not sure"),
        _("Compare this best guess with the picture before you rely on it."),
    ),
    "nothing": (
        _("No digit here"),
        _(
            "The picture looks blank, or what is on it is not a digit. "
            "Dark ink on plain paper, close up, works best."
        ),
    ),
}

STANDINGS = {
    "read": pgettext_lazy("verdict", "Read"),
    "unsure": _("Not sure"),
    "nothing": _("No digit"),
    "corrected": _("Corrected"),
}

# The pictures that the start page paints for trying.
SAMPLES = {
    "digit": _("One digit, with a felt pen"),
    "number": _("A number on ruled paper"),
    "lines": _("Two lines in pencil, in the shade"),
    "none": _("No digit at all"),
}

# Parts of tag names, and what such tags tell about the person behind the photo.
GAVE_AWAY = (
    (("DateTime", "OffsetTime", "TimeStamp", "GPSDate"), _("when it was taken")),
    (("Make", "Model", "Lens", "Serial"), _("which camera took it")),
    (("Artist", "Copyright", "Owner"), _("whose it is")),
    (("Software", "XMP"), _("which program touched it")),
    (
        ("Comment", "ImageDescription", "Text", "IPTC", "XP"),
        _("what somebody wrote into it, such as a title or a name"),
    ),
)

# Names that only say how to show the picture.
HARMLESS = (
    "Orientation",
    "XResolution",
    "YResolution",
    "ResolutionUnit",
    "ICC profile",
)

REMOVAL = {
    "waiting": _(
        "What a photo tells besides its picture – place, time, camera "
        "– is removed, and named here."
    ),
    "clean": _("Nothing was hidden in this picture."),
    "drawn": _("A drawing made here tells nothing but its strokes."),
    "sample": _("A sample, drawn by this page: it tells nothing, and it is not kept."),
    "harmless": _("Nothing about you was hidden in this picture, only how to show it."),
    "told": _("This photo told {facts}. That was removed before it was kept."),
    "some": _("Technical notes were hidden in this picture. They were removed."),
    "place": _("where it was taken"),
    "joint": _(" and "),
}

PROBLEMS = {
    "no_file": _("Choose a picture first."),
    "empty_upload": _("The file is empty. Choose a picture that opens on your device."),
    "photo_too_large": _("The picture is too large. Send one of at most {limit} MB."),
    "folder": _("There is no picture in this folder that can be read here."),
    "folder_empty": _(
        "This folder is empty, or the browser does not open it. Drop its pictures."
    ),
    "link": _(
        "This is a link or text, not a picture. Save the picture on your device, then "
        "drop the file."
    ),
    "not_shown": _(
        "This browser can't open the picture to crop it. It may no longer be in your "
        "gallery, or the server is away."
    ),
    "clipboard_refused": _(
        "The clipboard was refused. Press Ctrl+V or ⌘V instead, or allow it beside the "
        "address of this page."
    ),
    "file_gone": _(
        "The file can't be read any more: it was moved or changed. Choose it again."
    ),
    "not_a_picture": _("There is no picture on the clipboard. Copy one, then paste."),
    "throttled": _("Too many pictures at once. Try again in {wait}."),
    "throttled_soon": _("a moment"),
    "throttled_seconds": counted(seconds_words),
    "model_unavailable": _(
        "Digits can't be read right now. If that stays, the operator of this site "
        "has to restore the model."
    ),
    "offline": _("The server can't be reached. Check your connection, then try again."),
    "storage_full": _(
        "This browser has no room left, so the drawing would not outlive a reload of "
        "the page. Keep it, then it is in your gallery."
    ),
    "server_error": _("Something went wrong here, not with your picture. Try again."),
    "csrf_failed": _(
        "The site did not know this page again. Allow cookies for this site, reload "
        "the page, then try again."
    ),
    "not_found": _("This picture is no longer in your gallery."),
    "camera_insecure": _(
        "Browsers hand out the camera only over HTTPS or on this very machine. "
        "Choose a picture instead; on a phone that offers the camera too."
    ),
    "camera_refused": _(
        "The camera was refused. Allow it beside the address of this page, "
        "then open it again."
    ),
    "camera_missing": _("No camera was found. Connect one, then open it again."),
    "camera_gone": _(
        "The camera was unplugged. Connect it again or choose another; it opens by "
        "itself."
    ),
    "camera_busy": _("Another program uses the camera. Close it, then try again."),
}

STATES = {
    "queued": _("Waiting"),
    "reading": _("Reading …"),
    "nothing": _("No digit here"),
    "unsure": _("not sure"),
    "spoken": _("Read {text}. {words}, {percent}."),
    "drawing": _("Drawing"),
    "pasted": _("Pasted picture"),
    "dropped": _("Dropped picture"),
    "webcam": _("Webcam picture"),
    "took": _("Answered in {time}"),
    "box": _("{label}, digit {place} of {count}"),
    "saved": _("Saved"),
    "copy": _("Copy"),
    "copied": _("Copied"),
    "uncopied": _("Not copied"),
}

# Of what waits in the browser for the server.
OUTBOX = {
    "count": _("Kept on this device: {count}. Sent when the server is back."),
    "back": _("The server is back. Try again, and your drawing is read."),
    "full": _(
        "This browser has no room left. Leave this page open: what is on it is sent "
        "when the server is back."
    ),
}

PAIRING = {
    "minutes": _("{minutes} min left"),
    "soon": _("less than a minute left"),
    "here": _("{name} is in this gallery"),
    "joined": _("{name} has joined. What it sends appears here by itself."),
    "ended": _("No phone is in this gallery any more."),
}

SLIDES = {
    "nothing": _("No digit"),
    "alt": _("Picture that says {text}"),
    "was": _("The reader said {text}"),
    "spoken": _("Picture {place} of {count}: {text}. {standing}."),
    "fresh": counted(arrived_words),
}

GALLERY = {
    "selected": _("Selected: {count}"),
    "deleted": _("Deleted: {count}"),
    "restored": _("Nothing was deleted."),
    "not_deleted": _("Nothing was deleted. {problem}"),
    "deleted_elsewhere": _("Already deleted in another tab: {count}"),
    "digits_alone": _("Give digits alone: 0 to 9, and a space for a new line."),
    "corrected": _("Saved: {text}"),
    "found": _("Found: {count}"),
    "loaded": _("More pictures: {count}"),
}


def for_scripts() -> dict[str, Any]:
    """Return every phrase in the shape that `static/js/shared/texts.js` expects."""
    return {
        "levels": LEVELS,
        "verdicts": VERDICTS,
        "standings": STANDINGS,
        "gaveAway": GAVE_AWAY,
        "harmless": HARMLESS,
        "removal": REMOVAL,
        "problems": PROBLEMS,
        "pauses": PAUSES,
        "files": FILES,
        "intake": INTAKE,
        "webcam": WEBCAM,
        "crop": CROP,
        "states": STATES,
        "outbox": OUTBOX,
        "pairing": PAIRING,
        "slides": SLIDES,
        "gallery": GALLERY,
    }


def throttled(seconds: float) -> str:
    """Say when the next try is worth it."""
    count = math.ceil(seconds)
    return PROBLEMS["throttled"].format(wait=seconds_words(count).format(count=count))


def fixed(number: float, places: int) -> str:
    """Return a number rounded to some places, as the visitor's language writes it."""
    # Django would cut a float off, and not round it.
    return number_format(f"{number:.{places}f}")


def percent(probability: float) -> str:
    """Return a probability in percent, rounded down so that none says 100."""
    if probability < 0.01:
        return "< 1\u202f%"
    if probability < 0.99:
        return f"{int(probability * 100 + 1e-9)}\u202f%"
    tenths = min(int(probability * 1000 + 1e-9) / 10, 99.9)
    return f"{fixed(tenths, 1)}\u202f%"


def confidence_words(probability: float) -> str:
    """Say a confidence, 0-1, in words."""
    return next(words for least, words in LEVELS if probability >= least)


def removed_words(metadata: dict[str, Any]) -> str:
    """Say in one sentence what a photo gave away before it was cleaned."""
    names = metadata["removed"]
    if not names:
        return REMOVAL["clean"]
    if set(names) <= set(HARMLESS):
        return REMOVAL["harmless"]
    facts = [REMOVAL["place"]] if metadata["location"] else []
    facts += [
        words
        for needles, words in GAVE_AWAY
        if any(needle in name for needle in needles for name in names)
    ]
    if not facts:
        return REMOVAL["some"]
    return REMOVAL["told"].format(facts=joined(facts))


def joined(facts: list[str]) -> str:
    """Join facts as a sentence does: commas, and a word before the last."""
    *others, last = map(str, facts)
    return f"{', '.join(others)}{REMOVAL['joint']}{last}" if others else last
